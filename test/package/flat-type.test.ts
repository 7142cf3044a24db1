import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript-api';
import { afterAll, describe, expect, it } from 'vitest';
import { flatType } from '../../package/build/flat-type.ts';

const folder = mkdtempSync(join(tmpdir(), 'flat-type-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The type `T` of a source, written out on one line. */
function flat(source: string, schema?: Parameters<typeof flatType>[1]['schema']): string {
  const path = join(folder, 'types.ts');
  writeFileSync(path, `${source}\nexport {};`);
  const options = { strict: true, exactOptionalPropertyTypes: true, lib: ['lib.es2015.d.ts'], types: [] };
  const program = ts.createProgram([path], options);
  const checker = program.getTypeChecker();
  const alias = program
    .getSourceFile(path)!
    .statements.find((each) => ts.isTypeAliasDeclaration(each) && each.name.text === 'T');
  const type = checker.getTypeAtLocation((alias as ts.TypeAliasDeclaration).name);
  return flatType(type, { checker, schema }).replaceAll(/\s+/g, ' ');
}

describe('a type that is computed', () => {
  it.each([
    ['is written with its members', 'type T = Pick<{ a: string; b: number; c: 1 }, "a" | "c">', '{ a: string; c: 1; }'],
    [
      'keeps what is optional and what is read-only',
      'type T = { readonly a?: string; b?: 1 }',
      '{ readonly a?: string | undefined; b?: 1 | undefined; }',
    ],
    [
      'has what is absent last',
      'type T = { a: null | string; b: undefined | null | 2 | boolean }',
      '{ a: string | null; b: 2 | boolean | null | undefined; }',
    ],
    [
      'has lists',
      'type T = { a: readonly string[]; b: (1 | 2)[]; c: [string, { d: 1 }] }',
      '{ a: readonly string[]; b: (1 | 2)[]; c: [string, { d: 1; }]; }',
    ],
    ['has names that are no identifiers', 'type T = { "a-b": 1 }', '{ "a-b": 1; }'],
    ['has free names', 'type T = Record<string, { a: 1 }>', '{ [name: string]: { a: 1; }; }'],
    ['has maps', 'type T = Map<string, { a: 1 }>', 'Map<string, { a: 1; }>'],
    ['has intersections as one', 'type T = { a: 1 } & { b: 2 }', '{ a: 1; b: 2; }'],
  ])('%s', (_, source, text) => {
    expect(flat(source)).toBe(text);
  });

  it('has the comments of its members, else the words of a schema', () => {
    const source = 'type T = {\n/** Its own. */\na: 1; b: { c: number }[]; d: 1 }';
    const schema = {
      properties: {
        a: { description: 'of the schema' },
        b: { description: 'a */ list', items: { properties: { c: { description: 'an item', default: 3 } } } },
        d: { default: {} },
      },
    };
    expect(flat(source, schema)).toBe(
      '{ /** Its own. */ a: 1; /** a * / list */ b: { /** an item @default 3 */ c: number; }[]; d: 1; }',
    );
  });

  it.each([
    ['that contains itself', 'type T = { a: T[] }', 'a type contains itself'],
    ['with functions', 'type T = { a: () => void }', 'a is a function'],
  ])('%s cannot be written out', (_, source, message) => {
    expect(() => flat(source)).toThrow(message);
  });
});

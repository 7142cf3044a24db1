import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

/** The rooms of the core from the innermost out: a file imports only from its own room and from those before it. */
const ROOMS: readonly string[] = [
  'text',
  'columns',
  'statistics',
  'ports.ts',
  'window.ts',
  'listing-digest.ts',
  'sources.ts',
  'context.ts',
  'capture',
  'profile',
  'drift',
  'quality',
  'performance',
  'comparison',
  'monitor',
  'labels',
  'result',
  'baseline',
  'decision',
  'history',
  'judge',
  'report',
  'check',
  'build-baseline',
  'retraining',
  'operate',
  'files',
  'validate',
];
const ROOT = join(import.meta.dirname, '..');
const CORE = join(ROOT, 'lambdas/core');

/** Every relative import of the sources below a folder, as paths from the repository's root. */
function importsBelow(folder: string): { from: string; to: string }[] {
  const files = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  return files.flatMap((name) => {
    const path = join(ROOT, folder, name);
    const specifiers = [...readFileSync(path, 'utf8').matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)];
    return specifiers.map(([, specifier]) => ({
      from: relative(ROOT, path),
      to: relative(ROOT, join(dirname(path), specifier)),
    }));
  });
}

function roomOf(path: string): number {
  return ROOMS.indexOf(relative(CORE, join(ROOT, path)).split('/')[0]);
}

describe('arrows', () => {
  const core = importsBelow('lambdas/core');

  it('stay inside the core', () => {
    expect(core.filter(({ to }) => !to.startsWith('lambdas/core/'))).toEqual([]);
  });

  it('lead between rooms that are there', () => {
    expect([...ROOMS].sort()).toEqual(readdirSync(CORE).sort());
  });

  it('never point outwards, so that no rooms import each other', () => {
    expect(core.filter(({ from, to }) => roomOf(from) < roomOf(to))).toEqual([]);
  });

  it('keep tests, simulations and measurements out of the product', () => {
    const product = ['lambdas', 'bin', 'lib'].flatMap(importsBelow);
    expect(product.filter(({ to }) => /^(test|simulate|bench)\//.test(to))).toEqual([]);
  });

  it('lead from adapters and the interpreter of state machines to the core and to each other only', () => {
    const outer = ['lambdas/adapters', 'lambdas/states-language'].flatMap(importsBelow);
    expect(outer.filter(({ to }) => !/^lambdas\/(core|adapters|states-language)\//.test(to))).toEqual([]);
    const interpreter = importsBelow('lambdas/states-language');
    expect(interpreter.filter(({ to }) => to.startsWith('lambdas/adapters/'))).toEqual([]);
  });
});

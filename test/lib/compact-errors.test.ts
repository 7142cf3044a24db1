import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import { NODE_MODULES } from '../../lib/bundled-packages.ts';
import { compactErrors } from '../../lib/compact-errors.ts';

const folder = mkdtempSync(join(tmpdir(), 'errors-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface ErrorClass {
  readonly name: string;
  readonly shapeId: string;
  new (options: object): Error;
}

/** What `models/errors.js` of a client exports, changed by `change`. */
async function errorsOf(client: string, change: (source: string) => string): Promise<Record<string, ErrorClass>> {
  const models = join(NODE_MODULES, `@aws-sdk/client-${client}/dist-es/models`);
  const outfile = join(folder, `${client}-${change.name}.mjs`);
  buildSync({
    stdin: { contents: change(readFileSync(join(models, 'errors.js'), 'utf8')), resolveDir: models },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
  });
  return import(outfile);
}

const same = (source: string) => source;

describe.each(['s3', 'lambda', 'sfn', 'sns', 'cloudwatch', 'secrets-manager'])(
  'the errors of client-%s',
  async (client) => {
    const [whole, compact] = [await errorsOf(client, same), await errorsOf(client, compactErrors)];

    it('are what its package declares, with all their members', () => {
      expect(Object.keys(compact)).toEqual(Object.keys(whole));
      for (const [name, Declared] of Object.entries(whole)) {
        const members = [...`${Declared}`.matchAll(/this\.(\w+) = opts/g)].map(([, member]) => [
          member,
          `of ${member}`,
        ]);
        const options = { message: 'refused', $metadata: { attempts: 1 }, ...Object.fromEntries(members) };
        const [expected, error] = [new Declared(options), new compact[name](options)];
        const ownOf = (each: Error) =>
          Object.fromEntries(
            Object.getOwnPropertyNames(each)
              .filter((key) => key !== 'stack')
              .map((key) => [key, (each as unknown as Record<string, unknown>)[key]]),
          );
        expect(ownOf(error)).toEqual(ownOf(expected));
        expect([compact[name].name, compact[name].shapeId]).toEqual([name, Declared.shapeId]);
        expect(error).toBeInstanceOf(compact[name]);
        expect(`${error}`).toBe(`${expected}`);
      }
    });

    it('are half as long', () => {
      const source = readFileSync(join(NODE_MODULES, `@aws-sdk/client-${client}/dist-es/models/errors.js`), 'utf8');

      expect(compactErrors(source).length).toBeLessThan(source.length / 2);
    });
  },
);

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { bundledPackages, NODE_MODULES } from '../../lib/bundled-packages.ts';

const folders = bundledPackages();
const others: string[] = [];
afterAll(() => {
  for (const folder of [...Object.values(folders), ...others]) rmSync(folder, { recursive: true, force: true });
});

describe('zod in a bundle', async () => {
  const bundled: typeof z = await import(join(folders.zod, 'index.js'));

  it('parses and refuses as the whole of zod does', () => {
    const schema = bundled.strictObject({ name: bundled.string().min(2), size: bundled.number().default(3) });

    expect(schema.parse({ name: 'ab' })).toEqual({ name: 'ab', size: 3 });
    const refused = schema.safeParse({ name: 'a', colour: 1 });
    expect(refused.error?.issues.map(({ code }) => code)).toEqual(['too_small', 'unrecognized_keys']);
  });

  it.each(['v4/core/to-json-schema.js', 'v4/core/json-schema-processors.js'])(
    'exports all names of %s',
    async (module) => {
      const [whole, changed] = await Promise.all(
        [join(NODE_MODULES, 'zod'), folders.zod].map((folder) => import(join(folder, module))),
      );
      expect(Object.keys(changed).sort()).toEqual(Object.keys(whole).sort());
    },
  );

  it('writes no JSON schema', () => {
    const schema = bundled.string();

    expect(() => bundled.toJSONSchema(schema)).toThrow('a bundled function writes no JSON schema');
    expect(() => schema.toJSONSchema()).toThrow('a bundled function writes no JSON schema');
  });
});

/** The schemas that a copy of the client has, all of them in one module. */
async function schemasOf(client: string): Promise<Record<string, unknown>> {
  const outfile = join(mkdtempSync(join(tmpdir(), 'schemas-')), 'schemas.mjs');
  others.push(dirname(outfile));
  const entry = join(client, 'dist-es/schemas/schemas_0.js');
  buildSync({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    nodePaths: [NODE_MODULES],
  });
  return import(outfile);
}

/** A schema as text; those that it refers to by a function are named. */
function textOf(schema: unknown): string {
  return JSON.stringify(schema, (_, value) =>
    typeof value === 'function' ? `→ ${JSON.stringify(value()[2])}` : value,
  );
}

const name = '@aws-sdk/client-s3';

it('the client of S3 in a bundle has no key that is computed from a constant', () => {
  const sources = [join(NODE_MODULES, name), folders[name]].map((client) =>
    readFileSync(join(client, 'dist-es/schemas/schemas_0.js'), 'utf8'),
  );
  const [before, after] = sources.map((source) => source.match(/\[_\w+\]: /g)?.length ?? 0);

  expect(before).toBeGreaterThan(100);
  expect(after).toBe(0);
});

it('the client of S3 in a bundle has the same schemas', async () => {
  const [whole, bundled] = await Promise.all([schemasOf(join(NODE_MODULES, name)), schemasOf(folders[name])]);
  const names = Object.keys(whole).filter((schema) => schema.endsWith('$'));

  expect(names).toContain('GetObject$');
  expect(textOf(whole.GetObject$)).toContain('GET');
  for (const schema of names) expect(textOf(bundled[schema]), schema).toBe(textOf(whole[schema]));
});

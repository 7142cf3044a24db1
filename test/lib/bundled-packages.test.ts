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

    expect(() => bundled.toJSONSchema(schema)).toThrow('a bundled function does without this');
    expect(() => schema.toJSONSchema()).toThrow('a bundled function does without this');
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

describe('arquero in a bundle', () => {
  const MODULES = [
    'format/to-html',
    'op/functions/date',
    'op/functions/math',
    'verbs/impute',
    'verbs/join',
    'verbs/pivot',
  ];

  it.each(MODULES)('exports all names of src/%s.js', (module) => {
    const [whole, changed] = [join(NODE_MODULES, 'arquero'), folders.arquero].map((folder) =>
      readFileSync(join(folder, `src/${module}.js`), 'utf8'),
    );
    const exported = [...whole.matchAll(/^export (?:function|const) (\w+)/gm)].map(([, name]) => name);
    const kept = changed
      .match(/^export \{ (.*) \};$/m)![1]
      .split(', ')
      .map((part) => part.split(' as ')[1]);
    expect(exported).not.toEqual([]);
    expect(kept).toEqual(exported);
  });

  it('orders, filters, groups and joins as the whole of arquero does', async () => {
    const outfile = join(mkdtempSync(join(tmpdir(), 'tables-')), 'tables.mjs');
    others.push(dirname(outfile));
    buildSync({
      entryPoints: [join(import.meta.dirname, '../../lambdas/core/columns/typed-table.ts')],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      mainFields: ['module', 'main'],
      alias: { arquero: folders.arquero },
      nodePaths: [NODE_MODULES],
    });
    const whole = await import('../../lambdas/core/columns/typed-table.ts');
    const bundled: typeof whole = await import(outfile);
    const answers = [whole, bundled].map(({ TypedTable, descending }) => {
      const table = TypedTable.of({ name: ['a', 'b', 'c', 'd'], rows: [3, 1, 2, 1] });
      const joined = table.joinFull(
        TypedTable.of({ other: ['d', 'e'] }),
        ({ name }) => name,
        ({ other }) => other,
      );
      return [
        table.orderby(descending(({ rows }) => rows)).column('name'),
        table.filter(({ rows }) => rows > 1).rows(),
        [...table.groupby(({ rows }) => rows)],
        table.derive({ twice: ({ rows }) => rows * 2 }).column('twice'),
        joined.rows(),
      ];
    });
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[1][0]).toEqual(['a', 'c', 'b', 'd']);
  });
});

const CLIENTS = ['s3', 'lambda', 'sfn', 'sns', 'cloudwatch'].map((service) => `@aws-sdk/client-${service}`);

describe.each(CLIENTS)('%s in a bundle', (name) => {
  it('has no key that is computed from a constant', () => {
    const sources = [join(NODE_MODULES, name), folders[name]].map((client) =>
      readFileSync(join(client, 'dist-es/schemas/schemas_0.js'), 'utf8'),
    );
    const [before, after] = sources.map((source) => source.match(/\[_\w+\]: /g)?.length ?? 0);

    expect(before).toBeGreaterThan(30);
    expect(after).toBe(0);
  });

  it('has the same schemas', async () => {
    const [whole, bundled] = await Promise.all([schemasOf(join(NODE_MODULES, name)), schemasOf(folders[name])]);
    const names = Object.keys(whole).filter((schema) => schema.endsWith('$'));

    expect(names.length).toBeGreaterThan(30);
    for (const schema of names) expect(textOf(bundled[schema]), schema).toBe(textOf(whole[schema]));
  });
});

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type * as z from 'zod';
import { zodWithoutJsonSchemas } from '../../lib/bundled-zod.ts';

const folder = zodWithoutJsonSchemas();
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const bundled: typeof z = await import(join(folder, 'index.js'));

it('parses and refuses as the whole of zod does', () => {
  const schema = bundled.strictObject({ name: bundled.string().min(2), size: bundled.number().default(3) });

  expect(schema.parse({ name: 'ab' })).toEqual({ name: 'ab', size: 3 });
  const refused = schema.safeParse({ name: 'a', colour: 1 });
  expect(refused.error?.issues.map(({ code }) => code)).toEqual(['too_small', 'unrecognized_keys']);
});

it('writes no JSON schema', () => {
  const schema = bundled.string();

  expect(() => bundled.toJSONSchema(schema)).toThrow('a bundled function writes no JSON schema');
  expect(() => schema.toJSONSchema()).toThrow('a bundled function writes no JSON schema');
});

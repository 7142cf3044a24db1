import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { monitorJsonSchema } from '../lambdas/core/monitor/json-schema.ts';
import { checkResultSchema } from '../lambdas/core/result/schema.ts';

/** The JSON Schemas of the folder `schema/`, by file name. */
export function schemaFiles(): ReadonlyMap<string, string> {
  const schemas: [string, object][] = [
    ['monitor.schema.json', { title: 'Driftwarden monitor', ...monitorJsonSchema() }],
    ['check-result.schema.json', { title: 'Driftwarden check result', ...z.toJSONSchema(checkResultSchema) }],
  ];
  return new Map(schemas.map(([name, schema]) => [name, `${JSON.stringify(schema, null, 2)}\n`]));
}

export const SCHEMA_FOLDER = join(import.meta.dirname, '../schema');

if (import.meta.main) {
  mkdirSync(SCHEMA_FOLDER, { recursive: true });
  for (const [name, text] of schemaFiles()) writeFileSync(join(SCHEMA_FOLDER, name), text);
}

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { monitorJsonSchema } from '../lambdas/core/monitor/json-schema.ts';
import { checkResultSchema } from '../lambdas/core/result/schema.ts';
import { OUTPUTS } from './output/registry.ts';

/** The JSON Schemas of the folder `schema/`, by their paths in it. */
export function schemaFiles(): ReadonlyMap<string, string> {
  const outputs = Object.entries(OUTPUTS).map(([name, { commands, description, schema }]): [string, object] => {
    const title = commands.map((command) => `driftwarden ${command} --json`).join(', ');
    return [`output/${name}.schema.json`, { title, description, ...outputJsonSchema(schema) }];
  });
  const schemas: [string, object][] = [
    ['monitor.schema.json', { title: 'Driftwarden monitor', ...monitorJsonSchema() }],
    ['check-result.schema.json', { title: 'Driftwarden check result', ...outputJsonSchema(checkResultSchema) }],
    ...outputs,
  ];
  return new Map(schemas.map(([path, schema]) => [path, `${JSON.stringify(schema, null, 2)}\n`]));
}

/**
 * The JSON Schema (draft 2020-12) of what the product writes. It allows fields that it does not name, because later versions
 * may add some: a reader who validates with it does not break then.
 */
function outputJsonSchema(schema: z.ZodType): object {
  return z.toJSONSchema(schema, {
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
      // That TypeScript may not change a list says nothing to those who read it.
      delete jsonSchema.readOnly;
    },
  });
}

export const SCHEMA_FOLDER = join(import.meta.dirname, '../schema');

if (import.meta.main) {
  for (const [path, text] of schemaFiles()) {
    const file = join(SCHEMA_FOLDER, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

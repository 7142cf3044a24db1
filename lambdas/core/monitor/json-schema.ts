import * as z from 'zod';
import { monitorFileSchema } from './schema/monitor-file.ts';

/** The part of JSON Schema that monitor files use. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly [keyword: string]: unknown;
}

/** The JSON Schema (draft 2020-12) of monitor files, for editors: the file as written, before defaults. */
export function monitorJsonSchema(): JsonSchema {
  return toJsonSchema(monitorFileSchema);
}

function toJsonSchema(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      // Mappings with free names become Maps, which JSON Schema does not support.
      const definition = zodSchema._zod.def;
      if (definition.type !== 'pipe') return;
      const out = (definition as z.core.$ZodPipeDef).out._zod.def;
      if (out.type !== 'map') return;
      const { $schema: _, ...values } = toJsonSchema((out as z.core.$ZodMapDef).valueType as z.ZodType);
      Object.assign(jsonSchema, { type: 'object', additionalProperties: values });
    },
  }) as JsonSchema;
}

/** The schemas that a value at this path may have; empty where the path leaves the schema. */
export function schemasAt(root: JsonSchema, path: readonly (string | number)[]): JsonSchema[] {
  let schemas = alternatives(root);
  for (const step of path) {
    schemas = schemas.flatMap((schema) => alternatives(stepInto(schema, step)));
  }
  return schemas;
}

function stepInto(schema: JsonSchema, step: string | number): JsonSchema | undefined {
  if (typeof step === 'number') return schema.items;
  if (schema.properties !== undefined && Object.hasOwn(schema.properties, step)) return schema.properties[step];
  return typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
}

function alternatives(schema: JsonSchema | undefined): JsonSchema[] {
  if (schema === undefined) return [];
  const { anyOf, ...rest } = schema;
  // The description of a union applies to each alternative.
  return anyOf === undefined ? [schema] : anyOf.flatMap((part) => alternatives({ ...rest, ...part }));
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SCHEMA_FOLDER, schemaFiles } from '../../../bin/write-schemas.ts';
import { type JsonSchema, monitorJsonSchema } from '../../../lambdas/core/monitor/json-schema.ts';

describe('the committed schemas', () => {
  it.each([...schemaFiles()])('%s is up to date (npm run generate)', (name, text) => {
    expect(readFileSync(join(SCHEMA_FOLDER, name), 'utf8')).toBe(text);
  });
});

/** Every schema of the tree with its path. */
function* walk(schema: JsonSchema, path: string): Generator<[string, JsonSchema]> {
  yield [path, schema];
  for (const [key, value] of Object.entries(schema.properties ?? {})) yield* walk(value, `${path}.${key}`);
  if (schema.items) yield* walk(schema.items, `${path}[]`);
  for (const part of schema.anyOf ?? []) yield* walk(part, path);
  if (typeof schema.additionalProperties === 'object') yield* walk(schema.additionalProperties, `${path}.*`);
}

describe('the schema of monitor files', () => {
  const schemas = [...walk(monitorJsonSchema(), 'monitor')];

  it('knows every section', () => {
    expect(Object.keys(monitorJsonSchema().properties!)).toEqual([
      'model',
      'problem',
      'positive',
      'capture',
      'labels',
      'baseline',
      'schedule',
      'drift',
      'quality',
      'performance',
      'alerts',
      'privacy',
      'retraining',
    ]);
  });

  it('refuses unknown keys everywhere but where names are free', () => {
    const open = schemas.filter(
      ([, { type, additionalProperties }]) => type === 'object' && additionalProperties !== false,
    );
    expect(open.map(([path]) => path)).toEqual([
      'monitor.capture.prediction.scores',
      'monitor.baseline.scores',
      'monitor.baseline.columns',
      'monitor.baseline.types',
      'monitor.drift.features',
      'monitor.drift.importance',
      'monitor.retraining.trainingJob.hyperParameters',
      'monitor.retraining.scoring.environment',
    ]);
  });

  it('says what values of free names are', () => {
    const features = schemas.find(([path]) => path === 'monitor.drift.features.*')![1];
    expect(Object.keys(features.properties!)).toEqual(['method', 'limit', 'test']);
  });

  it('describes every key', () => {
    const properties = schemas.flatMap(([path, { properties = {} }]) =>
      Object.entries(properties).map(([key, schema]) => [`${path}.${key}`, schema] as const),
    );
    expect(properties.filter(([, { description }]) => !description).map(([path]) => path)).toEqual([]);
  });
});

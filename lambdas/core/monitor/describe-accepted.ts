import { type JsonSchema, schemasAt } from './json-schema.ts';

/** What is accepted at a path, in words: `a number from 0 to 1: above this share …`. null where the path leaves the schema. */
export function describeAccepted(root: JsonSchema, path: readonly (string | number)[]): string | null {
  const schemas = schemasAt(root, path);
  const kinds = [...new Set(schemas.map(describeKind).filter((kind) => kind !== ''))].join(' or ');
  const [meaning] = schemas.flatMap(({ description }) => description ?? []);
  const parts = [kinds, meaning].filter((part) => part !== undefined && part !== '');
  return parts.length === 0 ? null : parts.join(': ');
}

function describeKind(schema: JsonSchema): string {
  if (Array.isArray(schema.enum)) return schema.enum.join(', ');
  if (schema.const !== undefined) return String(schema.const);
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
  return types.map((type) => describeType(type, schema)).join(' or ');
}

function describeType(type: string, schema: JsonSchema): string {
  switch (type) {
    case 'number':
      return `a number${describeRange(schema)}`;
    case 'integer':
      return `a whole number${describeRange(schema)}`;
    case 'string':
      return 'a string';
    case 'boolean':
      return 'true or false';
    case 'array':
      return 'a list';
    case 'object':
      return schema.properties === undefined
        ? 'a mapping'
        : `a mapping with the keys ${Object.keys(schema.properties).join(', ')}`;
    default:
      return type;
  }
}

function describeRange({ minimum, maximum, exclusiveMinimum }: JsonSchema): string {
  const lower = exclusiveMinimum ?? minimum;
  const from = lower === undefined || lower === Number.MIN_SAFE_INTEGER ? null : lower;
  const to = maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? null : maximum;
  const above = exclusiveMinimum === undefined ? 'from' : 'above';
  if (from !== null && to !== null) return above === 'from' ? ` from ${from} to ${to}` : ` above ${from}, up to ${to}`;
  return from !== null ? ` ${above} ${from}` : to !== null ? ` up to ${to}` : '';
}

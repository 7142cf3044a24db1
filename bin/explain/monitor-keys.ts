import { type JsonSchema, monitorJsonSchema } from '../../lambdas/core/monitor/json-schema.ts';

/** A key of the monitor file, with the schema of its value. */
export interface MonitorKey {
  /** Such as `drift.features.*.limit`: `*` stands for a name that the user chooses, `[]` for the items of a list. */
  readonly path: string;
  readonly schema: JsonSchema;
  /** Whether it has to be given where its section is. */
  readonly isRequired: boolean;
}

/** A section of the monitor file; its name is empty for the keys outside of sections. */
export interface MonitorSection {
  readonly name: string;
  readonly description: string;
  readonly keys: readonly MonitorKey[];
}

/** The keys of the monitor file by section. Sections within sections are no keys unless they have other values too. */
export function monitorSections(): MonitorSection[] {
  const root = monitorJsonSchema();
  const required = requiredOf(root);
  const all = Object.entries(root.properties ?? {}).map(([name, schema]) => ({
    name,
    schema,
    keys: keysBelow(schema, `${name}.`),
  }));
  const plain = all
    .filter(({ keys }) => keys.length === 0)
    .map(({ name, schema }) => ({ path: name, schema, isRequired: required.has(name) }));
  const sections = all.filter(({ keys }) => keys.length > 0);
  return [
    { name: '', description: '', keys: plain },
    ...sections.map(({ name, schema, keys }) => ({ name, description: schema.description ?? '', keys })),
  ];
}

function keysBelow(schema: JsonSchema, path: string): MonitorKey[] {
  const required = requiredOf(schema);
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, value]): MonitorKey[] => {
    const key = `${path}${name}`;
    const below = keysBelow(value, `${key}.`);
    const plain = alternativesOf(value).filter(({ properties }) => properties === undefined);
    const isValue = below.length === 0 || plain.some(({ type }) => type !== 'object');
    return [...(isValue ? [{ path: key, schema: value, isRequired: required.has(name) }] : []), ...below];
  });
  const named =
    typeof schema.additionalProperties === 'object' ? keysBelow(schema.additionalProperties, `${path}*.`) : [];
  const items = schema.items === undefined ? [] : keysBelow(schema.items, `${path.slice(0, -1)}[].`);
  const alternatives = (schema.anyOf ?? []).flatMap((part) => keysBelow(part, path));
  return [...own, ...named, ...items, ...alternatives];
}

function alternativesOf(schema: JsonSchema): readonly JsonSchema[] {
  return schema.anyOf === undefined ? [schema] : schema.anyOf.flatMap(alternativesOf);
}

function requiredOf(schema: JsonSchema): ReadonlySet<string> {
  return new Set((schema['required'] as readonly string[] | undefined) ?? []);
}

/** The values that a key may have: `canary, linear`, `number, at least 0`, `text`. @param write How a literal value is written. */
export function describeValues(schema: JsonSchema, write: (value: unknown) => string): string {
  const kinds = alternativesOf(schema).map((part) => {
    if (part['const'] !== undefined) return write(part['const']);
    if (part['enum'] !== undefined) return (part['enum'] as unknown[]).map(write).join(', ');
    if (part.type === 'array')
      return `list: ${part.items === undefined ? 'anything' : describeValues(part.items, write)}`;
    if (part.type === 'object') return 'keys and values';
    if (part.type === 'number' || part.type === 'integer') return describeRange(part);
    if (part.type === 'boolean') return [true, false].map(write).join(', ');
    return Array.isArray(part.type) ? part.type.join(', ').replace('string', 'text') : 'text';
  });
  return [...new Set(kinds)].join(' or ');
}

function describeRange(schema: JsonSchema): string {
  const { minimum, maximum, exclusiveMinimum } = schema as Readonly<Record<string, number | undefined>>;
  const least =
    exclusiveMinimum !== undefined ? `above ${exclusiveMinimum}` : minimum === undefined ? '' : `at least ${minimum}`;
  // The largest integer of JavaScript is no limit that a user meets.
  const hasMost = maximum !== undefined && maximum !== Number.MAX_SAFE_INTEGER;
  const most = hasMost ? `at most ${maximum.toLocaleString('en')}` : '';
  return [schema.type === 'integer' ? 'whole number' : 'number', least, most].filter((part) => part !== '').join(', ');
}

/** The default, or undefined where there is none, or only that of the keys below. */
export function defaultOf(schema: JsonSchema): unknown {
  const standard = schema['default'];
  return isEmpty(standard) ? undefined : standard;
}

/** `{}` or `[]`. */
export function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** A value as YAML on one line. */
export function toFlow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toFlow).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const pairs = Object.entries(value).map(([key, inner]) => `${key}: ${toFlow(inner)}`);
  return `{ ${pairs.join(', ')} }`;
}

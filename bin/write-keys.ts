import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type JsonSchema, monitorJsonSchema } from '../lambdas/core/monitor/json-schema.ts';

const DOCS = join(import.meta.dirname, '../docs');
export const KEYS_PAGE = join(DOCS, 'keys.md');

/** The complete monitor files of the documentation, from which the page takes its examples. */
export const EXAMPLES = readdirSync(join(DOCS, 'examples'))
  .filter((name) => name.endsWith('.yaml'))
  .sort();

const HEAD = `# Keys of the monitor file

Every key, with its values, its default and an example. [monitor-file.md](monitor-file.md) explains how they work together. \`*\` stands
for a name that you choose, such as that of a feature, and \`[]\` for the items of a list. A value in bold is required if its section is there.

This page is made from the schema: \`npm run generate\`. The examples are from ${EXAMPLES.map((name) => `[${name}](examples/${name})`).join(', ')} and from the file in [monitor-file.md](monitor-file.md).
`;

/** A key with the schemas that its value may have. */
interface Key {
  /** Such as `drift.features.*.limit`. */
  readonly path: string;
  readonly schema: JsonSchema;
  readonly isRequired: boolean;
}

/** The page. @throws RangeError for a key without an example */
export function keysPage(): string {
  const examples = exampleValues();
  const sections = Object.entries(monitorJsonSchema().properties ?? {});
  const top = sections.filter(([, schema]) => keysBelow(schema, '').length === 0);
  const required = requiredOf(monitorJsonSchema());
  const topKeys = top.map(([name, schema]) => ({ path: name, schema, isRequired: required.has(name) }));
  const parts = sections
    .filter(([name]) => !topKeys.some(({ path }) => path === name))
    .map(
      ([name, schema]) => `## ${name}\n${schema.description}.\n\n${tableOf(keysBelow(schema, `${name}.`), examples)}\n`,
    );
  return [HEAD, `## The model\n\n${tableOf(topKeys, examples)}\n`, ...parts].join('\n');
}

function tableOf(keys: readonly Key[], examples: readonly unknown[]): string {
  const rows = keys.map(({ path, schema, isRequired }) => {
    const name = isRequired ? `**\`${path}\`**` : `\`${path}\``;
    const standard = schema['default'] === undefined || isEmpty(schema['default']) ? '' : code(schema['default']);
    return [name, valuesOf(schema), standard, code(exampleOf(path, examples)), schema.description ?? ''];
  });
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(['key', 'values', 'default', 'example', 'meaning']), '|---|---|---|---|---|', ...rows.map(line)].join(
    '\n',
  );
}

/** The keys with values of their own; sections that only have further keys are left out. */
function keysBelow(schema: JsonSchema, path: string): Key[] {
  const required = requiredOf(schema);
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, value]): Key[] => {
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

/** The values that a key may have: `one of canary, linear`, `0 to 1`, `text`. */
function valuesOf(schema: JsonSchema): string {
  const kinds = alternativesOf(schema).map((part) => {
    if (part['const'] !== undefined) return code(part['const']);
    if (part['enum'] !== undefined) return (part['enum'] as unknown[]).map(code).join(', ');
    if (part.type === 'array') return `list: ${part.items === undefined ? 'anything' : valuesOf(part.items)}`;
    if (part.type === 'object') return 'keys and values';
    if (part.type === 'number' || part.type === 'integer') return rangeOf(part);
    if (part.type === 'boolean') return '`true`, `false`';
    return Array.isArray(part.type) ? part.type.join(', ').replace('string', 'text') : 'text';
  });
  return [...new Set(kinds)].join(' or ');
}

function rangeOf(schema: JsonSchema): string {
  const kind = schema.type === 'integer' ? 'whole number' : 'number';
  const { minimum, maximum, exclusiveMinimum } = schema as Readonly<Record<string, number | undefined>>;
  // The largest integer of JavaScript is no limit that a user meets.
  const most =
    maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? '' : `at most ${maximum.toLocaleString('en')}`;
  const least =
    exclusiveMinimum !== undefined ? `above ${exclusiveMinimum}` : minimum === undefined ? '' : `at least ${minimum}`;
  const limits = [least, most].filter((limit) => limit !== '').join(', ');
  return limits === '' ? kind : `${kind}, ${limits}`;
}

function exampleValues(): unknown[] {
  const page = readFileSync(join(DOCS, 'monitor-file.md'), 'utf8');
  const shown = /```yaml\n([\s\S]*?)```/.exec(page)![1];
  return [shown, ...EXAMPLES.map((name) => readFileSync(join(DOCS, 'examples', name), 'utf8'))].map((text) =>
    parse(text),
  );
}

function exampleOf(path: string, examples: readonly unknown[]): unknown {
  const found = examples.flatMap((example) => valuesAt(example, path.replaceAll('[]', '.[]').split('.')));
  // The file in monitor-file.md leaves out what depends on the reader.
  const example = found.find((value) => value !== '…' && !isEmpty(value));
  if (example !== undefined) return example;
  throw new RangeError(`no example has the key ${path}: add it to a file in docs/examples`);
}

/** The values at a path, in the items of lists and under any name for `*`. */
function valuesAt(value: unknown, [key, ...rest]: readonly string[]): unknown[] {
  if (key === undefined) return [value];
  if (typeof value !== 'object' || value === null) return [];
  if (key === '[]') return Array.isArray(value) ? value.flatMap((item) => valuesAt(item, rest)) : [];
  const entries = Object.entries(value).filter(([name]) => key === '*' || name === key);
  return entries.flatMap(([, inner]) => valuesAt(inner, rest));
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}

/** A value as YAML on one line. */
function code(value: unknown): string {
  return `\`${typeof value === 'string' ? value : flow(value)}\``;
}

function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  return `{ ${Object.entries(value)
    .map(([key, inner]) => `${key}: ${flow(inner)}`)
    .join(', ')} }`;
}

if (import.meta.main) writeFileSync(KEYS_PAGE, keysPage());

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import {
  defaultOf,
  describeValues,
  isEmpty,
  type MonitorKey,
  monitorSections,
  toFlow,
} from './explain/monitor-keys.ts';

const DOCS = join(import.meta.dirname, '../docs');
export const KEYS_PAGE = join(DOCS, 'keys.md');

/** The complete monitor files of the documentation, from which the page takes its examples. */
export const EXAMPLES = readdirSync(join(DOCS, 'examples'))
  .filter((name) => name.endsWith('.yaml'))
  .sort();

const HEAD = `# Keys of the monitor file

Every key, with its values, its default and an example. [monitor-file.md](monitor-file.md) explains how they work together. \`*\` stands for a name that you choose, such as that of a feature, and \`[]\` for the items of a list. A key in bold is required in its section. \`npx driftwarden explain performance.alert\` prints the same for one key.

This page is generated from the schema: \`npm run generate\`. The examples are from ${EXAMPLES.map((name) => `[${name}](examples/${name})`).join(', ')} and from the file in [monitor-file.md](monitor-file.md).
`;

/** The page. @throws RangeError for a key without an example */
export function keysPage(): string {
  const examples = exampleValues();
  const sections = monitorSections().map(({ name, description, keys }) => {
    const heading = name === '' ? '## The model\n' : `## ${name}\n${description}.\n`;
    return `${heading}\n${tableOf(keys, examples)}\n`;
  });
  return [HEAD, ...sections].join('\n');
}

function tableOf(keys: readonly MonitorKey[], examples: readonly unknown[]): string {
  const rows = keys.map(({ path, schema, isRequired }) => {
    const name = isRequired ? `**\`${path}\`**` : `\`${path}\``;
    const standard = defaultOf(schema);
    const example = code(exampleOf(path, examples));
    return [
      name,
      describeValues(schema, code),
      standard === undefined ? '' : code(standard),
      example,
      schema.description ?? '',
    ];
  });
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const head = ['key', 'values', 'default', 'example', 'meaning'];
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}

const code = (value: unknown) => `\`${toFlow(value)}\``;

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

if (import.meta.main) writeFileSync(KEYS_PAGE, keysPage());

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EXIT } from '../bin/commands/exit.ts';
import { EXAMPLES, keysPage } from '../bin/write-keys.ts';
import { runbookPage } from '../bin/write-runbook.ts';
import { withTables } from '../bin/write-tables.ts';
import { alertSchema } from '../lambdas/core/alerts.ts';
import { CAPTURE_FORMAT_NAMES } from '../lambdas/core/capture/capture-formats.ts';
import { REJECTION_REASONS } from '../lambdas/core/capture/rejection-reason.ts';
import { monitorJsonSchema } from '../lambdas/core/monitor/json-schema.ts';
import { parseMonitor } from '../lambdas/core/monitor/parse.ts';
import { METRICS } from '../lambdas/core/performance/metrics/registry.ts';
import { run } from './bin/fake-process.ts';
import { blocksOf, PAGES, placeOf, ROOT, readPage as read } from './documented/blocks.ts';

const COMMANDS = [
  'init',
  'check',
  'baseline',
  'validate',
  'status',
  'report',
  'backtest',
  'acknowledge',
  'resolve',
  'retrain',
  'retrain list',
  'approve',
  'reject',
  'rollback',
  'compare',
  'evaluate',
  'hash',
  'explain',
  'doctor',
  'completion',
] as const;

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(text: string): string[] {
  return [...text.replaceAll(/```[\s\S]*?```/g, '').matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** The rows of the table below the first line that begins with `header`, cell by cell. */
function rowsOf(page: string, header: string): string[][] {
  const [, ...lines] = page
    .slice(page.indexOf(`\n${header}`))
    .trimStart()
    .split('\n');
  const end = lines.findIndex((line) => !line.startsWith('|'));
  return lines.slice(1, end).map((line) =>
    line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim()),
  );
}

describe('pages', () => {
  it.each(PAGES)('%s links only to files and headings that exist', (page) => {
    const links = [...read(page).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]+))?\)/g)];
    const broken = links.filter(([, link, anchor]) => {
      const target = link === '' ? page : join(dirname(page), link);
      return !existsSync(join(ROOT, target)) || (anchor !== undefined && !anchorsOf(read(target)).includes(anchor));
    });
    expect(broken.map(([link]) => link)).toEqual([]);
  });

  it.each(blocksOf('yaml').map((block) => [placeOf(block), block.text]))('%s has a valid monitor', (_, text) => {
    expect(() => parseMonitor(text, 'monitors/example.yaml')).not.toThrow();
  });
});

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

/** Every key that a monitor file may have, with dots; `*` stands for names that the user chooses. */
function keysOf({ properties = {}, additionalProperties, items, anyOf = [], oneOf = [] }: Schema, path = ''): string[] {
  const own = Object.entries(properties).flatMap(([key, schema]) => [
    `${path}${key}`,
    ...keysOf(schema, `${path}${key}.`),
  ]);
  const named = typeof additionalProperties === 'object' ? keysOf(additionalProperties, `${path}*.`) : [];
  const alternatives = [...anyOf, ...oneOf, ...(items === undefined ? [] : [items])];
  return [...new Set([...own, ...named, ...alternatives.flatMap((schema) => keysOf(schema, path))])];
}

describe('docs/keys.md', () => {
  const keys = keysOf(monitorJsonSchema() as Schema);
  /** Sections that only have further keys have none of their own. */
  const named = new Set(
    [...read('docs/keys.md').matchAll(/^\| (?:\*\*)?`([^`]+)`/gm)].map(([, key]) => key.replaceAll('[]', '')),
  );

  it('is what the schema says (npm run generate)', () => {
    expect(read('docs/keys.md')).toBe(keysPage());
  });

  it('has every key, or what is below it', () => {
    expect(keys.length).toBeGreaterThan(100);
    const missing = keys.filter((key) => !named.has(key) && ![...named].some((other) => other.startsWith(`${key}.`)));
    expect(missing).toEqual([]);
    expect([...named].filter((key) => !keys.includes(key))).toEqual([]);
  });

  it.each(EXAMPLES)('takes examples from a valid monitor: %s', (name) => {
    expect(() => parseMonitor(read(`docs/examples/${name}`), `docs/examples/${name}`)).not.toThrow();
  });
});

it('docs/runbook.md has a section for each kind of alert (npm run generate)', () => {
  const page = read('docs/runbook.md');
  expect(page).toBe(runbookPage());
  expect(alertSchema.shape.kind.options.filter((kind) => !anchorsOf(page).includes(kind))).toEqual([]);
});

describe('docs/monitor-file.md', () => {
  const page = read('docs/monitor-file.md');
  const keys = keysOf(monitorJsonSchema() as Schema);

  it('names no key that does not exist', () => {
    const named = [...page.matchAll(/^\| (`[^|]+`) \|/gm)].flatMap(([, cell]) => [...cell.matchAll(/`([^`]+)`/g)]);
    expect(named.map(([, key]) => key).filter((key) => !keys.includes(key))).toEqual([]);
  });
});

/** The commands that help lists below one, each followed by its own. */
async function commandsBelow(parents: readonly string[]): Promise<string[]> {
  const { stdout } = await run([...parents, '--help']);
  const [, list = ''] = stdout.split('\nCommands:');
  const names = [...list.split('\n\n')[0].matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name);
  const found: string[] = [];
  for (const name of names.filter((other) => other !== 'help')) {
    const words = [...parents, name];
    found.push(words.join(' '), ...(await commandsBelow(words)));
  }
  return found;
}

describe('docs/commands.md', () => {
  const page = read('docs/commands.md');
  const sections = page.split(/^## /m).slice(1);

  it.each(COMMANDS)('has every option of %s in its section', async (command) => {
    const { stdout } = await run(['help', ...command.split(' ')]);
    const [own] = stdout.split('\nGlobal Options:');
    const options = [...own.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, option]) => option);
    expect(options).toContain('--help');
    const section =
      sections.find((text) =>
        text
          .split('\n', 1)[0]
          .split(/, | and /)
          .includes(command),
      ) ?? '';
    expect(options.filter((option) => option !== '--help' && !section.includes(option))).toEqual([]);
  });

  it('has every command and exit code', async () => {
    expect(await commandsBelow([])).toEqual([...COMMANDS]);
    for (const code of Object.values(EXIT)) expect(page).toMatch(new RegExp(`^\\| ${code} \\|`, 'm'));
  });
});

it('docs/reading.md names every capture format', () => {
  const page = read('docs/reading.md');
  expect(CAPTURE_FORMAT_NAMES.filter((name) => !page.includes(name))).toEqual([]);
});

it('docs/reading.md has every reason for which a record is rejected', () => {
  const page = read('docs/reading.md');
  const named = [...page.matchAll(/^\| ([a-z0-9, -]+) \|/gm)].flatMap(([, cell]) => cell.split(', '));
  expect(REJECTION_REASONS.filter((reason) => !named.includes(reason))).toEqual([]);
});

describe('docs/statistics.md', () => {
  const page = read('docs/statistics.md');
  it('has the drift methods, tests and metrics of the registries (npm run generate)', () => {
    expect(withTables(page)).toBe(page);
  });

  const namesIn = (cell: string) =>
    cell
      .replaceAll(/\([^)]*\)/g, '')
      .split(/[,;]/)
      .map((name) => name.trim());

  it('says of every metric what its interval needs', () => {
    const names = rowsOf(page, '| metric | needs | mean coverage | lowest |').flatMap(([metrics]) => namesIn(metrics));
    expect(names.toSorted()).toEqual(Object.keys(METRICS).toSorted());
  });
});

import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DELIVERIES_KEY } from '../../lambdas/core/delivery/document.ts';
import { VALUE_KEY } from '../../lambdas/core/privacy/value-key.ts';
import { OVERVIEW_KEY } from '../../lambdas/core/result/keys.ts';
import { MEMORY_KEY } from '../../lambdas/core/watchdog/memory.ts';
import { blocksOf, placeOf, ROOT } from '../documented/blocks.ts';
import { expectShown, expectShownJson, stepsOf } from '../documented/sessions.ts';
import { storedOf } from './store-layout.ts';

/** Plays the demo, as `npm run demo` does, and holds against it what the pages show of it. */
const OUT = join(ROOT, 'demo/out');
const programs = mkdtempSync(join(tmpdir(), 'programs-'));
let printed: string;
/** Milliseconds after which a test hangs: a busy machine takes minutes for the demo and for its backtest. */
const HANG = 3_600_000;

/** What the page about the command line says before its examples, but for the demo itself. */
const [INTRODUCTION] = /^cd demo\/out\n.*\n/m.exec(
  blocksOf('sh').find(({ page }) => page === 'docs/commands.md')!.text,
)!;

beforeAll(() => {
  printed = execFileSync('npm', ['run', '--silent', 'demo'], {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  console.log(printed);
  for (const [name, script] of [
    ['npx', `exec '${process.execPath}' '${join(import.meta.dirname, 'npx.ts')}' "$@"`],
    // `--open` opens no browser here.
    ['xdg-open', ''],
    ['open', ''],
  ]) {
    writeFileSync(join(programs, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(programs, name), 0o755);
  }
}, HANG);
afterAll(() => rmSync(programs, { recursive: true }));

const filesBelow = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath, each.name).slice(folder.length + 1));

describe('the layout of the store', () => {
  const stored = storedOf(blocksOf('text store')[0].text);
  /** Files of an account, of `report`, which runs later, and of monitors and retrainings that the demo does not have. */
  const ELSEWHERE = [
    OVERVIEW_KEY,
    MEMORY_KEY,
    DELIVERIES_KEY,
    `{monitor}/${VALUE_KEY}`,
    '{monitor}/runs/{drift|accuracy}.json',
    '{monitor}/retrainings/{id}/approval.json',
    // Of plain tables.
    '{monitor}/captured-files/{drift|accuracy}.json',
    // Of windows that are read in parts.
    ...['', 'manifest.json', 'parts/{part}.json.gz', 'plan.json', 'repeats/{part}/{range}.bin', 'window.json.gz'].map(
      (name) => `window_parts/{monitor}/{window}/{digest}/${name}`,
    ),
  ];

  it('has every file of the demo', () => {
    const files = filesBelow(join(OUT, 'store'));
    expect(files.length).toBeGreaterThan(1000);
    expect(files.filter((file) => !stored.some(({ pattern }) => pattern.test(file)))).toEqual([]);
  });

  it('has no file that there is not', () => {
    const files = filesBelow(join(OUT, 'store'));
    const unused = stored.filter(({ pattern }) => !files.some((file) => pattern.test(file))).map(({ name }) => name);
    expect(unused.toSorted()).toEqual(ELSEWHERE.toSorted());
  });
});

it.each(blocksOf('text demo').map((block) => [placeOf(block), block.text]))('%s is what the demo prints', (_, text) => {
  expect(printed).toContain(`\n${text}`);
});

it.each(blocksOf('text alert').map((block) => [placeOf(block), block.text]))(
  '%s is an alert of the demo',
  (_, text) => {
    const lines = readFileSync(join(OUT, 'store/flight-delays/alerts.jsonl'), 'utf8').trim().split('\n');
    const alerts: { title: string; text: string }[] = lines.map((line) => JSON.parse(line));
    expect(alerts.map((alert) => `${alert.title}\n\n${alert.text}\n`)).toContain(text);
  },
);

const children = (folder: string) => readdirSync(folder).map((name) => join(folder, name));

/** Runs a line of a page as its reader would. */
function runLine(command: string): string {
  const { stdout } = spawnSync('/bin/sh', ['-c', `${INTRODUCTION}{ ${command}\n} 2>&1`], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, PATH: `${programs}${delimiter}${process.env['PATH']}` },
  });
  return stdout;
}

/** A baseline that is built now is named by the day. */
const undated = (text: string) => text.replaceAll(/\d{4}-\d\d-\d\d(?=-\w+ \(dry run)/g, 'TODAY');

describe('sessions on pages print what the pages show', { timeout: HANG }, () => {
  /** What is beside the demo's files is of the block before. */
  const folders = [OUT, join(OUT, 'monitors')];
  let own: Set<string>;
  beforeEach(() => {
    own = new Set(folders.flatMap(children));
  });
  afterEach(() => {
    for (const path of folders.flatMap(children)) if (!own.has(path)) rmSync(path, { recursive: true });
  });

  it.each(blocksOf('console demo').map((block) => [placeOf(block), block.text]))('%s', (_, text) => {
    for (const { command, output } of stepsOf(text)) {
      const stdout = runLine(command);
      if (output.startsWith('{\n')) expectShownJson(stdout, output);
      else expectShown(undated(stdout), undated(output));
    }
  });
});

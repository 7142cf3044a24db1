import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { blocksOf } from '../documented/blocks.ts';

const PROGRAM = join(import.meta.dirname, 'project/documented.ts');

const before = process.cwd();
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'documented-'));
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

/** Flights whose delay is known by their score: one in four is late, and all of these have higher scores. */
function flights(kilometres: number): string {
  const rows = Array.from({ length: 400 }, (_, i) => {
    const late = i % 4 === 0 ? 1 : 0;
    return `${i},${(100 + i) * kilometres},${late},${(late * 2 + (i % 7) / 7) / 3}`;
  });
  return ['id,distance,late,p', ...rows, ''].join('\n');
}

it('the code of the page about the package does what it says', async () => {
  expect(blocksOf('ts package').map(({ text }) => text)).toEqual([readFileSync(PROGRAM, 'utf8')]);

  writeFileSync('january.csv', flights(1));
  writeFileSync('june.csv', flights(3));
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  const printed = await import(PROGRAM).then(() => log.mock.calls.map(([text]) => String(text)));
  log.mockRestore();

  expect(printed[0]).toMatch(/^1 column changed: distance\n/);
  expect(printed[1]).toMatch(/^distance: \d.* is above 0.1$/);
  // Every late flight has a higher score than every other.
  expect(printed[2]).toMatch(/^ROC AUC 1, /);
});

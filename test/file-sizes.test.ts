import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '..');

/** The TypeScript files below a folder with more than `most` lines, and how many each has. */
function longFiles(folder: string, most: number): string[] {
  const names = readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => name.endsWith('.ts')).map((name) => join(folder, name));
  expect(files.length).toBeGreaterThan(10);
  const lines = (path: string) => readFileSync(join(ROOT, path), 'utf8').trimEnd().split('\n').length;
  return files.filter((path) => lines(path) > most).map((path) => `${path}: ${lines(path)}`);
}

it.each([
  ['bin', 200],
  ['lambdas', 200],
  ['lib', 200],
  ['test', 400],
])('no file below %s has more than %i lines', (folder, most) => {
  expect(longFiles(folder, most)).toEqual([]);
});

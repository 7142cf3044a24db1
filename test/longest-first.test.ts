import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { LONGEST, longestFirst } from './longest-first.ts';

it('begins with the longest files, and leaves the others in their order', () => {
  const [first, second] = LONGEST;
  expect(longestFirst(['b.test.ts', second, 'a.test.ts', first])).toEqual([first, second, 'b.test.ts', 'a.test.ts']);
});

it.each(LONGEST)('knows a file that there is: %s', (path) => {
  expect(existsSync(join(import.meta.dirname, path))).toBe(true);
});

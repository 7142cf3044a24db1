import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { allBlocks, PAGES, placeOf, ROOT, readPage } from './blocks.ts';

/** A drawing in characters shows nothing that runs. */
const DRAWING = 'text drawing';

/** The kinds of blocks that a test asks `blocksOf` for. */
const CHECKED = new Set(
  readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .flatMap((name) => [...readFileSync(join(ROOT, 'test', name), 'utf8').matchAll(/\bblocksOf\('([^']+)'\)/g)])
    .map(([, info]) => info),
);

it('every block of every page is of a kind that a test checks', () => {
  const unchecked = allBlocks().filter(
    ({ info, text }) => !(info === DRAWING ? /[─│►]/.test(text) : CHECKED.has(info)),
  );
  expect(unchecked.map((block) => `${placeOf(block)} is of the kind "${block.info}"`)).toEqual([]);
});

it('every fence opens or closes a block', () => {
  for (const page of PAGES) {
    const fences = readPage(page).match(/^ *(```|~~~)/gm) ?? [];
    expect(fences.length, page).toBe(2 * allBlocks().filter((block) => block.page === page).length);
  }
});

import { describe, expect, test } from 'vitest';
import { tallyAll, tallyByHash } from '../../../lambdas/core/drift/align-by-hash.ts';
import { sumOf } from '../../../lambdas/core/drift/tally.ts';
import { REST_CELLS } from '../../../lambdas/core/profile/category-accumulator.ts';
import { hashText } from '../../../lambdas/core/profile/category-text.ts';
import type { Categories } from '../../../lambdas/core/profile/types.ts';

type Counts = readonly (readonly [category: string, rows: number])[];

const named = (counts: Counts): Categories => ({ counts, other: 0, capped: false });

/** A side that names only the categories below this hash; the rows of the others it has counted by hash. */
function capped(counts: Counts, bound: number): Categories {
  const rest = new Array<number>(REST_CELLS).fill(0);
  let other = 0;
  for (const [category, rows] of counts) {
    if (hashText(category) < bound) continue;
    rest[hashText(category) % REST_CELLS] += rows;
    other += rows;
  }
  const kept = counts.filter(([category]) => hashText(category) < bound);
  return { counts: kept, other, capped: true, namedBelow: bound, rest };
}

const TEXTS = Array.from({ length: 40 }, (_, i) => `text ${i}`).sort((a, b) => hashText(a) - hashText(b));
/** One row of the first text, two of the second, and so on, in the order of their hashes. */
const COUNTS = TEXTS.map((text, i) => [text, i + 1] as const);
/** Below the hash of the eleventh text. */
const BOUND = hashText(TEXTS[10]);

describe('two sides of which one does not name all its categories', () => {
  test('keep the categories that both name, and count all others by their hash', () => {
    const [baseline, window] = tallyByHash('x', capped(COUNTS, BOUND), named(COUNTS));

    expect([...baseline.counts]).toEqual(COUNTS.slice(0, 10));
    expect(baseline.other).toBe(0);
    // Few rows, so eight cells: that of a text is the remainder of its hash.
    const cells = new Array<number>(8).fill(0);
    for (const [text, rows] of COUNTS.slice(10)) cells[hashText(text) % 8] += rows;
    expect([...baseline.rest!]).toEqual(cells);
    expect(window).toEqual(baseline);
  });

  test('are tallied alike whichever of them it is, and where both name different parts', () => {
    const whole = tallyByHash('x', capped(COUNTS, BOUND), named(COUNTS));

    expect(tallyByHash('x', named(COUNTS), capped(COUNTS, BOUND))).toEqual(whole);
    expect(tallyByHash('x', capped(COUNTS, hashText(TEXTS[20])), capped(COUNTS, BOUND))).toEqual(whole);
  });

  test('lose no row', () => {
    const later = [...COUNTS.slice(5), ['new', 7], ['newer', 1]] as const;
    const [baseline, window] = tallyByHash('x', capped(COUNTS, BOUND), named(later));

    const rowsOf = ({ counts, rest }: typeof baseline) => [...counts.values()].reduce((a, b) => a + b, sumOf(rest!));
    expect(rowsOf(baseline)).toBe(820);
    // 820 without the first five texts, which have 15 rows.
    expect(rowsOf(window)).toBe(805 + 8);
  });

  test('are refused where one has rows that it did not count by hash', () => {
    const { rest, ...old } = capped(COUNTS, BOUND);

    expect(rest).toBeDefined();
    expect(() => tallyByHash('colour', named(COUNTS), old)).toThrow(
      'column "colour" cannot be compared: the rows of categories beyond the limit were not counted by hash; build the baseline again',
    );
  });
});

describe('the rest has as many cells as expect fifty rows on the smaller side: a power of two from 8 to 256', () => {
  const side = (kept: number, other: number) => capped([[TEXTS[0], kept], ...spread(other)], BOUND);
  /** So many rows of one text that is not named. */
  const spread = (rows: number): Counts => [[TEXTS[39], rows]];

  test.each([
    { baseline: [0, 100], window: [0, 100], cells: 8 },
    { baseline: [0, 799], window: [0, 799], cells: 8 },
    { baseline: [0, 800], window: [0, 800], cells: 16 },
    { baseline: [0, 8000], window: [0, 800], cells: 16 },
    { baseline: [0, 800], window: [0, 8000], cells: 16 },
    { baseline: [0, 800], window: [0, 799], cells: 8 },
    { baseline: [0, 12_799], window: [0, 12_799], cells: 128 },
    { baseline: [0, 12_800], window: [0, 12_800], cells: 256 },
    { baseline: [0, 1e6], window: [0, 1e6], cells: 256 },
    // Half of the rows are in named categories.
    { baseline: [1600, 1600], window: [1600, 1600], cells: 32 },
    { baseline: [1600, 1600], window: [160, 160], cells: 8 },
    { baseline: [1500, 500], window: [0, 2000], cells: 16 },
  ])('$baseline and $window rows, named and not: $cells', ({ baseline, window, cells }) => {
    const tallies = tallyByHash('x', side(baseline[0], baseline[1]), side(window[0], window[1]));

    expect(tallies.map(({ rest }) => rest!.length)).toEqual([cells, cells]);
    expect(tallies.map(({ rest }) => sumOf(rest!))).toEqual([baseline[1], window[1]]);
  });
});

test('a side that names all its categories is tallied as it is', () => {
  expect(tallyAll(named(COUNTS))).toEqual({ counts: new Map(COUNTS), other: 0 });
});

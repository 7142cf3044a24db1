import { describe, expect, it } from 'vitest';
import { buildBaselineProfile } from '../../../lambdas/core/profile/baseline.ts';
import { canonicalText } from '../../../lambdas/core/profile/category-text.ts';
import { lengthOf, shapeOf } from '../../../lambdas/core/profile/identifier.ts';
import { parseProfile, serializeProfile } from '../../../lambdas/core/profile/serialize.ts';
import { type Cell, makeChunk, reading } from './make-columns.ts';

const profile = (cells: readonly Cell[], categories?: number) =>
  buildBaselineProfile(
    reading([makeChunk([['x', cells]])]),
    categories === undefined ? {} : { limits: { categories } },
  );
const many = (n: number, text: (i: number) => Cell) => Array.from({ length: n }, (_, i) => text(i));

describe('an identifier', () => {
  it.each<[string, readonly Cell[], number | null]>([
    ['200 different texts', many(200, (i) => `user-${i}`), 200],
    ['3,000 e-mail addresses, a few of them twice', many(3000, (i) => `u${i % 2900}@example.org`), 2900],
    ['20,000 different texts', many(20_000, (i) => `user-${i}`), 20_000],
    ['texts and numbers', many(3000, (i) => (i % 2 ? i : `n${i}`)), 3000],
    ['each value twice', many(3000, (i) => `user-${i % 1500}`), null],
    ['one value in a tenth of the rows', many(20_000, (i) => (i % 8 ? `user-${i}` : 'none')), null],
    ['99 different texts', many(99, (i) => `user-${i}`), null],
    ['different numbers', many(3000, (i) => i), null],
  ])('%s', async (_, cells, distinct) => {
    const [{ identifier, categories }] = (await profile(cells)).columns;
    if (distinct === null) {
      expect(identifier).toBeUndefined();
      return;
    }
    // Estimated from 10,000 of them where there are more: five standard deviations.
    expect(Math.abs(identifier!.distinct / distinct - 1)).toBeLessThan(5 / Math.sqrt(10_000));
    expect(categories).toMatchObject({ counts: [], other: cells.length, capped: true });
  });

  it('can be numbers that the monitor calls categories', async () => {
    const cells = many(3000, (i) => i);
    const built = await buildBaselineProfile(reading([makeChunk([['x', cells]])]), {
      types: new Map([['x', 'category']]),
    });
    expect(built.columns[0].identifier).toMatchObject({ distinct: 3000, shapes: [['9', 3000]], longest: 4 });
  });

  it('keeps the form of its values, but no value', async () => {
    const built = await profile([...many(150, (i) => `AB-${1000 + i}`), ...many(50, (i) => `x${i}`), null]);
    expect(built.columns[0].identifier).toEqual({
      distinct: 200,
      shapes: [
        ['A9-', 150],
        ['a9', 50],
      ],
      sampleRows: 200,
      shortest: 2,
      longest: 7,
    });
    const text = serializeProfile(built);
    expect(text).not.toContain('AB-');
    expect(parseProfile(text)).toEqual(built);
  });
});

it.each([
  ['3f2b8c1e-0000-4000-8000-00805f9b34fb', 'a9-'],
  ['12.03.1999', '9.'],
  ['Ada Lovelace', 'Aa '],
  ['ada@example.org', 'a.@'],
  ['日本', 'a'],
  ['', ''],
  ['50 %', '9 #'],
])('%j is written with %j', (text, shape) => {
  expect(shapeOf(text)).toBe(shape);
});

it('a long text has the shape of its own characters, and the largest length', () => {
  const category = canonicalText('x'.repeat(1000));
  expect(shapeOf(category)).toBe('a');
  expect(lengthOf(category)).toBe(257);
  expect(lengthOf('x'.repeat(256))).toBe(256);
});

import { describe, expect, it } from 'vitest';
import { CategoryAccumulator, REST_CELLS } from '../../../lambdas/core/profile/category-accumulator.ts';
import { hashText } from '../../../lambdas/core/profile/category-text.ts';
import { estimateDistinct, namedBelow, sampleNamed } from '../../../lambdas/core/profile/named-sample.ts';
import type { Categories } from '../../../lambdas/core/profile/types.ts';

function count(texts: readonly string[], cap: number, known: readonly string[] = []): Categories {
  const accumulator = new CategoryAccumulator(cap, new Map(known.map((text, i) => [text, i])));
  for (const text of texts) accumulator.add(text, 1);
  return accumulator.finish();
}

const texts = Array.from({ length: 5000 }, (_, i) => `value ${i % 3000}`);

describe('categories beyond the cap', () => {
  const capped = count(texts, 500, ['value 7']);

  it('are counted by hash, every row of them', () => {
    const named = new Set(capped.counts.map(([text]) => text));
    const expected = new Float64Array(REST_CELLS);
    for (const text of texts) if (!named.has(text)) expected[hashText(text) % REST_CELLS]++;
    expect(capped.rest).toEqual(Array.from(expected));
    expect(capped.rest!.reduce((a, b) => a + b, 0)).toBe(capped.other);
  });

  it('have no hash below the bound, down to which all are named', () => {
    const below = new Set(texts.filter((text) => hashText(text) < capped.namedBelow!));
    const sample = sampleNamed(capped);
    expect(new Set(sample.counts.map(([text]) => text))).toEqual(below);
    expect(sample.rows).toBe(texts.filter((text) => below.has(text)).length);
  });

  it('come out the same in parts', () => {
    const merged = new CategoryAccumulator(500, new Map([['value 7', 0]]));
    merged.absorb(count(texts.slice(0, 1000), 500, ['value 7']));
    merged.absorb(count(texts.slice(1000), 500, ['value 7']));
    expect(merged.finish()).toEqual(capped);
  });

  it('are estimated: 3,000 of them within five standard deviations', () => {
    // The relative standard deviation of the estimate is 1 / √500.
    expect(Math.abs(estimateDistinct(capped) / 3000 - 1)).toBeLessThan(5 / Math.sqrt(500));
    expect(estimateDistinct(count(['a', 'b', 'a'], 10))).toBe(2);
  });

  it('have the smallest bound of all sides', () => {
    expect(namedBelow(capped, count(['a'], 10))).toBe(capped.namedBelow);
    expect(namedBelow(count(['a'], 10))).toBe(Number.POSITIVE_INFINITY);
  });
});

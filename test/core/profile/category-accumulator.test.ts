import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CategoryAccumulator } from '../../../lambdas/core/profile/category-accumulator.ts';
import { canonicalText, hashText } from '../../../lambdas/core/profile/category-text.ts';

const text = fc.oneof(
  fc.integer({ min: 0, max: 60 }).map((i) => `c${i}`),
  fc.string({ unit: 'binary', maxLength: 2 }),
);

describe('CategoryAccumulator', () => {
  it('keeps the categories with the smallest hashes, counted exactly, whatever the order', () => {
    fc.assert(
      fc.property(
        fc.array(text),
        fc.integer({ min: 0, max: 8 }),
        fc.uniqueArray(text, { maxLength: 3 }),
        (texts, cap, known) => {
          const rows = new Map<string, number>();
          for (const one of texts) rows.set(one, (rows.get(one) ?? 0) + 1);
          const unknown = [...rows.keys()].filter((one) => !known.includes(one));
          unknown.sort((a, b) => hashText(a) - hashText(b));
          const kept = [...unknown.slice(0, cap), ...known.filter((one) => rows.has(one))];

          const accumulator = new CategoryAccumulator(cap, new Map(known.map((one, i) => [one, i])));
          for (const one of texts) accumulator.add(one, 1);
          const { counts, other, capped } = accumulator.finish();

          expect(new Map(counts)).toEqual(new Map(kept.map((one) => [one, rows.get(one)!])));
          expect(other).toBe(texts.length - kept.reduce((sum, one) => sum + rows.get(one)!, 0));
          expect(capped).toBe(unknown.length > cap);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('lists categories by rows, then by code units', () => {
    const accumulator = new CategoryAccumulator(10);
    for (const [one, rows] of [
      ['b', 1],
      ['a', 1],
      ['\ue000', 1],
      ['\u{10000}', 1],
      ['z', 5],
    ] as const)
      accumulator.add(one, rows);
    expect(accumulator.finish().counts.map(([one]) => one)).toEqual(['z', 'a', 'b', '\u{10000}', '\ue000']);
  });
});

describe('canonicalText', () => {
  it.each(['', 'a', '__proto__', '\ud800', 'x'.repeat(256)])('leaves %j as it is', (one) => {
    expect(canonicalText(one)).toBe(one);
  });

  it('distinguishes long texts, and is short and stable', () => {
    const [a, b] = ['x'.repeat(257), `${'x'.repeat(256)}y`].map(canonicalText);
    expect(a).not.toBe(b);
    expect(a.length).toBeLessThanOrEqual(256);
    expect(canonicalText(a)).toBe(a);
  });
});

describe('hashText', () => {
  it('is spread like random numbers over 2^53', () => {
    // 20,000 texts in 1,000 classes: the chi-square statistic has mean 999 and standard deviation 44.7; five of them.
    const classes = new Float64Array(1000);
    for (let i = 0; i < 20_000; i++) classes[Math.floor((hashText(`category ${i}`) / 2 ** 53) * 1000)]++;
    const statistic = classes.reduce((sum, count) => sum + (count - 20) ** 2 / 20, 0);
    expect(Math.abs(statistic - 999)).toBeLessThan(5 * 44.7);
  });
});

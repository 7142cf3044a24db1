import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { QuantileSketch, weighSketch } from '../../../lambdas/core/profile/sketch.ts';
import type { SketchNumbers } from '../../../lambdas/core/profile/types.ts';

function permuted(n: number, step: number): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => (i * step) % n);
}

function sketchOf(values: Float64Array, k: number): SketchNumbers {
  const sketch = new QuantileSketch(k);
  sketch.addAll(values, 0, values.length);
  return sketch.finish();
}

/** The largest difference of estimated and true rank, as a share, of a sketch of 0, 1, …, n − 1. */
function worstRank(sketch: SketchNumbers, n: number): number {
  const { values, counts } = weighSketch(sketch);
  let rows = 0;
  let worst = 0;
  values.forEach((value, i) => {
    worst = Math.max(worst, Math.abs(rows - value), Math.abs(rows + counts[i] - value - 1));
    rows += counts[i];
  });
  return worst / n;
}

/** The rank error that Apache DataSketches states for its KLL sketch of size k, with 99 % confidence (KllHelper.getNormalizedRankError). */
const statedError = (k: number) => 2.296 / k ** 0.9723;

const N = 300_007;
const ORDERS: readonly (readonly [string, Float64Array])[] = [
  ['ascending', permuted(N, 1)],
  ['descending', permuted(N, N - 1)],
  ['scattered', permuted(N, 104_729)],
  ['in runs', permuted(N, 1000)],
];

describe.each(ORDERS)('a sketch of %s numbers', (_, values) => {
  it.each([512, 2048, 8192])('of size %i has small rank errors', (k) => {
    const sketch = sketchOf(values, k);
    expect(sketch.count).toBe(N);
    expect(worstRank(sketch, N)).toBeLessThan(statedError(k));
    expect(sketch.levels.flat().length).toBeLessThanOrEqual(3 * k + 128 * sketch.levels.length);
  });
});

describe('sketches', () => {
  it('merge into one of all values with small rank errors, in either order', () => {
    const values = permuted(N, 104_729);
    const parts = [0, 1, 2].map((i) => sketchOf(values.subarray((i * N) / 3, ((i + 1) * N) / 3), 2048));
    const merge = (order: readonly SketchNumbers[]) => {
      const merged = new QuantileSketch(2048);
      for (const part of order) merged.absorb(part);
      return merged.finish();
    };
    expect(worstRank(merge(parts), N)).toBeLessThan(statedError(2048));
    expect(merge([parts[0], parts[1]])).toEqual(merge([parts[1], parts[0]]));
  });

  it('keep every row, also with weights', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: 1, max: 2 ** 40 })), { maxLength: 300 }),
        (pairs) => {
          const sketch = new QuantileSketch(128);
          for (const [value, rows] of pairs) sketch.add(value, rows);
          const { values, counts } = weighSketch(sketch.finish());
          expect(counts.reduce((a, b) => a + b, 0)).toBe(pairs.reduce((a, [, rows]) => a + rows, 0));
          expect(Array.from(values)).toEqual([...new Set(values)].sort((a, b) => a - b));
        },
      ),
    );
  });

  it('are equal for equal input', () => {
    const values = permuted(50_021, 104_729);
    expect(sketchOf(values, 512)).toEqual(sketchOf(values, 512));
  });
});

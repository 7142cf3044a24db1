import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { subsample } from '../../../../lambdas/core/retraining/rows/subsample.ts';

const anyHashes = fc.uniqueArray(fc.maxSafeNat(), { maxLength: 60 });

/** The hashes that are kept when the rows stand in this order. */
function keptOf(hashes: readonly number[], maximum: number): number[] {
  const rows = Int32Array.from(hashes.keys());
  return Array.from(subsample(rows, Float64Array.from(hashes), maximum), (row) => hashes[row]);
}

const ascending = (numbers: number[]) => numbers.toSorted((a, b) => a - b);

describe('subsample', () => {
  it('keeps the smallest hashes, as many as there may be', () => {
    fc.assert(
      fc.property(anyHashes, fc.integer({ min: 1, max: 60 }), (hashes, maximum) => {
        expect(ascending(keptOf(hashes, maximum))).toEqual(ascending(hashes).slice(0, maximum));
      }),
    );
  });

  it('keeps the same rows whatever order they come in', () => {
    fc.assert(
      fc.property(anyHashes, fc.integer({ min: 1, max: 60 }), (hashes, maximum) => {
        expect(new Set(keptOf(hashes.toReversed(), maximum))).toEqual(new Set(keptOf(hashes, maximum)));
      }),
    );
  });

  it('a row that comes later displaces at most one', () => {
    fc.assert(
      fc.property(anyHashes, fc.maxSafeNat(), fc.integer({ min: 1, max: 60 }), (hashes, later, maximum) => {
        fc.pre(!hashes.includes(later));
        const after = new Set(keptOf([...hashes, later], maximum));
        expect(keptOf(hashes, maximum).filter((hash) => !after.has(hash)).length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('leaves the order of the rows and looks at none but the given ones', () => {
    const hashes = Float64Array.of(5, 0, 3, 1, 4);
    expect(subsample(Int32Array.of(0, 2, 3, 4), hashes, 2)).toEqual(Int32Array.of(2, 3));
  });

  it('keeps none of equal hashes at the border rather than one too many', () => {
    expect(subsample(Int32Array.of(0, 1, 2), Float64Array.of(7, 7, 1), 2)).toEqual(Int32Array.of(2));
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashRow, seedOf } from '../../../../lambdas/core/retraining/rows/row-hash.ts';

describe('hashRow', () => {
  it('is a whole number of 53 bits', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), fc.integer(), (id, position, seed) => {
        const hash = hashRow(id, position, seed);
        expect(Number.isSafeInteger(hash) && hash >= 0).toBe(true);
        expect(hashRow(id, position, seed)).toBe(hash);
      }),
    );
  });

  it('differs for 200,000 rows with alike ids, by id, position and seed', () => {
    const hashes = new Set<number>();
    for (let i = 0; i < 50_000; i++) {
      hashes.add(hashRow(`id-${i}`, 0, 1));
      hashes.add(hashRow(`id-${i}`, 1, 1));
      hashes.add(hashRow('one', i + 2, 1));
      hashes.add(hashRow(`id-${i}`, 0, 2));
    }
    expect(hashes.size).toBe(200_000);
  });

  it.each([
    ['ids that count up', (i: number) => hashRow(`customer-${i}`, 0, 7)],
    ['positions that count up', (i: number) => hashRow('batch', i, 7)],
    ['seeds that count up', (i: number) => hashRow('customer', 0, i)],
  ])('spreads evenly over %s: chi-square of 100 cells below its 99.99th percentile', (_, hashOf) => {
    const cells = new Float64Array(100);
    const rows = 100_000;
    for (let i = 0; i < rows; i++) cells[Math.floor((hashOf(i) / 2 ** 53) * cells.length)]++;
    const expected = rows / cells.length;
    const chiSquare = cells.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // qchisq(0.9999, 99) = 157.1
    expect(chiSquare).toBeLessThan(157.1);
  });
});

describe('seedOf', () => {
  it('is 32 bits that differ by text', () => {
    const seeds = ['', 'a', 'b', 'parcels/retraining-2001-02-05', 'parcels/retraining-2001-02-06'].map(seedOf);
    expect(new Set(seeds).size).toBe(seeds.length);
    for (const seed of seeds) expect(seed >= 0 && seed < 2 ** 32 && Number.isInteger(seed)).toBe(true);
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chiSquareTest } from '../../../../lambdas/core/drift/significance/chi-square.ts';
import { correctSmallCounts } from '../../../../lambdas/core/drift/significance/small-sample.ts';
import { chiSquareSurvival } from '../../../../lambdas/core/statistics/chi-square.ts';
import { table } from '../align-samples.ts';

test('two columns: the two-sided mid-p version of Fisher’s exact test', () => {
  // 10 and 6 rows, 7 marked; 6 of the window's are. P(X = 6) = C(7,6) C(9,0) / C(16,6), the largest possible: mid-p is half.
  const pooled = { baseline: Float64Array.of(1, 9), window: Float64Array.of(6, 0) };

  const p = chiSquareSurvival(correctSmallCounts(pooled), 1);

  expect(p).toBeCloseTo(2 * (0.5 * (7 / 8008)), 12);
});

test('a tail too small for a double counts as Pearson has it', () => {
  // N (ad − bc)² / (rows and columns): 1.5e6 · (25e10)² / (1e6 · 5e5 · 1e6 · 5e5).
  const apart = { baseline: Float64Array.of(500_000, 500_000), window: Float64Array.of(500_000, 0) };

  expect(correctSmallCounts(apart) / 375_000).toBeCloseTo(1, 12);
});

test('is the plain p-value for large counts and never below it', () => {
  const large = chiSquareTest.testCategories!(table([500_000, 500_000], [502_000, 498_000]));
  const small = chiSquareTest.testCategories!(table([4745, 255], [87, 13]));

  // Half a row of 250,000 (the mid-p) and the third moment change the score by some 1e-3.
  expect(large.pValue).toBeLessThan(0.1);
  expect(large.smallSamplePValue / large.pValue).toBeCloseTo(1, 2);
  expect(small.smallSamplePValue).toBeGreaterThan(1.5 * small.pValue);
});

test('any table: between the plain p-value and 1', () => {
  const count = fc.integer({ min: 0, max: 200 });
  const columns = fc.array(fc.tuple(count, count), { minLength: 2, maxLength: 8 });
  fc.assert(
    fc.property(columns, (rows) => {
      const aligned = table(
        rows.map(([b]) => b + 1),
        rows.map(([, w]) => w + 1),
      );
      const { pValue, smallSamplePValue } = chiSquareTest.testCategories!(aligned);
      expect(smallSamplePValue).toBeGreaterThanOrEqual(pValue);
      expect(smallSamplePValue).toBeLessThanOrEqual(1);
    }),
  );
});

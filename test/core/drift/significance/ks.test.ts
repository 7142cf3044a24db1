import { describe, expect, test } from 'vitest';
import { ksTest } from '../../../../lambdas/core/drift/significance/ks.ts';
import { SeededRandom } from '../../../../lambdas/core/statistics/random.ts';
import { relativeError } from '../../statistics/relative-error.ts';
import { numbers } from '../align-samples.ts';

const ramp = (rows: number, start: number, step: number) => Array.from({ length: rows }, (_, i) => start + i * step);

describe('a baseline counts as if it had two thirds of its rows', () => {
  // scipy.stats.kstwo.sf(D √((1/n + 1/m) / (1.5/n + 1/m)), round(n m / (n + m)))
  test.each([
    {
      name: 'as large as the window',
      window: ramp(20_000, 500, 1),
      plain: 7.319405460270585e-6,
      p: 8.937681544363259e-5,
    },
    {
      name: 'a hundred times as large',
      window: ramp(200, 2000, 100),
      plain: 0.035505580313754725,
      p: 0.03621375118992676,
    },
  ])('$name', ({ window, plain, p }) => {
    const { pValue, smallSamplePValue } = ksTest.testNumbers!(numbers(ramp(20_000, 0, 1), window));

    expect(relativeError(pValue, plain)).toBeLessThan(1e-9);
    expect(relativeError(smallSamplePValue, p)).toBeLessThan(1e-9);
  });
});

test('a p-value above a tenth is left as it is', () => {
  // D is ½: scipy.stats.ks_2samp([1, 2, 3, 4], [3, 4, 5, 6]).pvalue
  const few = ksTest.testNumbers!(numbers([1, 2, 3, 4], [3, 4, 5, 6]));

  expect(few.statistic).toBe(0.5);
  expect(few.pValue).toBeCloseTo(0.7714285714285716, 12);
  expect(few.smallSamplePValue).toBe(few.pValue);
});

test.each([14, 22, 28])(
  'quiet windows of 100 columns and 100 rows beside unlucky baseline %i: at most 1 % alarm',
  (seed) => {
    // By the plain p-value two of these hundred windows have a column at or below 0.004 / 100.
    const random = new SeededRandom(seed);
    const draw = () => Array.from({ length: 100 }, () => random.normal());
    const baselines = Array.from({ length: 100 }, draw);
    let alarms = 0;
    for (let window = 0; window < 100; window++) {
      const p = baselines.map((baseline) => ksTest.testNumbers!(numbers(baseline, draw())).smallSamplePValue);
      if (Math.min(...p) <= 0.004 / 100) alarms++;
    }
    expect(alarms).toBeLessThanOrEqual(1);
  },
);

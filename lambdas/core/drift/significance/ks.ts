import { kolmogorovSmirnovPValue } from '../../statistics/kolmogorov-smirnov.ts';
import type { AlignedNumbers } from '../aligned.ts';
import { countSteps } from '../cdf-difference.ts';
import type { Significance, SignificanceTest } from './significance-test.ts';

/**
 * Two-sample Kolmogorov–Smirnov test, as scipy.stats.ks_2samp. From a grid the statistic is that at cell edges, at or below
 * the exact one, so the p-value is never too small.
 */
export const ksTest: SignificanceTest = { name: 'ks', testNumbers: test, testCategories: null };

function test(aligned: AlignedNumbers): Significance {
  const { baselineRows, windowRows } = aligned;
  const steps = countSteps(aligned);
  const pValue = kolmogorovSmirnovPValue(steps, baselineRows, windowRows);
  return { statistic: steps / (baselineRows * windowRows), pValue, smallSamplePValue: pValue };
}

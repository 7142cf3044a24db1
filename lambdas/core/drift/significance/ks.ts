import { kolmogorovSmirnovPValue } from '../../statistics/kolmogorov-smirnov.ts';
import type { AlignedNumbers } from '../aligned.ts';
import { countSteps } from '../cdf-difference.ts';
import { NOT_SIGNIFICANT, type Significance, type SignificanceTest } from './significance-test.ts';

/**
 * The baseline counts as if it had this many times fewer rows. The p-value of two samples is right on average over all
 * baselines that could have been drawn, but a monitor keeps the same baseline for all its windows. One column in a
 * hundred may by chance be far from every window: without this factor, one in thirty baselines that are no larger than
 * the windows raises an alarm in more than 2 % of them. With a large baseline the factor makes no difference.
 */
const BASELINE_NOISE = 1.5;

/**
 * Two-sample Kolmogorov–Smirnov test, as scipy.stats.ks_2samp. From a grid the statistic is the one at cell edges, at
 * or below the exact one, so the p-value is never too small. The small-sample p-value belongs to the statistic reduced
 * by the {@link BASELINE_NOISE} of one baseline.
 */
export const ksTest: SignificanceTest = {
  definition: 'two-sample Kolmogorov-Smirnov',
  testNumbers: test,
  testCategories: null,
};

function test(aligned: AlignedNumbers): Significance {
  return testSteps(countSteps(aligned), aligned);
}

/** The test of a difference that was counted by `countSteps`. */
export function testSteps(
  steps: number,
  { baselineRows: n, windowRows: m }: Pick<AlignedNumbers, 'baselineRows' | 'windowRows'>,
): Significance {
  const pValue = kolmogorovSmirnovPValue(steps, n, m);
  const kept = Math.sqrt((1 / n + 1 / m) / (BASELINE_NOISE / n + 1 / m));
  const smallSamplePValue = pValue > NOT_SIGNIFICANT ? pValue : kolmogorovSmirnovPValue(Math.floor(steps * kept), n, m);
  return { statistic: steps / (n * m), pValue, smallSamplePValue };
}

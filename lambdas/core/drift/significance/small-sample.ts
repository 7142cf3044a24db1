import { hypergeometricMidTail } from '../../statistics/hypergeometric.ts';
import { normalQuantile } from '../../statistics/normal.ts';
import type { PooledTable } from './small-cells.ts';

/**
 * Pearson's statistic with exact tails of small counts, to be compared with the same chi-square distribution.
 *
 * Far out, where a monitor with many features decides, a count with a small expectation is large much more often than
 * the chi-square distribution allows: with 5 rows expected, 13 or more (X² = 12.8, p = 0.0003) have the probability
 * 0.002. Given the margins, the window's count in a column is hypergeometric, so its mid-p tail can be computed; the
 * normal score z of that tail takes the place of Pearson's residual. A column contributes z² (1 − t/N), t its total and
 * N all rows: for large counts the Pearson term. For two columns the sum is z², the two-sided mid-p version of Fisher's
 * exact test.
 */
export function correctSmallCounts({ baseline, window }: Pick<PooledTable, 'baseline' | 'window'>): number {
  let n = 0;
  let m = 0;
  for (let i = 0; i < baseline.length; i++) {
    n += baseline[i];
    m += window[i];
  }
  const rows = n + m;
  let sum = 0;
  for (let i = 0; i < baseline.length; i++) {
    const total = baseline[i] + window[i];
    const tail = hypergeometricMidTail(window[i], { population: rows, marked: total, draws: m });
    if (tail > 0) {
      const score = normalQuantile(Math.min(0.5, tail));
      sum += (score * score * (rows - total)) / rows;
    } else {
      // Too small for a double, so it has no score; Pearson's term decides as well.
      const difference = baseline[i] * m - window[i] * n;
      sum += (difference / (n * m)) * (difference / total);
    }
  }
  return sum;
}

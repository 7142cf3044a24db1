import type { RegressionEvidence } from '../evidence/regression.ts';
import { estimate, undefinedEstimate } from '../intervals/interval.ts';
import { meanOf, NO_SPREAD, unboundedMeanInterval } from '../intervals/mean.ts';
import { NEEDS } from '../intervals/needs.ts';
import type { MetricEstimate } from '../metric-estimate.ts';
import type { MetricDefinition } from './definition.ts';

export const r2: MetricDefinition = {
  title: 'R²',
  description: '1 - Σ(predicted - actual)² / Σ(actual - mean actual)²; negative when worse than predicting the mean.',
  interval: 'delta method on the scale of ln(1 - R²), with Hall’s transformation as for a mean',
  better: 'higher',
  range: [Number.NEGATIVE_INFINITY, 1],
  scale: 'unexplained',
  regression: estimateR2,
};

function estimateR2({ rows, actual, errors }: RegressionEvidence): MetricEstimate {
  if (rows < 2) return undefinedEstimate(rows, rows === 0 ? 'there are no rows' : 'one row has no variance');
  const { mean } = meanOf(actual);
  let residual = 0;
  let total = 0;
  for (let row = 0; row < rows; row++) {
    residual += errors[row] * errors[row];
    total += (actual[row] - mean) ** 2;
  }
  // Not `total === 0`: the mean of equal numbers is rounded, and their distance from it is then not zero.
  if (total === 0 || actual.every((label) => label === actual[0])) {
    return undefinedEstimate(rows, 'the labels do not vary');
  }
  const unexplained = residual / total;
  if (residual === 0) return estimate(1, { reason: NO_SPREAD }, rows);

  // ln(1 - R²) = ln residual - ln total: each row moves it by its share of the one less its share of the other.
  const influences = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    influences[row] = rows * ((errors[row] * errors[row]) / residual - (actual[row] - mean) ** 2 / total);
  }
  const interval = unboundedMeanInterval(meanOf(influences), NEEDS.squares);
  if ('reason' in interval) return estimate(1 - unexplained, interval, rows);
  const { lower, upper } = interval;
  return estimate(
    1 - unexplained,
    { lower: 1 - unexplained * Math.exp(upper), upper: 1 - unexplained * Math.exp(lower) },
    rows,
  );
}

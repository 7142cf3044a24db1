import type { RegressionEvidence } from '../evidence/regression.ts';
import { clip, estimate, undefinedEstimate } from '../intervals/interval.ts';
import { estimateLoss, meanInterval, meanOf, unboundedMeanInterval } from '../intervals/mean.ts';
import { NEEDS } from '../intervals/needs.ts';
import type { MetricEstimate } from '../metric-estimate.ts';
import { type MetricDefinition, SKEWED_MEAN } from './definition.ts';

const UNBOUNDED_MEAN = `${SKEWED_MEAN}, the most extreme row on each side counted once more`;

export const mae: MetricDefinition = {
  title: 'Mean absolute error',
  description: 'Mean of |predicted - actual|.',
  interval: UNBOUNDED_MEAN,
  better: 'lower',
  range: [0, Number.POSITIVE_INFINITY],
  scale: 'log',
  regression: ({ errors }) => estimatePositiveMean(errors.map(Math.abs)),
};

export const mse: MetricDefinition = {
  title: 'Mean squared error',
  description: 'Mean of (predicted - actual)².',
  interval: UNBOUNDED_MEAN,
  better: 'lower',
  range: [0, Number.POSITIVE_INFINITY],
  scale: 'log',
  regression: ({ errors }) => estimatePositiveMean(squareAll(errors), NEEDS.squares),
};

export const rmse: MetricDefinition = {
  title: 'Root mean squared error',
  description: 'Square root of the mean of (predicted - actual)².',
  interval: 'square roots of the limits of the mean squared error',
  better: 'lower',
  range: [0, Number.POSITIVE_INFINITY],
  scale: 'log',
  regression: ({ errors }) => {
    const squared = estimatePositiveMean(squareAll(errors), NEEDS.squares);
    const root = (x: number | null) => (x === null ? null : Math.sqrt(x));
    return { ...squared, value: root(squared.value), lower: root(squared.lower), upper: root(squared.upper) };
  },
};

export const mape: MetricDefinition = {
  title: 'Mean absolute percentage error',
  description: 'Mean of |predicted - actual| / |actual| as a fraction; rows with a label of zero are left out.',
  interval: UNBOUNDED_MEAN,
  better: 'lower',
  range: [0, Number.POSITIVE_INFINITY],
  scale: 'log',
  regression: estimateMape,
};

export const bias: MetricDefinition = {
  title: 'Bias',
  description: 'Mean of predicted - actual: positive when the model predicts too high.',
  interval: SKEWED_MEAN,
  better: 'zero',
  range: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
  scale: 'identity',
  regression: ({ errors, rows }) => {
    if (rows === 0) return undefinedEstimate(0, 'there are no rows');
    const mean = meanOf(errors);
    return estimate(mean.mean, meanInterval(mean), rows);
  },
};

function estimatePositiveMean(values: Float64Array, needed: number = NEEDS.mean): MetricEstimate {
  if (values.length === 0) return undefinedEstimate(0, 'there are no rows');
  const mean = meanOf(values);
  return estimateLoss(mean, clip(unboundedMeanInterval(mean, needed), 0, Number.POSITIVE_INFINITY));
}

function estimateMape({ rows, actual, errors }: RegressionEvidence): MetricEstimate {
  const shares = new Float64Array(rows);
  let used = 0;
  for (let row = 0; row < rows; row++) {
    if (actual[row] !== 0) shares[used++] = Math.abs(errors[row]) / Math.abs(actual[row]);
  }
  if (rows > 0 && used === 0) return undefinedEstimate(0, 'every label is zero');
  return estimatePositiveMean(shares.subarray(0, used));
}

function squareAll(errors: Float64Array): Float64Array {
  const squares = new Float64Array(errors.length);
  for (let row = 0; row < errors.length; row++) squares[row] = errors[row] * errors[row];
  return squares;
}

import type { MulticlassEvidence } from '../evidence/multiclass.ts';
import { estimate, undefinedEstimate } from '../intervals/interval.ts';
import { NEEDS, tooFew } from '../intervals/needs.ts';
import { averageIndependent } from '../intervals/square-and-add.ts';
import { wilsonByVariance, wilsonInterval } from '../intervals/wilson.ts';
import type { MetricEstimate } from '../metric-estimate.ts';
import { estimateAccuracy } from './accuracy.ts';
import { f1ByClass, f1Slope, OR_ZERO, ratio, truePositives, varianceOver, wider } from './class-averages.ts';
import type { MetricDefinition } from './definition.ts';

export const weightedPrecision: MetricDefinition = {
  title: 'Weighted precision',
  description: `Mean over the classes of their precision, weighted by their rows; ${OR_ZERO}.`,
  interval: 'the wider of the delta method on the confusion matrix and Wilson by class combined by square-and-add',
  better: 'higher',
  range: [0, 1],
  scale: 'arcsine',
  multiclass: estimateWeightedPrecision,
};

export const weightedRecall: MetricDefinition = {
  title: 'Weighted recall',
  description: 'Mean over the classes of their recall, weighted by their rows: the accuracy.',
  interval: 'Wilson',
  better: 'higher',
  range: [0, 1],
  scale: 'arcsine',
  multiclass: ({ confusion }) => estimateAccuracy(confusion),
};

export const weightedF1: MetricDefinition = {
  title: 'Weighted F1',
  description: 'Mean over the classes of their F1, weighted by their rows.',
  interval: 'delta method on the confusion matrix, as a proportion with that variance (Wilson)',
  better: 'higher',
  range: [0, 1],
  scale: 'arcsine',
  multiclass: estimateWeightedF1,
};

function estimateWeightedPrecision({ confusion, present }: MulticlassEvidence): MetricEstimate {
  const { rows, size, actual, predicted } = confusion;
  if (rows === 0) return undefinedEstimate(0, 'there are no rows');
  const precision = new Float64Array(size);
  for (let k = 0; k < size; k++) precision[k] = ratio(truePositives(confusion, k), predicted[k]);
  const value = weightedAverage(precision, actual, rows);
  const variance = varianceOver(
    confusion,
    (i, j) => (precision[i] - value) / rows + ((actual[j] / rows) * ((i === j ? 1 : 0) - precision[j])) / predicted[j],
  );
  // The delta method treats the precision of a class that is hardly ever or never predicted as certain.
  const separately = averageIndependent(
    [...precision],
    Array.from(precision, (share, k) => wilsonInterval(share, predicted[k])),
    (k) => actual[k] / rows,
  );
  const needed = Math.max(NEEDS.weighted, NEEDS.weightedByClass * present.length);
  const few = tooFew(rows, needed, 'row', `rows of ${present.length} classes`);
  return estimate(value, few ?? wider(separately, wilsonByVariance(value, variance, rows)), rows);
}

function estimateWeightedF1({ confusion }: MulticlassEvidence): MetricEstimate {
  const { rows, actual } = confusion;
  if (rows === 0) return undefinedEstimate(0, 'there are no rows');
  const f1 = f1ByClass(confusion);
  const value = weightedAverage(f1, actual, rows);
  const variance = varianceOver(
    confusion,
    (i, j) =>
      (f1[i] - value) / rows +
      (actual[i] / rows) * f1Slope(confusion, f1, i, i, j) +
      (i === j ? 0 : (actual[j] / rows) * f1Slope(confusion, f1, j, i, j)),
  );
  return estimate(value, tooFew(rows, NEEDS.weighted, 'row') ?? wilsonByVariance(value, variance, rows), rows);
}

function weightedAverage(values: Float64Array, weights: Float64Array, total: number): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k] * weights[k];
  return sum / total;
}

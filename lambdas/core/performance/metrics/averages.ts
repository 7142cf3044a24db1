import type { Confusion } from '../evidence/confusion.ts';
import type { MulticlassEvidence } from '../evidence/multiclass.ts';
import { estimate, type Interval, undefinedEstimate } from '../intervals/interval.ts';
import { NEEDS, type NoInterval, tooFew } from '../intervals/needs.ts';
import { meanProportionInterval } from '../intervals/price-bonett.ts';
import { averageIndependent } from '../intervals/square-and-add.ts';
import { wilsonByVariance, wilsonInterval } from '../intervals/wilson.ts';
import type { MetricEstimate } from '../metric-estimate.ts';
import { estimateAccuracy } from './accuracy.ts';
import type { MetricDefinition } from './definition.ts';

/** How the interval of a mean over the classes is made; the classes are taken as independent. */
const BY_CLASS = 'the wider of Price and Bonett and Wilson by class combined by square-and-add';

/** As scikit-learn's default: a class whose own value is undefined (never predicted, never actual) counts as 0 in an average. */
const OR_ZERO = 'a class never predicted (precision) or never actual (recall) counts as 0';

export const macroPrecision: MetricDefinition = {
  title: 'Macro precision',
  description: `Mean over the classes of their precision; ${OR_ZERO}.`,
  interval: BY_CLASS,
  better: 'higher',
  range: [0, 1],
  scale: 'arcsine',
  multiclass: ({ confusion, present }) => estimateMacro(confusion, present, confusion.predicted),
};

export const macroRecall: MetricDefinition = {
  title: 'Macro recall',
  description: `Mean over the classes of their recall (balanced accuracy when every class occurs); ${OR_ZERO}.`,
  interval: BY_CLASS,
  better: 'higher',
  range: [0, 1],
  scale: 'arcsine',
  multiclass: ({ confusion, present }) => estimateMacro(confusion, present, confusion.actual),
};

export const macroF1: MetricDefinition = {
  title: 'Macro F1',
  description: 'Mean over the classes of 2 TP / (rows of the class + rows predicted as it).',
  interval: 'the wider of the delta method on the confusion matrix and Wilson by class combined by square-and-add',
  better: 'higher',
  range: [0, 1],
  scale: 'arcsine',
  multiclass: estimateMacroF1,
};

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

/** Macro average of TP / totals, whose classes are independent given the totals. */
function estimateMacro(confusion: Confusion, present: readonly number[], totals: Float64Array): MetricEstimate {
  if (confusion.rows === 0) return undefinedEstimate(0, 'there are no rows');
  const hits = present.map((k) => truePositives(confusion, k));
  const trials = present.map((k) => totals[k]);
  const shares = hits.map((n, i) => ratio(n, trials[i]));
  const separately = averageIndependent(
    shares,
    shares.map((share, i) => wilsonInterval(share, trials[i])),
    () => 1 / shares.length,
  );
  return estimate(
    average(shares),
    tooFewOfAClass(confusion) ?? wider(separately, meanProportionInterval(hits, trials)),
    confusion.rows,
  );
}

function estimateMacroF1({ confusion, present }: MulticlassEvidence): MetricEstimate {
  if (confusion.rows === 0) return undefinedEstimate(0, 'there are no rows');
  const f1 = f1ByClass(confusion);
  const values = present.map((k) => f1[k]);
  const value = average(values);
  const separately = averageIndependent(
    values,
    present.map((k) => f1Interval(confusion, k)),
    () => 1 / present.length,
  );
  const variance = varianceOver(
    confusion,
    (i, j) => (f1Slope(confusion, f1, i, i, j) + (i === j ? 0 : f1Slope(confusion, f1, j, i, j))) / present.length,
  );
  const together = wilsonByVariance(value, variance, confusion.rows);
  return estimate(value, tooFewOfAClass(confusion) ?? wider(separately, together), confusion.rows);
}

/** In a macro average a class that hardly occurs among these rows, or not at all, counts as much as any other. */
function tooFewOfAClass({ actual }: Confusion): NoInterval | null {
  return tooFew(Math.min(...actual), NEEDS.macro, 'row of the rarest class', 'rows of the rarest class');
}

function wider(first: Interval, second: Interval): Interval {
  return { lower: Math.min(first.lower, second.lower), upper: Math.max(first.upper, second.upper) };
}

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
  // The delta method takes the precision of a class that is hardly ever predicted, or never, for certain.
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

/** Change of the F1 of class k for one more row of actual class i predicted as j (k is i or j). */
function f1Slope({ actual, predicted }: Confusion, f1: Float64Array, k: number, i: number, j: number): number {
  const memberships = (i === k ? 1 : 0) + (j === k ? 1 : 0);
  return ((i === k && j === k ? 2 : 0) - f1[k] * memberships) / (actual[k] + predicted[k]);
}

/** Delta method: Σ over the cells of the confusion matrix of count · slope², for slopes whose weighted sum is zero. */
function varianceOver({ size, counts }: Confusion, slope: (actual: number, predicted: number) => number): number {
  let variance = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const count = counts[i * size + j];
      if (count > 0) variance += count * slope(i, j) ** 2;
    }
  }
  return variance;
}

function f1ByClass(confusion: Confusion): Float64Array {
  const f1 = new Float64Array(confusion.size);
  for (let k = 0; k < f1.length; k++) {
    f1[k] = ratio(2 * truePositives(confusion, k), confusion.actual[k] + confusion.predicted[k]);
  }
  return f1;
}

/** F1 is 2 J / (1 + J) of J = TP / (TP + FP + FN), a proportion. */
function f1Interval(confusion: Confusion, k: number): Interval {
  const hits = truePositives(confusion, k);
  const trials = confusion.actual[k] + confusion.predicted[k] - hits;
  const { lower, upper } = wilsonInterval(hits / trials, trials);
  return { lower: (2 * lower) / (1 + lower), upper: (2 * upper) / (1 + upper) };
}

function truePositives({ counts, size }: Confusion, k: number): number {
  return counts[k * size + k];
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

function average(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

function weightedAverage(values: Float64Array, weights: Float64Array, total: number): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += values[k] * weights[k];
  return sum / total;
}

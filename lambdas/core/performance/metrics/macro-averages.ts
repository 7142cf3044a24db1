import type { Confusion } from '../evidence/confusion.ts';
import type { MulticlassEvidence } from '../evidence/multiclass.ts';
import { estimate, type Interval, undefinedEstimate } from '../intervals/interval.ts';
import { NEEDS, type NoInterval, tooFew } from '../intervals/needs.ts';
import { meanProportionInterval } from '../intervals/price-bonett.ts';
import { averageIndependent } from '../intervals/square-and-add.ts';
import { wilsonByVariance, wilsonInterval } from '../intervals/wilson.ts';
import type { MetricEstimate } from '../metric-estimate.ts';
import { f1ByClass, f1Slope, OR_ZERO, ratio, truePositives, varianceOver, wider } from './class-averages.ts';
import type { MetricDefinition } from './definition.ts';

/** How the interval of a mean over the classes is computed; the classes count as independent. */
const BY_CLASS = 'the wider of Price and Bonett and Wilson by class combined by square-and-add';

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

/** Macro average of TP / totals. The classes are independent given the totals. */
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

/** In a macro average a class with few or no rows counts as much as any other. */
function tooFewOfAClass({ actual }: Confusion): NoInterval | null {
  return tooFew(Math.min(...actual), NEEDS.macro, 'row of the rarest class', 'rows of the rarest class');
}

/** F1 is 2 J / (1 + J) of J = TP / (TP + FP + FN), a proportion. */
function f1Interval(confusion: Confusion, k: number): Interval {
  const hits = truePositives(confusion, k);
  const trials = confusion.actual[k] + confusion.predicted[k] - hits;
  const { lower, upper } = wilsonInterval(hits / trials, trials);
  return { lower: (2 * lower) / (1 + lower), upper: (2 * upper) / (1 + upper) };
}

function average(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

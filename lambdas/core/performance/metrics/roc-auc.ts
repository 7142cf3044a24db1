import type { BinaryEvidence } from '../evidence/binary.ts';
import type { Ranking } from '../evidence/ranking.ts';
import { estimate, type Interval, undefinedEstimate } from '../intervals/interval.ts';
import { logitInterval } from '../intervals/logit.ts';
import { Z } from '../intervals/quantiles.ts';
import type { MetricEstimate } from '../types.ts';
import type { MetricDefinition } from './definition.ts';

export const rocAuc: MetricDefinition = {
  title: 'ROC AUC',
  description: 'Probability that a positive row scores higher than a negative one; ties count one half.',
  interval:
    "DeLong's variance on the logit scale; Newcombe's score interval (method 5) where that variance is 0 or a class has one row",
  better: 'higher',
  range: [0, 1],
  binary: estimateRocAuc,
};

function estimateRocAuc({ rows, ranking }: BinaryEvidence): MetricEstimate {
  if (rows === 0) return undefinedEstimate(0, 'there are no rows');
  if (ranking === null) return undefinedEstimate(rows, 'there are no scores');
  const { positiveRows, negativeRows } = ranking;
  if (positiveRows === 0) return undefinedEstimate(rows, 'no row is positive');
  if (negativeRows === 0) return undefinedEstimate(rows, 'no row is negative');
  const auc = rocAucOf(ranking);
  const variance = delongVariance(ranking, auc);
  const interval =
    variance > 0 && auc > 0 && auc < 1
      ? logitInterval(auc, Math.sqrt(variance))
      : newcombeInterval(auc, positiveRows, negativeRows);
  return estimate(auc, interval, rows);
}

/** The Mann–Whitney statistic over the number of pairs, exact up to 2^53 half pairs. */
function rocAucOf({ positives, negatives, positiveRows, negativeRows }: Ranking): number {
  let halfPairs = 0;
  let below = 0;
  for (let g = 0; g < positives.length; g++) {
    halfPairs += positives[g] * (2 * below + negatives[g]);
    below += negatives[g];
  }
  return halfPairs / 2 / (positiveRows * negativeRows);
}

/**
 * DeLong, DeLong and Clarke-Pearson 1988, in one pass over the ranks (Sun and Xu 2014): the variance of each row's share of
 * pairs won, by class. NaN when a class has fewer than two rows.
 */
function delongVariance({ positives, negatives, positiveRows, negativeRows }: Ranking, auc: number): number {
  let below = 0;
  let above = positiveRows;
  let positiveSquares = 0;
  let negativeSquares = 0;
  for (let g = 0; g < positives.length; g++) {
    above -= positives[g];
    const ofPositive = (below + negatives[g] / 2) / negativeRows - auc;
    const ofNegative = (above + positives[g] / 2) / positiveRows - auc;
    positiveSquares += positives[g] * ofPositive * ofPositive;
    negativeSquares += negatives[g] * ofNegative * ofNegative;
    below += negatives[g];
  }
  return positiveSquares / (positiveRows - 1) / positiveRows + negativeSquares / (negativeRows - 1) / negativeRows;
}

/**
 * Newcombe 2006 (Statistics in Medicine 25:559), method 5: the values whose Hanley–McNeil variance, with both class sizes at
 * their mean, puts them within Z standard errors. Defined at 0 and 1 too.
 */
function newcombeInterval(auc: number, positiveRows: number, negativeRows: number): Interval {
  const size = (positiveRows + negativeRows) / 2 - 1;
  const distance = (value: number) => {
    const spread = 1 + (size * (1 - value)) / (2 - value) + (size * value) / (1 + value);
    const variance = (value * (1 - value) * spread) / (positiveRows * negativeRows);
    return (value - auc) ** 2 - Z * Z * variance;
  };
  return { lower: auc <= 0 ? 0 : findRoot(distance, 0, auc), upper: auc >= 1 ? 1 : findRoot(distance, 1, auc) };
}

/** The point between `outside`, where `f` is positive or zero, and `inside`, where it is not, by bisection. */
function findRoot(f: (x: number) => number, outside: number, inside: number): number {
  let far = outside;
  let near = inside;
  for (let step = 0; step < 60; step++) {
    const middle = (far + near) / 2;
    if (f(middle) > 0) far = middle;
    else near = middle;
  }
  return (far + near) / 2;
}

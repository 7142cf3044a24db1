import type { BinaryEvidence } from '../evidence/binary.ts';
import type { Ranking } from '../evidence/ranking.ts';
import { estimate, type Interval, undefinedEstimate } from '../intervals/interval.ts';
import { logitInterval } from '../intervals/logit.ts';
import { NEEDS, tooFewOfClass } from '../intervals/needs.ts';
import { studentQuantile, Z } from '../intervals/quantiles.ts';
import { skewedDegrees } from '../intervals/skewness.ts';
import type { MetricEstimate } from '../metric-estimate.ts';
import type { MetricDefinition } from './definition.ts';

export const rocAuc: MetricDefinition = {
  title: 'ROC AUC',
  description: 'Probability that a positive row scores higher than a negative one; ties count one half.',
  interval:
    "DeLong's variance on the logit scale, Student; where it rests on fewer than ten rows ranked wrong, the wider of that and Newcombe's score interval (2006, method 5)",
  better: 'higher',
  range: [0, 1],
  scale: 'arcsine',
  needsScores: true,
  binary: estimateRocAuc,
};

function estimateRocAuc({ rows, ranking }: BinaryEvidence): MetricEstimate {
  if (rows === 0) return undefinedEstimate(0, 'there are no rows');
  if (ranking === null) return undefinedEstimate(rows, 'there are no scores');
  const { positiveRows, negativeRows } = ranking;
  if (positiveRows === 0) return undefinedEstimate(rows, 'no row is positive');
  if (negativeRows === 0) return undefinedEstimate(rows, 'no row is negative');
  const auc = rocAucOf(ranking);
  const few = tooFewOfClass(positiveRows, negativeRows, NEEDS.ranked);
  return estimate(auc, few ?? rocAucInterval(ranking, auc), rows);
}

/** Beyond this skewness of the area, DeLong's variance depends on fewer than ten rows: those that are ranked wrong. */
const FEW_RANKED_WRONG = Math.sqrt(1 / 10);

function rocAucInterval(ranking: Ranking, auc: number): Interval {
  const { variance, skewness, degrees } = delongSpread(ranking, auc);
  const newcombe = newcombeInterval(auc, ranking.positiveRows, ranking.negativeRows);
  if (!(variance > 0 && auc > 0 && auc < 1)) return newcombe;
  const isSkewed = Math.abs(skewness) > FEW_RANKED_WRONG;
  const t = studentQuantile(isSkewed ? degrees : skewedDegrees(skewness, degrees));
  const { lower, upper } = logitInterval(auc, Math.sqrt(variance), t);
  if (!isSkewed) return { lower, upper };
  return { lower: Math.min(lower, newcombe.lower), upper: Math.max(upper, newcombe.upper) };
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
 * pairs won, by class; with the skewness of the area, and Satterthwaite's degrees of freedom. For classes of two rows or more.
 */
function delongSpread({ positives, negatives, positiveRows, negativeRows }: Ranking, auc: number) {
  let below = 0;
  let above = positiveRows;
  let positiveSquares = 0;
  let negativeSquares = 0;
  let positiveCubes = 0;
  let negativeCubes = 0;
  for (let g = 0; g < positives.length; g++) {
    above -= positives[g];
    const ofPositive = (below + negatives[g] / 2) / negativeRows - auc;
    const ofNegative = (above + positives[g] / 2) / positiveRows - auc;
    positiveSquares += positives[g] * ofPositive * ofPositive;
    negativeSquares += negatives[g] * ofNegative * ofNegative;
    positiveCubes += positives[g] * ofPositive ** 3;
    negativeCubes += negatives[g] * ofNegative ** 3;
    below += negatives[g];
  }
  const ofPositives = positiveSquares / (positiveRows - 1) / positiveRows;
  const ofNegatives = negativeSquares / (negativeRows - 1) / negativeRows;
  const variance = ofPositives + ofNegatives;
  return {
    variance,
    skewness: (positiveCubes / positiveRows ** 3 + negativeCubes / negativeRows ** 3) / variance ** 1.5,
    degrees: variance ** 2 / (ofPositives ** 2 / (positiveRows - 1) + ofNegatives ** 2 / (negativeRows - 1)),
  };
}

/**
 * Newcombe 2006 (Statistics in Medicine 25:559), method 5: the values whose Hanley–McNeil variance, with both class
 * sizes set to their mean, puts them within Z standard errors. Defined at 0 and 1 too.
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

import type { BinaryEvidence } from '../evidence/binary.ts';
import type { Ranking } from '../evidence/ranking.ts';
import { estimate, type Interval, undefinedEstimate } from '../intervals/interval.ts';
import { logitInterval } from '../intervals/logit.ts';
import { NEEDS, tooFew } from '../intervals/needs.ts';
import { studentQuantile } from '../intervals/quantiles.ts';
import { skewedDegrees } from '../intervals/skewness.ts';
import { wilsonInterval } from '../intervals/wilson.ts';
import type { MetricEstimate } from '../metric-estimate.ts';
import type { MetricDefinition } from './definition.ts';

export const averagePrecision: MetricDefinition = {
  title: 'Average precision',
  description: 'Precision at each distinct score, weighted by the recall gained there (no interpolation).',
  interval:
    'delta method (influence of each row) on the logit scale, Student with the positives that the spread rests on, 4 degrees of freedom at least; the lower limit allows for two more negatives with the highest score; Wilson over the positives where it is 1',
  better: 'higher',
  range: [0, 1],
  scale: 'arcsine',
  needsScores: true,
  binary: estimateAveragePrecision,
};

function estimateAveragePrecision({ rows, ranking }: BinaryEvidence): MetricEstimate {
  if (rows === 0) return undefinedEstimate(0, 'there are no rows');
  if (ranking === null) return undefinedEstimate(rows, 'there are no scores');
  if (ranking.positiveRows === 0) return undefinedEstimate(rows, 'no row is positive');
  const value = averagePrecisionOf(ranking);
  const few = tooFew(ranking.positiveRows, NEEDS.ranked, 'positive row');
  return estimate(value, few ?? averagePrecisionInterval(ranking, value), rows);
}

/** A few negatives among the highest scores can make up most of the spread: `skewedDegrees` alone would go down to 1. */
const LEAST_DEGREES = 4;
/** Negatives with the highest score that the rows might have missed by chance. */
const MISSED_NEGATIVES = 2;

/**
 * No row moves the average precision by more than a negative with the highest score does. So where few rows make up the spread,
 * it is known better than that of a loss without bound; instead, the lower limit allows for such negatives that chance left out.
 * Both constants are measured: `node bench/intervals.ts`, worlds with few negatives among the highest scores included.
 */
function averagePrecisionInterval(ranking: Ranking, value: number): Interval {
  const { variance, skewness, ofHighestNegative } = averagePrecisionSpread(ranking, value);
  const { positiveRows } = ranking;
  if (!(variance > 0 && value < 1)) return wilsonInterval(value, positiveRows);
  const degrees = skewedDegrees(skewness, positiveRows - 1);
  const intervalWith = (df: number) => logitInterval(value, Math.sqrt(variance), studentQuantile(df));
  const widest = intervalWith(degrees);
  if (degrees >= LEAST_DEGREES) return widest;
  const { lower, upper } = intervalWith(LEAST_DEGREES);
  const withMissed = value + (MISSED_NEGATIVES * ofHighestNegative) / positiveRows;
  return { lower: Math.max(widest.lower, Math.min(lower, withMissed)), upper };
}

/** The average precision; there is a positive row. */
export function averagePrecisionOf({ positives, negatives, positiveRows }: Ranking): number {
  let sum = 0;
  let hits = 0;
  let selected = 0;
  for (let g = positives.length - 1; g >= 0; g--) {
    hits += positives[g];
    selected += positives[g] + negatives[g];
    sum += positives[g] * (hits / selected);
  }
  return Math.min(1, sum / positiveRows);
}

/** How much the average precision moves with the weight of one row, times the positive rows. */
export interface Influences {
  /** Of a positive and of a negative row, by distinct score. */
  readonly ofPositive: Float64Array;
  readonly ofNegative: Float64Array;
}

/**
 * The influence of each row. Giving row i (label y, score s) a little more weight moves the average precision over the
 * positives, (1/P) Σ pos_k prec_k, in two ways: a positive adds its own precision, and every threshold at or below s sees one
 * selected row more: (1/P) [ y (prec(s) - AP) + Σ_{k ≤ s} pos_k (y - prec_k) / selected_k ].
 *
 * @param value the average precision
 */
export function averagePrecisionInfluences(ranking: Ranking, value: number): Influences {
  const { positives, negatives, positiveRows, negativeRows } = ranking;
  const ofPositive = new Float64Array(positives.length);
  const ofNegative = new Float64Array(positives.length);
  let hits = positiveRows;
  let selected = positiveRows + negativeRows;
  let gain = 0;
  let loss = 0;
  for (let g = 0; g < positives.length; g++) {
    const precision = hits / selected;
    gain += positives[g] / selected;
    loss += (positives[g] * precision) / selected;
    ofPositive[g] = precision - value + gain - loss;
    ofNegative[g] = -loss;
    hits -= positives[g];
    selected -= positives[g] + negatives[g];
  }
  return { ofPositive, ofNegative };
}

/** Variance and skewness from sums of powers of the rows' influences, and the influence of a negative with the highest score. */
function averagePrecisionSpread(ranking: Ranking, value: number) {
  const { positives, negatives, positiveRows, negativeRows } = ranking;
  const { ofPositive, ofNegative } = averagePrecisionInfluences(ranking, value);
  const rows = positiveRows + negativeRows;
  let squares = 0;
  let cubes = 0;
  for (let g = 0; g < positives.length; g++) {
    squares += positives[g] * ofPositive[g] ** 2 + negatives[g] * ofNegative[g] ** 2;
    cubes += positives[g] * ofPositive[g] ** 3 + negatives[g] * ofNegative[g] ** 3;
  }
  return {
    variance: ((squares / positiveRows / positiveRows) * rows) / (rows - 1),
    skewness: cubes / squares ** 1.5,
    ofHighestNegative: ofNegative[ofNegative.length - 1],
  };
}

import type { BinaryEvidence } from '../evidence/binary.ts';
import { estimate, type Interval, undefinedEstimate } from '../intervals/interval.ts';
import { NEEDS, tooFew } from '../intervals/needs.ts';
import { wilsonInterval } from '../intervals/wilson.ts';
import type { MetricEstimate } from '../metric-estimate.ts';
import type { MetricDefinition } from './definition.ts';

/** F-score: recall counts `beta` times as much as precision. */
function defineFScore(beta: number): MetricDefinition {
  const square = beta * beta;
  return {
    title: `F${beta}`,
    description: `(1 + b²) TP / ((1 + b²) TP + b² FN + FP) with b = ${beta}: precision and recall in one number.`,
    interval: 'Wilson for TP against the errors that count, transformed',
    better: 'higher',
    range: [0, 1],
    scale: 'arcsine',
    binary: (evidence) => estimateFScore(evidence, square),
  };
}

function estimateFScore(evidence: BinaryEvidence, square: number): MetricEstimate {
  const { truePositives, falsePositives, falseNegatives, rows } = evidence;
  const hits = (1 + square) * truePositives;
  const errors = square * falseNegatives + falsePositives;
  if (hits + errors === 0) {
    return undefinedEstimate(rows, rows === 0 ? 'there are no rows' : 'no row is positive or predicted positive');
  }
  const counted = truePositives + falsePositives + falseNegatives;
  const few = tooFew(
    counted,
    NEEDS.proportion,
    'row that is positive or predicted so',
    'rows that are positive or predicted so',
  );
  return estimate(hits / (hits + errors), few ?? fScoreInterval(evidence, square), rows);
}

/**
 * The odds of an F-score are (1 + b²) TP / E with E = b² FN + FP. E is a weighted count of errors; it varies like `scale`
 * times a plain count of E / scale, with scale = (b⁴ FN + FP) / E. TP against that plain count is a proportion, so Wilson's
 * interval holds for it and its odds carry over. For b = 1 this is Wilson's interval of TP / (TP + FP + FN), exactly.
 */
function fScoreInterval({ truePositives, falsePositives, falseNegatives }: BinaryEvidence, square: number): Interval {
  const errors = square * falseNegatives + falsePositives;
  const scale = errorScale(falsePositives, falseNegatives, square);
  const trials = truePositives + errors / scale;
  const { lower, upper } = wilsonInterval(truePositives / trials, trials);
  const toScore = (share: number) => ((1 + square) * share) / ((1 + square) * share + scale * (1 - share));
  return { lower: toScore(lower), upper: toScore(upper) };
}

/**
 * Weight of an error. One error of each kind is added, because a few do not show their mix; without errors it is that
 * of the worse kind.
 */
function errorScale(falsePositives: number, falseNegatives: number, square: number): number {
  if (falsePositives + falseNegatives === 0) return Math.max(1, square);
  const [wrong, missed] = [falsePositives + 1, falseNegatives + 1];
  return (square * square * missed + wrong) / (square * missed + wrong);
}

export const f0_5 = defineFScore(0.5);
export const f1 = defineFScore(1);
export const f2 = defineFScore(2);

import type { MetricName } from '../../../lambdas/core/performance/types.ts';
import { formulaOf } from './formula-of.ts';

/** Points of a population in ascending order of their scores: weights that add up to 1, scores, and the shares of positives among them. */
export interface BinaryPopulation {
  readonly weights: Float64Array;
  readonly scores: Float64Array;
  readonly shares: Float64Array;
}

type Confusion = ReturnType<typeof confusionOf>;

const fScore =
  (square: number) =>
  ({ hits, misses, falseAlarms }: Confusion) =>
    ((1 + square) * hits) / ((1 + square) * hits + square * misses + falseAlarms);

/** The metrics that simulated binary models can have. */
export const BINARY_VALUES: Readonly<
  Partial<Record<MetricName, (confusion: Confusion, population: BinaryPopulation) => number>>
> = {
  accuracy: ({ hits, rest }) => hits + rest,
  precision: ({ hits, falseAlarms }) => hits / (hits + falseAlarms),
  recall: ({ hits, misses }) => hits / (hits + misses),
  specificity: ({ rest, falseAlarms }) => rest / (rest + falseAlarms),
  f0_5: fScore(0.25),
  f1: fScore(1),
  f2: fScore(4),
  roc_auc: ({ hits, misses, rest, falseAlarms }, population) =>
    pairsWon(population) / ((hits + misses) * (rest + falseAlarms)),
  average_precision: ({ hits, misses }, population) => precisionOfPositives(population) / (hits + misses),
  log_loss: (_, population) =>
    sum(population, (share, score) => -share * Math.log(score) - (1 - share) * Math.log(1 - score)),
  brier_score: (_, population) =>
    sum(population, (share, score) => share * (1 - score) ** 2 + (1 - share) * score ** 2),
  calibration_error: (_, population) => gaps(population),
};

/** A binary metric over a whole population; scores of a half or more are predicted positive. */
export function binaryValue(metric: MetricName, population: BinaryPopulation): number {
  return formulaOf(BINARY_VALUES, metric)(confusionOf(population), population);
}

function confusionOf({ weights, scores, shares }: BinaryPopulation) {
  let [hits, falseAlarms, misses, rest] = [0, 0, 0, 0];
  for (let i = 0; i < weights.length; i++) {
    const positive = weights[i] * shares[i];
    if (scores[i] >= 0.5) {
      hits += positive;
      falseAlarms += weights[i] - positive;
    } else {
      misses += positive;
      rest += weights[i] - positive;
    }
  }
  return { hits, falseAlarms, misses, rest };
}

/** Weight of the pairs of a positive and a negative row in which the positive one has the higher score, half of the ties. */
function pairsWon({ weights, shares }: BinaryPopulation): number {
  let [below, won] = [0, 0];
  for (let i = 0; i < weights.length; i++) {
    const positive = weights[i] * shares[i];
    const negative = weights[i] - positive;
    won += positive * (below + negative / 2);
    below += negative;
  }
  return won;
}

/** Over the positives, the precision among all rows with their score or a higher one. */
function precisionOfPositives({ weights, shares }: BinaryPopulation): number {
  let [hits, selected, total] = [0, 0, 0];
  for (let i = weights.length - 1; i >= 0; i--) {
    const positive = weights[i] * shares[i];
    total += (positive * (hits + positive / 2)) / (selected + weights[i] / 2);
    hits += positive;
    selected += weights[i];
  }
  return total;
}

function sum({ weights, scores, shares }: BinaryPopulation, of: (share: number, score: number) => number): number {
  let total = 0;
  for (let i = 0; i < weights.length; i++) total += weights[i] * of(shares[i], scores[i]);
  return total;
}

const BINS = 10;

function gaps({ weights, scores, shares }: BinaryPopulation): number {
  const sums = new Float64Array(BINS);
  for (let i = 0; i < weights.length; i++) {
    sums[Math.max(0, Math.ceil(scores[i] * BINS) - 1)] += weights[i] * (shares[i] - scores[i]);
  }
  return sums.reduce((total, gap) => total + Math.abs(gap), 0);
}

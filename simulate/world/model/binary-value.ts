import type { BinaryMetric } from '../../../lambdas/core/performance/types.ts';

/** Points of a population in ascending order of their scores: weights that add up to 1, scores, and the shares of positives among them. */
export interface BinaryPopulation {
  readonly weights: Float64Array;
  readonly scores: Float64Array;
  readonly shares: Float64Array;
}

/** A binary metric over a whole population; scores of a half or more are predicted positive. */
export function binaryValue(metric: BinaryMetric, population: BinaryPopulation): number {
  const confusion = confusionOf(population);
  const { hits, falseAlarms, misses, rest } = confusion;
  const fScore = (square: number) => ((1 + square) * hits) / ((1 + square) * hits + square * misses + falseAlarms);
  switch (metric) {
    case 'accuracy':
      return hits + rest;
    case 'precision':
      return hits / (hits + falseAlarms);
    case 'recall':
      return hits / (hits + misses);
    case 'specificity':
      return rest / (rest + falseAlarms);
    case 'f0_5':
      return fScore(0.25);
    case 'f1':
      return fScore(1);
    case 'f2':
      return fScore(4);
    case 'roc_auc':
      return pairsWon(population) / ((hits + misses) * (rest + falseAlarms));
    case 'average_precision':
      return precisionOfPositives(population) / (hits + misses);
    case 'log_loss':
      return sum(population, (share, score) => -share * Math.log(score) - (1 - share) * Math.log(1 - score));
    case 'brier_score':
      return sum(population, (share, score) => share * (1 - score) ** 2 + (1 - share) * score ** 2);
    case 'calibration_error':
      return gaps(population);
  }
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

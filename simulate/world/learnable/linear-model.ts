/** A logistic regression on features that have the mean 0 and the deviation 1. */
export interface LinearModel {
  readonly intercept: number;
  readonly weights: readonly number[];
}

/** Of the features of generated worlds, columns of the kind `normal`. */
const MEAN = 50;
const DEVIATION = 10;

export function standardised(feature: number): number {
  return (feature - MEAN) / DEVIATION;
}

/** Logit of the probability that the label is 1. @param features as they stand in the data */
export function logitOf({ intercept, weights }: LinearModel, features: (index: number) => number): number {
  return weights.reduce((sum, weight, i) => sum + weight * standardised(features(i)), intercept);
}

/** Scores have four decimals and are never 0 or 1. */
const DECIMALS = 1e4;

export function scoreOf(logit: number): number {
  const score = 1 / (1 + Math.exp(-logit));
  return Math.min(DECIMALS - 1, Math.max(1, Math.round(score * DECIMALS))) / DECIMALS;
}

export function formatModel(model: LinearModel): string {
  return `${JSON.stringify(model)}\n`;
}

export function parseModel(text: string): LinearModel {
  return JSON.parse(text) as LinearModel;
}

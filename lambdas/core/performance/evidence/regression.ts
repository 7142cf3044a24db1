import { checkFinite, checkLengths } from './inputs.ts';

/** Labels and predictions of a regression, a row each, finite. */
export interface RegressionPredictions {
  readonly actual: Float64Array;
  readonly predicted: Float64Array;
}

/** What the regression metrics are computed from. */
export interface RegressionEvidence {
  readonly rows: number;
  readonly actual: Float64Array;
  /** predicted - actual, a row each. */
  readonly errors: Float64Array;
}

/** Checks and subtracts. Throws InvalidPredictionsError. */
export function gatherRegression({ actual, predicted }: RegressionPredictions): RegressionEvidence {
  checkLengths(actual.length, { predicted: predicted.length });
  checkFinite('actual', actual);
  checkFinite('predicted', predicted);
  const errors = new Float64Array(actual.length);
  for (let row = 0; row < errors.length; row++) errors[row] = predicted[row] - actual[row];
  return { rows: actual.length, actual, errors };
}

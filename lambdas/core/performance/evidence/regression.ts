import { checkFinite, checkLengths } from './inputs.ts';

/** Labels and predictions of a regression, one per row, finite. */
export interface RegressionPredictions {
  readonly actual: Float64Array;
  readonly predicted: Float64Array;
}

/** Input of the regression metrics. */
export interface RegressionEvidence {
  readonly rows: number;
  readonly actual: Float64Array;
  /** predicted - actual, one per row. */
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

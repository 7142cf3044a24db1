import { type LinearModel, standardised } from '../world/learnable/linear-model.ts';

const STEPS = 25;
/** Keeps the weights finite where the classes can be separated. */
const RIDGE = 1e-3;

/**
 * A logistic regression by Newton's method.
 *
 * @param rows features as they stand in the data, a row each
 * @param labels 0 or 1
 */
export function fitLogisticRegression(rows: readonly (readonly number[])[], labels: readonly number[]): LinearModel {
  const inputs = rows.map((row) => [1, ...row.map(standardised)]);
  const size = inputs[0].length;
  let weights: readonly number[] = new Array<number>(size).fill(0);
  for (let step = 0; step < STEPS; step++) {
    const gradient = weights.map((weight) => -RIDGE * weight);
    const hessian = weights.map((_, i) => weights.map((_, j) => (i === j ? RIDGE : 0)));
    for (const [row, input] of inputs.entries()) {
      const logit = input.reduce((sum, x, i) => sum + x * weights[i], 0);
      const probability = 1 / (1 + Math.exp(-logit));
      const spread = probability * (1 - probability);
      for (let i = 0; i < size; i++) {
        gradient[i] += (labels[row] - probability) * input[i];
        for (let j = 0; j < size; j++) hessian[i][j] += spread * input[i] * input[j];
      }
    }
    const change = solveLinear(hessian, gradient);
    weights = weights.map((weight, i) => weight + change[i]);
    if (Math.max(...change.map(Math.abs)) < 1e-9) break;
  }
  const [intercept, ...others] = weights;
  return { intercept, weights: others };
}

/** The solution x of A·x = b, by elimination; A is symmetric and positive definite. */
function solveLinear(a: readonly (readonly number[])[], b: readonly number[]): number[] {
  const rows = a.map((row, i) => [...row, b[i]]);
  for (let i = 0; i < rows.length; i++) {
    for (let k = i + 1; k < rows.length; k++) {
      const factor = rows[k][i] / rows[i][i];
      for (let j = i; j <= rows.length; j++) rows[k][j] -= factor * rows[i][j];
    }
  }
  const x = new Array<number>(rows.length).fill(0);
  for (let i = rows.length - 1; i >= 0; i--) {
    const known = x.reduce((sum, value, j) => sum + (j > i ? rows[i][j] * value : 0), 0);
    x[i] = (rows[i][rows.length] - known) / rows[i][i];
  }
  return x;
}

import { evaluateRegression } from '../../lambdas/core/performance/evaluate.ts';
import { normalDistribution } from '../../lambdas/core/statistics/normal.ts';
import type { SeededRandom } from '../../lambdas/core/statistics/random.ts';
import type { World } from './world.ts';

/** Errors with the mean 0: how they are drawn, and the means of their absolute values and of their squares. */
interface Errors {
  readonly draw: (random: SeededRandom) => number;
  readonly absolute: number;
  readonly square: number;
}

/** Means by hand: of |N(0, 1)| it is √(2/π), of |t(3)| 2√3/π, of |exp(Z) - √e| 2√e (Φ(½) - Φ(-½)). */
const ERRORS = {
  normal: { draw: (random) => random.normal(), absolute: Math.sqrt(2 / Math.PI), square: 1 },
  'one in a hundred ten times as large': {
    draw: (random) => (random.uniform() < 0.01 ? 10 : 1) * random.normal(),
    absolute: 1.09 * Math.sqrt(2 / Math.PI),
    square: 1.99,
  },
  't with 3 degrees': {
    draw: (random) =>
      random.normal() / Math.sqrt((random.normal() ** 2 + random.normal() ** 2 + random.normal() ** 2) / 3),
    absolute: (2 * Math.sqrt(3)) / Math.PI,
    square: 3,
  },
  'log-normal': {
    draw: (random) => Math.exp(random.normal()) - Math.sqrt(Math.E),
    absolute: 2 * Math.sqrt(Math.E) * (normalDistribution(0.5) - normalDistribution(-0.5)),
    square: (Math.E - 1) * Math.E,
  },
} as const satisfies Record<string, Errors>;

/** Labels: how they are drawn, their variance, and the mean of 1 / label. */
const LABELS = {
  uniform: { draw: (random: SeededRandom) => 5 + 10 * random.uniform(), variance: 100 / 12, inverse: Math.log(3) / 10 },
  'log-normal': {
    draw: (random: SeededRandom) => Math.exp(random.normal()),
    variance: (Math.E - 1) * Math.E,
    inverse: Math.sqrt(Math.E),
  },
} as const;

export interface RegressionSpec {
  readonly errors: keyof typeof ERRORS;
  readonly labels: keyof typeof LABELS;
}

export const ERROR_NAMES = Object.keys(ERRORS) as (keyof typeof ERRORS)[];
export const LABEL_NAMES = Object.keys(LABELS) as (keyof typeof LABELS)[];

/** Labels, and predictions that miss them by errors that do not depend on the label. */
export function regressionWorld(spec: RegressionSpec): World {
  const [errors, labels]: [Errors, (typeof LABELS)[keyof typeof LABELS]] = [ERRORS[spec.errors], LABELS[spec.labels]];
  return {
    draw: (random, rows) => {
      const actual = Float64Array.from({ length: rows }, () => labels.draw(random));
      return evaluateRegression({ actual, predicted: actual.map((label) => label + errors.draw(random)) });
    },
    truth: () => ({
      mae: errors.absolute,
      mse: errors.square,
      rmse: Math.sqrt(errors.square),
      mape: errors.absolute * labels.inverse,
      bias: 0,
      r2: 1 - errors.square / labels.variance,
    }),
  };
}

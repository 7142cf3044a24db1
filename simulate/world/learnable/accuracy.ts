import { normalDistribution } from '../../../lambdas/core/statistics/normal.ts';
import { normalGrid } from '../model/normal-grid.ts';
import { solve } from '../model/solve.ts';
import type { LinearModel } from './linear-model.ts';

/**
 * The truth of a day: features have independent standard normal distributions, and a row is positive with the probability
 * σ(strength · direction · features), where the direction has the length 1.
 */
export interface Truth {
  readonly strength: number;
  readonly direction: readonly number[];
}

const GRID = normalGrid(0);

/**
 * The accuracy of a model over infinitely many rows. Its logit and the truth's are jointly normal. Given the truth's z, the
 * model's logit is normal with the mean b + |w|·ρ·z and the deviation |w|·√(1 − ρ²).
 */
export function accuracyOf({ intercept, weights }: LinearModel, { strength, direction }: Truth): number {
  const length = Math.hypot(...weights);
  const along = weights.reduce((sum, weight, i) => sum + weight * direction[i], 0);
  const across = Math.sqrt(Math.max(0, length * length - along * along));
  return GRID.points.reduce((sum, z, i) => {
    const positive = 1 / (1 + Math.exp(-strength * z));
    const margin = intercept + along * z;
    const predicted = across < 1e-9 * length ? Number(margin >= 0) : normalDistribution(margin / across);
    return sum + GRID.weights[i] * (positive * predicted + (1 - positive) * (1 - predicted));
  }, 0);
}

const STRONGEST = 1000;

/** The strength with which a model that knows the truth has this accuracy. @throws RangeError where none gives it */
export function strengthFor(accuracy: number): number {
  const found = solve(
    (strength) => accuracyOf(modelAlong(strength, [1]), { strength, direction: [1] }),
    accuracy,
    1e-3,
    STRONGEST,
  );
  if (found === null)
    throw new RangeError(`accuracy cannot be ${accuracy} in simulations with retrainings: it is between 0.5 and 1`);
  return found;
}

/** The turn of the truth, in radians, after which a model that knew it has this accuracy. @throws RangeError for less than a half */
export function turnFor(accuracy: number, strength: number): number {
  const model = modelAlong(strength, [1, 0]);
  const turned = (angle: number) => accuracyOf(model, { strength, direction: [Math.cos(angle), Math.sin(angle)] });
  if (accuracy >= turned(0)) return 0;
  const found = solve(turned, accuracy, 0, Math.PI / 2);
  if (found === null)
    throw new RangeError(
      `accuracy cannot become ${accuracy.toFixed(4)} in simulations with retrainings: at worst it is 0.5`,
    );
  return found;
}

export function modelAlong(strength: number, direction: readonly number[]): LinearModel {
  return { intercept: 0, weights: direction.map((part) => strength * part) };
}

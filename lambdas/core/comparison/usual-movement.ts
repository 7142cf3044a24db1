import { MOVEMENT_MODELS } from '../drift/movement/movement-models.ts';

/**
 * Prior probabilities of usual movement by its size, in standard deviations of a row. Up to 0.05 is likely: one
 * percentage point for an accuracy of 0.95 and 2.5 for one of 0.5. Only windows can show that a metric moves more.
 */
const SIZES = new Map([
  [0, 0.35],
  [0.015, 0.2],
  [0.03, 0.22],
  [0.05, 0.15],
  [0.07, 0.04],
  [0.085, 0.015],
  [0.1, 8e-3],
  [0.115, 4e-3],
  [0.135, 2e-3],
  [0.16, 1e-3],
  [0.2, 5e-4],
]);

/** Prior probabilities of the correlation between one window and the next. */
const AUTOCORRELATIONS = new Map([
  [0, 0.88],
  [0.5, 0.09],
  [0.8, 0.03],
]);

/** The prior probability of each model of movement for a metric; not normalised. */
export const METRIC_PRIOR: readonly number[] = MOVEMENT_MODELS.map(
  ({ sd, autocorrelation }) => SIZES.get(sd)! * (sd === 0 ? 1 : AUTOCORRELATIONS.get(autocorrelation)!),
);

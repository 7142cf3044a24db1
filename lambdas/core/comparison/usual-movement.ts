import { MOVEMENT_MODELS } from '../drift/movement/movement-models.ts';

/**
 * Probabilities of a metric's usual movement by its standard deviation, in those of a row, before any window was seen: up
 * to 0.05 is likely, which is one percentage point of an accuracy of 0.95 and 2.5 of one of 0.5; the windows have to show more.
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

/** How much of it one window hands on to the next: that it is much has to be shown by the windows, too. */
const AUTOCORRELATIONS = new Map([
  [0, 0.88],
  [0.5, 0.09],
  [0.8, 0.03],
]);

/** By model of movement, its probability for a metric; not normalised. */
export const METRIC_PRIOR: readonly number[] = MOVEMENT_MODELS.map(
  ({ sd, autocorrelation }) => SIZES.get(sd)! * (sd === 0 ? 1 : AUTOCORRELATIONS.get(autocorrelation)!),
);

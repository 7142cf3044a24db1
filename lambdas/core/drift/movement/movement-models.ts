import type { Scale } from './scale.ts';

/**
 * How a column may move from window to window without a fault: by `sd` standard deviations of the baseline, with a
 * first-order autoregression from one window to the next.
 */
export interface MovementModel {
  readonly sd: number;
  readonly autocorrelation: number;
  /** Its probability before any window was seen. */
  readonly prior: number;
}

/**
 * Prior probabilities of movement by its size: up to 0.085 standard deviations is likely, 0.1 is possible, and only
 * windows can show that a column moves more.
 */
const SIZES: readonly (readonly [sd: number, prior: number])[] = [
  [0, 0.32],
  [0.015, 0.2],
  [0.03, 0.2],
  [0.05, 0.12],
  [0.07, 0.1],
  [0.085, 0.03],
  [0.1, 4e-3],
  [0.115, 3e-4],
  [0.135, 5e-5],
  [0.16, 1e-5],
  [0.2, 1e-6],
];

const AUTOCORRELATIONS: readonly (readonly [autocorrelation: number, prior: number])[] = [
  [0, 0.4],
  [0.5, 0.3],
  [0.8, 0.3],
];

/** Every model of usual movement; the first one is no movement. */
export const MOVEMENT_MODELS: readonly MovementModel[] = SIZES.flatMap(([sd, ofSize]) =>
  sd === 0
    ? [{ sd, autocorrelation: 0, prior: ofSize }]
    : AUTOCORRELATIONS.map(([autocorrelation, part]) => ({ sd, autocorrelation, prior: ofSize * part })),
);

/**
 * How many windows a baseline is assumed to be drawn from. Their movement is in its mean, and so in every difference
 * from it.
 */
const BASELINE_WINDOWS = 28;

/** How a model's movement contributes to the mean of the next `windows` windows. */
export interface MeanOfWindows {
  /** Variance of the mean, as a part of the movement's, when nothing is known of the windows before. */
  readonly variance: number;
  /** The weight in the mean of the first window's movement. */
  readonly carried: number;
  /** Variance of what is added after the first window, as a part of the movement's. */
  readonly added: number;
}

/** {@link MeanOfWindows} of a movement of that autocorrelation. */
export function meanOfWindows(autocorrelation: number, windows: number): MeanOfWindows {
  let variance = 1;
  for (let lag = 1; lag < windows; lag++) variance += 2 * (1 - lag / windows) * autocorrelation ** lag;
  // The weight of one window's innovation in the mean, which fades over the windows after it.
  const partOf = (following: number) => (1 - autocorrelation ** following) / (1 - autocorrelation) / windows;
  let added = 0;
  for (let following = 1; following < windows; following++) added += partOf(following) ** 2;
  return {
    variance: variance / windows,
    carried: partOf(windows),
    added: added * (1 - autocorrelation ** 2),
  };
}

/** The variance that a model's movement leaves in the baseline's own mean, as a part of the movement's. */
export const BASELINE_PART: readonly number[] = MOVEMENT_MODELS.map(
  ({ autocorrelation }) => meanOfWindows(autocorrelation, BASELINE_WINDOWS).variance,
);

/** Degrees of freedom of Student's t: real windows sometimes move further than a normal distribution allows. */
export const TAIL_DEGREES = 60;

/**
 * The part of a deviation that another scale may explain, at most, in standard deviations: a mean that falls to nearly
 * zero is drift.
 */
const MOST_BY_SCALE = 0.25;

/** A difference between an effect and what a model expects of it. */
export interface Deviation {
  /** Signed. */
  readonly size: number;
  /** Variance of the difference under the model. */
  readonly variance: number;
  /** The part of the variance that comes from usual movement. */
  readonly movement: number;
  /** The expected effect. */
  readonly from: number;
  /** Another scale on which the column may move evenly; null: there is none. */
  readonly scale: Scale | null;
}

/** The normal score of a deviation, on both scales on which the column may move. */
export function scoreOfDeviation(deviation: Deviation): number {
  const { size, variance, movement, scale } = deviation;
  if (movement <= 0) return size / Math.sqrt(variance);
  const own = scoreOf(size, deviation);
  if (scale === null) return own;
  const other = scoreOf(size - explainedBy(scale, deviation), deviation);
  if (scale.probability === 1) return other;
  // The mean of both chances, with tails that fall like those of normal distributions.
  const chance = scale.probability + (1 - scale.probability) * Math.exp((other ** 2 - own ** 2) / 2);
  return Math.sign(size) * Math.sqrt(other ** 2 - 2 * Math.log(chance));
}

/**
 * By Student's t. The degrees of freedom of the sum of movement and sampling, which has normal tails, are
 * Satterthwaite's; the normal score is Wallace's (1959).
 */
function scoreOf(size: number, { variance, movement }: Deviation): number {
  const distance = size / Math.sqrt(variance);
  const degrees = TAIL_DEGREES * (variance / movement) ** 2;
  const wallace = (8 * degrees + 1) / (8 * degrees + 3);
  return Math.sign(distance) * wallace * Math.sqrt(degrees * Math.log1p(distance ** 2 / degrees));
}

/**
 * By how much a deviation is smaller on the other scale; 0 where it is larger. Only the movement's part of it is on
 * that scale, the sampling's is not.
 */
function explainedBy({ placeOf }: Scale, { size, variance, movement, from }: Deviation): number {
  const moved = (size * movement) / variance;
  const onScale = placeOf(from + moved) - placeOf(from);
  return Math.sign(moved) * Math.max(0, Math.min(MOST_BY_SCALE, Math.abs(moved) - Math.abs(onScale)));
}

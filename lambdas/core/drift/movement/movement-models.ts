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

/** The weights of the movement models before any window is seen. */
export const PRIOR: readonly number[] = MOVEMENT_MODELS.map(({ prior }) => prior);

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

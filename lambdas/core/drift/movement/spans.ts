import { type MeanOfWindows, MOVEMENT_MODELS, meanOfWindows } from './movement-models.ts';

/** The shares of the chance of a false alarm that the tests of one shift may spend, together 1. */
const WINDOW_SHARE = 0.55;
const MEANS_SHARE = 0.3;
const STEPS_SHARE = 0.1;
export const OFFSET_SHARE = 0.05;

/** The last windows, which are averaged when a lasting shift is searched. */
export interface Span {
  readonly windows: number;
  /** The share for the test of their mean. */
  readonly share: number;
  /** The share for the test of a common offset from the windows before; 0: a single window is not tested for one. */
  readonly stepShare: number;
  /** From three windows on, the farthest one is left out of the mean: one outlier must not pass for a lasting shift. */
  readonly used: number;
  /** By movement model. */
  readonly means: readonly MeanOfWindows[];
  /** Variance of the mean by movement model, as a part of the movement's. */
  readonly variances: readonly number[];
}

/** Every span, shortest first. */
export const SPANS: readonly Span[] = [
  { windows: 1, share: WINDOW_SHARE, stepShare: 0 },
  ...[2, 3, 5, 7, 14, 28].map((windows, _, lasting) => ({
    windows,
    share: MEANS_SHARE / lasting.length,
    stepShare: STEPS_SHARE / lasting.length,
  })),
].map(({ windows, share, stepShare }) => {
  const used = windows < 3 ? windows : windows - 1;
  const means = MOVEMENT_MODELS.map(({ autocorrelation }) => meanOfWindows(autocorrelation, used));
  return { windows, share, stepShare, used, means, variances: means.map(({ variance }) => variance) };
});

/** Whether a span begins that many windows before the assessed one. */
export function startsSpan(windowsBefore: number): boolean {
  return SPANS.some(({ windows }) => windows === windowsBefore + 1);
}

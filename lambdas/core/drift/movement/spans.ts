import { type MeanOfWindows, MOVEMENT_MODELS, meanOfWindows } from './movement-models.ts';

/** How many of the last windows are averaged when a lasting shift is searched. */
export interface Span {
  readonly windows: number;
  /** Share of the chance of a false alarm that the test of this mean may spend. */
  readonly share: number;
  /** From three windows on, the farthest one is left out of the mean: one outlier must not pass for a lasting shift. */
  readonly used: number;
  /** By movement model. */
  readonly means: readonly MeanOfWindows[];
  /** Variance of the mean by movement model, as a part of the movement's. */
  readonly variances: readonly number[];
}

/** Every span, shortest first. */
export const SPANS: readonly Span[] = [
  { windows: 1, share: 0.55 },
  ...[2, 3, 5, 7, 14, 28].map((windows) => ({ windows, share: 0.3 / 6 })),
].map(({ windows, share }) => {
  const used = windows < 3 ? windows : windows - 1;
  const means = MOVEMENT_MODELS.map(({ autocorrelation }) => meanOfWindows(autocorrelation, used));
  return { windows, share, used, means, variances: means.map(({ variance }) => variance) };
});

/** Whether a span begins that many windows before the assessed one. */
export function startsSpan(windowsBefore: number): boolean {
  return SPANS.some(({ windows }) => windows === windowsBefore + 1);
}

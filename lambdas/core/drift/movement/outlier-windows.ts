import { median } from '../../statistics/median.ts';

/** With fewer windows none is an outlier: they do not show how far windows move. */
const MIN_WINDOWS = 8;
/** At most this share of a baseline's windows are outliers: what more windows do is usual. */
const ODD_SHARE = 0.05;
/** An outlier is this many times as far from the median as the farthest of the others, or as chance explains. */
const TIMES_AS_FAR = 4;

/**
 * Which windows of a baseline lie far from all others, such as one day of broken data in a month of training data.
 * Learning from them would make any movement look usual. The windows of a season are no outliers: there are too many of
 * them.
 */
export function findOutlierWindows(windows: readonly { readonly effect: number; readonly error: number }[]): boolean[] {
  if (windows.length < MIN_WINDOWS) return windows.map(() => false);
  const middle = median(windows.map(({ effect }) => effect));
  const distances = windows.map(({ effect }) => Math.abs(effect - middle));
  const others = windows.length - Math.max(1, Math.floor(ODD_SHARE * windows.length));
  const farthest = [...distances].sort((a, b) => a - b)[others - 1];
  return distances.map((distance, i) => distance > TIMES_AS_FAR * Math.max(farthest, windows[i].error));
}

import { median } from '../../statistics/median.ts';

/** Of fewer windows none is odd: nobody knows how far they move. */
const MIN_WINDOWS = 8;
/** At most so many windows of a baseline are odd: what more of them do is usual. */
const ODD_SHARE = 0.05;
/** So many times as far from the median as the farthest of the others, or as chance goes. */
const TIMES_AS_FAR = 4;

/**
 * Which windows of a baseline lie far off all its others, such as a day of broken data among a month of training data: one of
 * them would make any movement look usual. A season does not: its windows are too many.
 */
export function findOddWindows(windows: readonly { readonly effect: number; readonly error: number }[]): boolean[] {
  if (windows.length < MIN_WINDOWS) return windows.map(() => false);
  const middle = median(windows.map(({ effect }) => effect));
  const distances = windows.map(({ effect }) => Math.abs(effect - middle));
  const others = windows.length - Math.max(1, Math.floor(ODD_SHARE * windows.length));
  const farthest = [...distances].sort((a, b) => a - b)[others - 1];
  return distances.map((distance, i) => distance > TIMES_AS_FAR * Math.max(farthest, windows[i].error));
}

import type { Observation } from './series.ts';

/** Back is what is twenty times as probable as that the shift is still there. */
const BACK = Math.log(20);

/**
 * Whether a shift that was flagged is over: the windows since, the judged one last, are that much more probable where the
 * column was before than where it was when it was flagged. A window between the two decides nothing: having been away for
 * long makes nothing usual.
 *
 * @param run the windows since the first that was flagged, oldest first, the judged one last; two at least
 * @param movement variance of usual movement and of the baseline's own error
 */
export function isBack(run: readonly Observation[], movement: number): boolean {
  let sum = run[0].effect;
  let evidence = 0;
  for (let i = 1; i < run.length; i++) {
    const { effect, error } = run[i];
    const shifted = sum / i;
    const variance = error ** 2 + movement;
    evidence = Math.max(0, evidence + ((shifted - 2 * effect) * shifted) / (2 * variance));
    sum += effect;
  }
  return evidence >= BACK;
}

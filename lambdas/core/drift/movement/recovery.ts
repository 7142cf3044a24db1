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
 * @param material a smaller effect does not matter: the shift is taken to be as large at least, however little the first windows show of it
 */
export function isBack(run: readonly Observation[], movement: number, material: number): boolean {
  const sign = Math.sign(run[0].effect) || 1;
  /** The windows that show where the shift is; those that may be back already are not yet among them. */
  let [sum, count] = [run[0].effect, 1];
  let [since, sinceCount] = [0, 0];
  let evidence = 0;
  for (const { effect, error } of run.slice(1)) {
    const shifted = sign * Math.max(material, sign * (sum / count));
    const variance = error ** 2 + movement;
    evidence = Math.max(0, evidence + ((shifted - 2 * effect) * shifted) / (2 * variance));
    since += effect;
    sinceCount++;
    if (evidence > 0) continue;
    sum += since;
    count += sinceCount;
    [since, sinceCount] = [0, 0];
  }
  return evidence >= BACK;
}

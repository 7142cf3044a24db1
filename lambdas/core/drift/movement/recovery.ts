import type { Observation } from './series.ts';

/** A column has recovered when that is twenty times as probable as the shift still being there. */
const BACK = Math.log(20);

/**
 * Whether a flagged shift is over: the windows since then, the assessed one last, are {@link BACK} more probable at the
 * level before the shift than at the level at which it was flagged. A window halfway between decides nothing, so a
 * shift does not become usual because it lasts.
 *
 * @param run the windows since the first that was flagged, oldest first, the assessed one last; two at least
 * @param movement variance of usual movement and of the baseline's own error
 * @param material the smallest effect that matters: the shift is taken to be at least this large, even if the first
 * windows show less
 */
export function isBack(run: readonly Observation[], movement: number, material: number): boolean {
  const sign = Math.sign(run[0].effect) || 1;
  /** The windows that show where the shift is, without those that may be back already. */
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

import type { CheckedWindow } from './checked-window.ts';
import { KEPT_WINDOWS, type MonitorState } from './state.ts';

/** Milliseconds. A retraining needs more than a week of bad performance, which {@link KEPT_WINDOWS} short windows do not cover. */
const KEPT_TIME = 8 * 86_400_000;

/**
 * The checked windows, ordered by time, with this one in place of an earlier check of the same window. Of windows older than
 * the latest {@link KEPT_WINDOWS}, only three kinds are kept: windows whose labels are still expected, windows of the last
 * {@link KEPT_TIME} that can justify a retraining, and windows with broken data as long as accuracy checks go back that far.
 *
 * @param accuracyFrom Start of the first window of accuracy checks on record, milliseconds since the epoch. @default there is none
 */
export function recordCheckedWindow(
  checkedWindows: readonly CheckedWindow[],
  checkedWindow: CheckedWindow,
  accuracyFrom = Number.POSITIVE_INFINITY,
): CheckedWindow[] {
  const others = checkedWindows.filter((other) => other.window !== checkedWindow.window);
  const all = [...others, checkedWindow].sort((a, b) => a.start - b.start);
  const first = all.length - KEPT_WINDOWS;
  const from = all[all.length - 1].start - KEPT_TIME;
  return all.filter(
    (one, i) =>
      i >= first ||
      one.labels?.settled === false ||
      (one.start >= from && one.limits.some(({ purpose }) => purpose === 'retrain')) ||
      (one.start >= accuracyFrom && hasBrokenData(one)),
  );
}

/** Whether a drift check found the window's data broken. */
export function hasBrokenData({ signals }: CheckedWindow): boolean {
  return signals.some(({ kind, status }) => kind === 'data-quality' && status === 'breach');
}

/** The latest accuracy check of a window. */
export function findCheckedWindow(
  { checks }: Pick<MonitorState, 'checks'>,
  { name }: { readonly name: string },
): CheckedWindow | undefined {
  return checks.accuracy.find((checkedWindow) => checkedWindow.window === name);
}

/** Whether labels are still expected for predictions that have none. */
export function lacksLabels({ labels }: CheckedWindow): boolean {
  return labels !== null && !labels.settled && labels.coverage < 1;
}

/** Whether a check without news would leave the stored window unchanged. */
export function isWaitingAlike({ labels: a }: CheckedWindow, { labels: b }: CheckedWindow): boolean {
  return a?.settled === b?.settled && a?.seen === b?.seen;
}

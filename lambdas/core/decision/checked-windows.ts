import type { CheckedWindow } from './checked-window.ts';
import { KEPT_WINDOWS, type MonitorState } from './state.ts';

/** Milliseconds. Longer than the week that performance has to be bad for a retraining: 400 short windows are not. */
const KEPT_TIME = 8 * 86_400_000;

/**
 * The checked windows with this one in its place by time, replacing an earlier check of the same window. Beyond {@link KEPT_WINDOWS}
 * only those are kept whose labels are waited for, those of the last {@link KEPT_TIME} that a retraining can rest on, and those
 * with broken data, for as long as accuracy checks of such windows are on record.
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

/** The state of a window's accuracy checks. */
export function findCheckedWindow(
  { checks }: Pick<MonitorState, 'checks'>,
  { name }: { readonly name: string },
): CheckedWindow | undefined {
  return checks.accuracy.find((checkedWindow) => checkedWindow.window === name);
}

/** Whether labels are expected for predictions that have none. */
export function lacksLabels({ labels }: CheckedWindow): boolean {
  return labels !== null && !labels.settled && labels.coverage < 1;
}

/** Whether a look that has no news leaves the checked window as it is. */
export function isWaitingAlike({ labels: a }: CheckedWindow, { labels: b }: CheckedWindow): boolean {
  return a?.settled === b?.settled && a?.seen === b?.seen;
}

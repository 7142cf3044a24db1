import { KEPT_WINDOWS, type MonitorState } from '../../decision/state.ts';
import { isDue, isPastMaxAge } from '../../labels/label-timing.ts';
import type { LabelSettings, Monitor } from '../../monitor/monitor.ts';
import { windowsBetween } from '../../monitor/windows.ts';
import type { Window } from '../../window.ts';

/**
 * The windows whose labels can have come and may still change the result: complete, older than `labels.lag`, and not yet
 * checked after `labels.maxAge`. Windows that were never checked are left out once they are older than both. Oldest first.
 */
export function windowsDue(
  { schedule }: Pick<Monitor, 'schedule'>,
  settings: LabelSettings,
  { checks: { drift, accuracy } }: Pick<MonitorState, 'checks'>,
  now: number,
): Window[] {
  // A window that was settled under a shorter `labels.maxAge` waits again.
  const settled = accuracy.filter(
    (checkedWindow) => checkedWindow.labels?.settled && isPastMaxAge(checkedWindow, now, settings),
  );
  // Windows before the first drift check were not watched, and those that are no longer on record are settled.
  const oldestKept = accuracy.length < KEPT_WINDOWS ? undefined : accuracy.at(-KEPT_WINDOWS);
  const watchedFrom = Math.max(
    ...[drift[0], oldestKept].map((checkedWindow) => checkedWindow?.start ?? Number.NEGATIVE_INFINITY),
  );
  const from = Math.max(now - settings.lag - settings.maxAge, watchedFrom);
  const windows = [...windowsBetween(schedule, from, now - settings.lag)].filter(({ start }) => start >= watchedFrom);
  const first = windows[0]?.start ?? now;
  const earlier = accuracy.filter(({ start }) => start < first);
  const known = new Set(settled.map(({ window }) => window));
  return [...earlier.map(({ window: name, start, end }): Window => ({ name, start, end })), ...windows].filter(
    (window) => isDue(window, now, settings) && !known.has(window.name),
  );
}

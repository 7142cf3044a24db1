import { latestWindowWithData, windowsWithData } from '../../lambdas/core/check/latest-window.ts';
import type { RunContext } from '../../lambdas/core/context.ts';
import { loadState } from '../../lambdas/core/decision/state-store.ts';
import type { Monitor } from '../../lambdas/core/monitor/monitor.ts';
import { lastCompleteWindow, windowByName } from '../../lambdas/core/monitor/windows.ts';
import { isoTime } from '../../lambdas/core/text/times.ts';
import type { Window } from '../../lambdas/core/window.ts';
import { UsageError } from './explain.ts';
import type { Terminal } from './terminal.ts';

/** The window of a name; null without one. */
export function completeWindow({ schedule }: Monitor, name: string | undefined, now: number): Window | null {
  const window = name === undefined ? null : windowByName(schedule, name);
  if (window === null || window.end <= now) return window;
  throw new UsageError(
    `window ${window.name} is not over before ${isoTime(window.end)}; the latest complete one is ${lastCompleteWindow(schedule, now).name}`,
  );
}

/**
 * Chooses the latest window with data and prints which one; null if there is none. Of a monitor without checks it also prints since
 * when there is data.
 *
 * @param from The first of the windows to check; null: only the latest.
 */
export async function chooseWindow(
  monitor: Monitor,
  context: RunContext,
  terminal: Terminal,
  from: Window | null,
): Promise<Window | null> {
  const latest = lastCompleteWindow(monitor.schedule, context.now);
  const checked = await latestChecked(monitor, context);
  if (from !== null && checked !== null && checked.start > from.start) {
    terminal.note(
      `window ${checked.window} was checked before, and the latest window decides about incidents: those of earlier windows are not opened now; a new --store would have them\n`,
    );
  }
  const isFirst = from === null && checked === null;
  const found = isFirst ? await windowsWithData(monitor, context) : null;
  const window = isFirst ? (found?.latest ?? null) : await latestWindowWithData(monitor, context);
  if (window === null) terminal.note(`no complete window has data; the latest complete one is ${latest.name}\n\n`);
  else if (window.name === latest.name) terminal.note(`the latest window with data is ${latest.name}\n\n`);
  else {
    terminal.note(
      `the latest window with data is ${window.name}; the latest complete one is ${latest.name}, which has none\n\n`,
    );
  }
  if (found !== null && found.first.start < found.latest.start) {
    terminal.note(
      `windows from ${found.first.name} on have data; --from ${found.first.name} checks them all, oldest first\n\n`,
    );
  }
  return window;
}

/** The latest window that was checked, by any check. */
async function latestChecked({ name }: Monitor, { results }: RunContext) {
  const { checks } = (await loadState(results, name)).state;
  const latest = [checks.drift.at(-1), checks.accuracy.at(-1)].filter((window) => window !== undefined);
  return latest.sort((a, b) => a.start - b.start).at(-1) ?? null;
}

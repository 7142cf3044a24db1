import { latestWindowWithData } from '../../lambdas/core/check/latest-window.ts';
import type { RunContext } from '../../lambdas/core/context.ts';
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

/** Chooses the latest window with data and prints which one; null if there is none. */
export async function chooseWindow(monitor: Monitor, context: RunContext, terminal: Terminal): Promise<Window | null> {
  const latest = lastCompleteWindow(monitor.schedule, context.now);
  const window = await latestWindowWithData(monitor, context);
  if (window === null) terminal.note(`no complete window has data; the latest complete one is ${latest.name}\n\n`);
  else if (window.name === latest.name) terminal.note(`the latest window with data is ${latest.name}\n\n`);
  else {
    terminal.note(
      `the latest window with data is ${window.name}; the latest complete one is ${latest.name}, which has none\n\n`,
    );
  }
  return window;
}

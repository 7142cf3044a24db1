import type { Monitor } from '../core/monitor/monitor.ts';
import { lastCompleteWindow, windowByName } from '../core/monitor/windows.ts';
import type { Window } from '../core/window.ts';
import { EventError } from './event.ts';

/**
 * The window with this name.
 *
 * @param due The window must be over by this time, milliseconds since the epoch.
 * @throws EventError when it is not over, UnknownWindowError when there is none
 */
export function namedWindow(
  { name, schedule }: Pick<Monitor, 'name' | 'schedule'>,
  window: string,
  due: number,
): Window {
  const named = windowByName(schedule, window);
  if (named.end <= due) return named;
  const latest = lastCompleteWindow(schedule, due);
  throw new EventError(
    `window ${named.name} of ${name} is not over before ${new Date(named.end).toISOString()}; the latest complete one is ${latest.name}`,
  );
}

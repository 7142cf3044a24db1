import { findHour, hourFolder } from '../capture/hour-folders.ts';
import type { RunContext } from '../context.ts';
import type { Monitor } from '../monitor/monitor.ts';
import { lastCompleteWindow, windowAt } from '../monitor/windows.ts';
import { protecting } from '../privacy/protect.ts';
import type { Window } from '../window.ts';
import { capturedTimes } from './reading/captured-times.ts';
import { isHourly } from './reading/describe-absence.ts';

/**
 * The latest window that is over and has captured data, for people who look at what they have; a schedule has to find that
 * data has stopped. Folders of hours are listed from the newest, and the newest is read for the time of its last row; plain
 * tables are read for their times.
 *
 * @returns null where there is none
 * @throws LocationError without the captured data's place
 */
export function latestWindowWithData(monitor: Monitor, context: RunContext): Promise<Window | null> {
  return protecting(monitor, () => findLatest(monitor, context));
}

async function findLatest(monitor: Monitor, context: RunContext): Promise<Window | null> {
  const { schedule } = monitor;
  const latest = lastCompleteWindow(schedule, context.now);
  const time = isHourly(monitor, latest)
    ? await latestInHours(monitor, latest.end, context)
    : ((await capturedTimes(monitor, context, { before: latest.end }))?.lastBefore ?? null);
  return time === null ? null : windowAt(schedule, time);
}

/** A folder can hold rows of the next hour, and of other times where files came late. */
async function latestInHours(monitor: Monitor, before: number, context: RunContext): Promise<number | null> {
  const { store, prefix } = context.open(monitor.capture.uri);
  const hour = await findHour(store, prefix, { from: 'newest', before });
  if (hour === null) return null;
  const times = await capturedTimes(monitor, context, { before, below: [`${hourFolder(hour, { of: 'hour' })}/`] });
  return times?.lastBefore ?? hour;
}

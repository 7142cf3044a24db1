import { findHour, hourFolder } from '../capture/hour-folders.ts';
import type { RunContext } from '../context.ts';
import type { Monitor } from '../monitor/monitor.ts';
import { lastCompleteWindow, windowAt } from '../monitor/windows.ts';
import { protecting } from '../privacy/protect.ts';
import type { Window } from '../window.ts';
import { capturedTimes, type TimesContext } from './reading/captured-times.ts';
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

/** The windows that are over and have captured data. */
export interface WindowsWithData {
  readonly first: Window;
  readonly latest: Window;
}

type LookContext = TimesContext & Pick<RunContext, 'now'>;

/**
 * The first and the latest window that are over and have captured data. Reads what {@link latestWindowWithData} reads, and of
 * folders of hours the oldest hour too.
 *
 * @param from The first may begin here, in milliseconds since the epoch. @default - anywhere
 * @returns null where there is none
 * @throws LocationError without the captured data's place
 */
export function windowsWithData(
  monitor: Monitor,
  context: LookContext,
  from = Number.NEGATIVE_INFINITY,
): Promise<WindowsWithData | null> {
  return protecting(monitor, async () => {
    const { schedule } = monitor;
    const { end: before, ...rest } = lastCompleteWindow(schedule, context.now);
    const isInHours = isHourly(monitor, { end: before, ...rest });
    const times = isInHours ? null : await capturedTimes(monitor, context, { before, from });
    const first = isInHours ? await firstInHours(monitor, { from, before }, context) : (times?.firstFrom ?? null);
    if (first === null) return null;
    const last = isInHours ? await latestInHours(monitor, before, context) : (times?.lastBefore ?? null);
    return last === null ? null : { first: windowAt(schedule, first), latest: windowAt(schedule, last) };
  });
}

async function firstInHours(
  monitor: Monitor,
  { from, before }: { readonly from: number; readonly before: number },
  context: LookContext,
): Promise<number | null> {
  const { store, prefix } = context.open(monitor.capture.uri);
  const hour = await findHour(store, prefix, { from: 'oldest', before, notBefore: from });
  if (hour === null) return null;
  const times = await capturedTimes(monitor, context, {
    before,
    from,
    below: [`${hourFolder(hour, { of: 'hour' })}/`],
  });
  return times?.firstFrom ?? Math.max(hour, from);
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
async function latestInHours(monitor: Monitor, before: number, context: LookContext): Promise<number | null> {
  const { store, prefix } = context.open(monitor.capture.uri);
  const hour = await findHour(store, prefix, { from: 'newest', before });
  if (hour === null) return null;
  const times = await capturedTimes(monitor, context, { before, below: [`${hourFolder(hour, { of: 'hour' })}/`] });
  return times?.lastBefore ?? hour;
}

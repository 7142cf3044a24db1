import type { Window } from '../window.ts';
import { dayStart, firstDayOf, type LocalDay, localDayOf, partBoundaries, toLocalDay } from './local-days.ts';
import type { ScheduleSettings } from './monitor.ts';

/**
 * Windows cover time without gaps: every instant lies in exactly one. They are aligned in the monitor's time zone and named by
 * their start, so that a name means the same window in every run.
 *
 * - Days (`P1D`, `P7D`, …) are local calendar days of 23 to 25 hours; several days are counted from Monday 1970-01-05, so
 *   that weeks start on Monday.
 * - Parts of a day (`PT1H`, `PT6H`, …) start at local midnight and its multiples on the wall clock. Where clocks are set
 *   forward, a boundary may not exist, and two parts join or one is shorter. Where they are set back, a part is longer, and it is
 *   split if it has twice its length or more.
 */
export type WindowSchedule = Pick<ScheduleSettings, 'window' | 'timeZone'>;

/** No window of the schedule has this name. */
export class UnknownWindowError extends Error {
  override readonly name = 'UnknownWindowError';
  readonly window: string;
  constructor(window: string, accepted: string) {
    super(`there is no window ${JSON.stringify(window)}; accepted: ${accepted}`);
    this.window = window;
  }
}

/** The window that contains the instant, milliseconds since the epoch. */
export function windowAt(schedule: WindowSchedule, instant: number): Window {
  const { window: length, timeZone } = schedule;
  const local = localDayOf(instant, timeZone);
  if ('days' in length) {
    let first = firstDayOf(local, length.days);
    // Where clocks are set back across midnight, a date occurs twice: its second part belongs to the new day.
    while (dayStart(first + length.days, timeZone) <= instant) first += length.days;
    return dayWindow(first, length.days, timeZone);
  }
  let day = local;
  while (dayStart(day + 1, timeZone) <= instant) day++;
  const boundaries = partBoundaries(day, length.minutes, timeZone);
  const next = boundaries.findIndex((boundary) => boundary > instant);
  return partWindow(boundaries[next - 1], boundaries[next]);
}

/** The latest window that is over: its end is at or before `now`. */
export function lastCompleteWindow(schedule: WindowSchedule, now: number): Window {
  return previousWindow(schedule, windowAt(schedule, now));
}

export function nextWindow(schedule: WindowSchedule, window: Window): Window {
  return windowAt(schedule, window.end);
}

export function previousWindow(schedule: WindowSchedule, window: Window): Window {
  return windowAt(schedule, window.start - 1);
}

/** The windows that overlap [start, end), in order. */
export function* windowsBetween(schedule: WindowSchedule, start: number, end: number): Generator<Window> {
  if (start >= end) return;
  for (let window = windowAt(schedule, start); window.start < end; window = nextWindow(schedule, window)) yield window;
}

/**
 * The window with this name. For days, any day of a window of several days names it. Throws {@link UnknownWindowError}.
 */
export function windowByName(schedule: WindowSchedule, name: string): Window {
  const { window: length, timeZone } = schedule;
  const accepted =
    'days' in length
      ? `a day of ${timeZone}, such as 2001-02-03`
      : 'the start of a window in UTC, such as 2001-02-03T05Z or 2001-02-03T0530Z';
  if ('days' in length) {
    const day = toLocalDay(name);
    if (day === null) throw new UnknownWindowError(name, accepted);
    const first = firstDayOf(day, length.days);
    const window = dayWindow(first, length.days, timeZone);
    if (window.start === window.end) throw new UnknownWindowError(name, `${accepted}; that time zone skipped this day`);
    return window;
  }
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d)(\d\d)?(\d\d)?Z$/.exec(name);
  const start =
    match === null ? Number.NaN : Date.parse(`${match[1]}T${match[2]}:${match[3] ?? '00'}:${match[4] ?? '00'}Z`);
  if (Number.isNaN(start)) throw new UnknownWindowError(name, accepted);
  const window = windowAt(schedule, start);
  if (window.name !== name) throw new UnknownWindowError(name, `${accepted}; the window around it is ${window.name}`);
  return window;
}

function dayWindow(first: LocalDay, days: number, timeZone: string): Window {
  return {
    name: toDate(first),
    start: dayStart(first, timeZone),
    end: dayStart(first + days, timeZone),
  };
}

function toDate(day: LocalDay): string {
  return new Date(day * 86_400_000).toISOString().slice(0, -'T00:00:00.000Z'.length);
}

function partWindow(start: number, end: number): Window {
  const [date, time] = new Date(start).toISOString().split('T');
  const [hours, minutes, seconds] = time.slice(0, 8).split(':');
  const rest = seconds !== '00' ? minutes + seconds : minutes !== '00' ? minutes : '';
  return { name: `${date}T${hours}${rest}Z`, start, end };
}

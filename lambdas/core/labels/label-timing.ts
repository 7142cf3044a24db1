import type { Window } from '../window.ts';
import { LABEL_READERS } from './formats/registry.ts';
import type { LabelSpec } from './spec.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Waits in milliseconds, see the monitor file's `labels` section. */
export interface LabelTiming {
  readonly lag: number;
  readonly maxAge: number;
}

/**
 * The key prefixes below the labels' location under which a window's labels can be: for the format in hours, whole days
 * `yyyy/mm/dd/` and at the edges hours `yyyy/mm/dd/hh/` (UTC) of ARRIVAL, from the window's start to an hour after `now`, and
 * none that begins when the maximum age is over; for the others everything, `['']`. Ascending, each hour once.
 */
export function labelPrefixes(
  window: Window,
  now: number,
  { format, maxAge }: Pick<LabelSpec, 'format'> & Pick<LabelTiming, 'maxAge'>,
): string[] {
  if (!LABEL_READERS[format].hourly) return [''];
  return hoursBetween(window.start, Math.min(now + HOUR, window.end + maxAge));
}

/**
 * The same of labels that come too late, for a week: longer than schedules pause, so that the first look after the maximum
 * age sees some of them. None where the place of a file does not say when it came.
 */
export function latePrefixes(
  { end }: Window,
  now: number,
  { format, maxAge }: Pick<LabelSpec, 'format'> & Pick<LabelTiming, 'maxAge'>,
): string[] {
  const over = end + maxAge;
  if (!LABEL_READERS[format].hourly || now < over) return [];
  return hoursBetween(over + HOUR - 1, Math.min(now + HOUR, over + 7 * DAY));
}

/** The hours from that of `start` to `end`, as prefixes. */
function hoursBetween(start: number, end: number): string[] {
  const prefixes: string[] = [];
  let hour = Math.floor(start / HOUR) * HOUR;
  while (hour < end) {
    const path = new Date(hour).toISOString().slice(0, 13).replaceAll(/[-T]/g, '/');
    const isWholeDay = hour % DAY === 0 && hour + DAY <= Math.ceil(end / HOUR) * HOUR;
    prefixes.push(isWholeDay ? path.slice(0, -'hh'.length) : `${path}/`);
    hour += isWholeDay ? DAY : HOUR;
  }
  return prefixes;
}

/** Whether enough time has passed since the window for a first accuracy check. */
export function isDue({ end }: Pick<Window, 'end'>, now: number, { lag }: Pick<LabelTiming, 'lag'>): boolean {
  return now >= end + lag;
}

/** Whether no label is waited for any more: not before all files of the last hour are written. */
export function isPastMaxAge(
  { end }: Pick<Window, 'end'>,
  now: number,
  { maxAge }: Pick<LabelTiming, 'maxAge'>,
): boolean {
  return now >= end + maxAge + HOUR;
}

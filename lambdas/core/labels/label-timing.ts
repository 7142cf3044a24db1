import type { Window } from '../window.ts';
import { LABEL_READERS } from './formats/registry.ts';
import type { LabelSpec } from './spec.ts';

/**
 * Whether nothing says when a label became known, so that a run as of an earlier time also counts the labels that came after it.
 */
export function areTimeless({ format, time }: Pick<LabelSpec, 'format' | 'time'>): boolean {
  return time === undefined && !LABEL_READERS[format].hourly;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Waiting times in milliseconds, see the monitor file's `labels` section. */
export interface LabelTiming {
  readonly lag: number;
  readonly maxAge: number;
}

/**
 * The key prefixes below the labels' location under which a window's labels can be. For the format with hourly folders,
 * these are whole days `yyyy/mm/dd/`, and hours `yyyy/mm/dd/hh/` at both ends (UTC), of ARRIVAL: from the window's
 * start to an hour after `now`, but none that begins after the maximum age. For other formats: everything, `['']`. In
 * ascending order, each hour once.
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
 * The key prefixes of labels that arrive too late, for a week after the maximum age. A week is longer than a schedule
 * pauses, so that the first check after the maximum age finds some of them. Empty if a file's key does not tell when it
 * arrived.
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

/** The prefixes of the hours from the one of `start` up to `end`. */
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

/**
 * Whether the window's labels are final: the maximum age is over, and so is the hour in which the last files were
 * written.
 */
export function isPastMaxAge(
  { end }: Pick<Window, 'end'>,
  now: number,
  { maxAge }: Pick<LabelTiming, 'maxAge'>,
): boolean {
  return now >= end + maxAge + HOUR;
}

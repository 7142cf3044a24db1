import type { Window } from '../window.ts';
import { LABEL_READERS } from './formats/table.ts';
import type { LabelSpec } from './spec.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** Waits in milliseconds, see the monitor file's `labels` section. */
export interface LabelWaits {
  readonly lag: number;
  readonly maxAge: number;
}

/**
 * The key prefixes below the labels' location under which a window's labels can be: for the format in hours, whole days
 * `yyyy/mm/dd/` and at the edges hours `yyyy/mm/dd/hh/` (UTC) of ARRIVAL, from the window's start to an hour after the
 * earlier of `now` and the window's end plus the maximum age; for the others everything, `['']`. Ascending, each hour once.
 */
export function labelPrefixes(
  window: Window,
  now: number,
  { format, maxAge }: Pick<LabelSpec, 'format'> & Pick<LabelWaits, 'maxAge'>,
): string[] {
  if (!LABEL_READERS[format].hourly) return [''];
  const end = Math.min(now, window.end + maxAge) + HOUR;
  const prefixes: string[] = [];
  let hour = Math.floor(window.start / HOUR) * HOUR;
  while (hour < end) {
    const path = new Date(hour).toISOString().slice(0, 13).replaceAll(/[-T]/g, '/');
    const isWholeDay = hour % DAY === 0 && hour + DAY <= Math.ceil(end / HOUR) * HOUR;
    prefixes.push(isWholeDay ? path.slice(0, -'hh'.length) : `${path}/`);
    hour += isWholeDay ? DAY : HOUR;
  }
  return prefixes;
}

/** Whether enough time has passed since the window for a first accuracy check. */
export function isDue(window: Window, now: number, { lag }: Pick<LabelWaits, 'lag'>): boolean {
  return now >= window.end + lag;
}

/** Where a window's labels stand. */
export interface LabelProgress {
  /** Labelled share of the predictions at the check before this one; null at the first. */
  readonly coverageBefore: number | null;
  readonly coverageNow: number;
  /** End of the window, milliseconds since the epoch. */
  readonly windowEnd: number;
  readonly now: number;
  readonly maxAge: number;
}

/**
 * Whether no more labels are expected: every prediction has one, or their share has stopped growing since the check before,
 * or the maximum age is reached. A share of zero has not begun to grow, so it is no sign of an end.
 */
export function isSettled({ coverageBefore, coverageNow, windowEnd, now, maxAge }: LabelProgress): boolean {
  if (now >= windowEnd + maxAge || coverageNow >= 1) return true;
  return coverageBefore !== null && coverageNow > 0 && coverageNow <= coverageBefore;
}

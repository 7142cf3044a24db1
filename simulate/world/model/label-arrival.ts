import type { SeededRandom } from '../../../lambdas/core/statistics/random.ts';

/** When the labels of a day's rows arrive. */
export interface LabelArrival {
  /** Longest delay in days; each row's is uniform from 0 to this. */
  readonly spread: number;
  /** Whether labels arrive in batches, at the end of the week in which they would have arrived. */
  readonly weekly: boolean;
  /** Share of the rows whose label never arrives. */
  readonly missing: number;
}

export const LABEL_NAMES = ['at-once', 'spread-DAYS', 'weekly', 'missing-SHARE'] as const;

/** The delay of a label that never arrives. */
export const NEVER = -1;

const WEEK = 7;

/**
 * One of {@link LABEL_NAMES}, or several with `+` between them.
 *
 * @throws RangeError for an unknown name
 */
export function parseLabels(name: string): LabelArrival {
  let arrival: LabelArrival = { spread: 0, weekly: false, missing: 0 };
  for (const part of name.split('+')) {
    const spread = /^spread-(\d+)$/.exec(part);
    const missing = /^missing-(0?\.\d+)$/.exec(part);
    if (spread) arrival = { ...arrival, spread: Number(spread[1]) };
    else if (missing) arrival = { ...arrival, missing: Number(missing[1]) };
    else if (part === 'weekly') arrival = { ...arrival, weekly: true };
    else if (part !== 'at-once') {
      const accepted = `${LABEL_NAMES.join(', ')}, joined by +, such as spread-13+missing-0.3`;
      throw new RangeError(`${JSON.stringify(part)} is not a way in which labels arrive; accepted: ${accepted}`);
    }
  }
  return arrival;
}

/**
 * For each row the days until its label arrives: 0 on the morning after its day, {@link NEVER} where it never arrives.
 *
 * @param day Of the rows; day 0 is a Monday.
 */
export function drawDelays(random: SeededRandom, rows: number, day: number, arrival: LabelArrival): Int16Array {
  const { spread, weekly, missing } = arrival;
  const delays = new Int16Array(rows);
  for (let row = 0; row < rows; row++) {
    const delay = spread === 0 ? 0 : random.integer(spread + 1);
    const isMissing = missing > 0 && random.uniform() < missing;
    delays[row] = isMissing ? NEVER : weekly ? delay + daysUntilSunday(day + delay) : delay;
  }
  return delays;
}

/** Days after which all labels of a day that ever arrive have arrived. */
export function longestDelay(day: number, { spread, weekly }: LabelArrival): number {
  return weekly ? spread + daysUntilSunday(day + spread) : spread;
}

function daysUntilSunday(day: number): number {
  return WEEK - 1 - (((day % WEEK) + WEEK) % WEEK);
}

import { median, medianAbsoluteDeviation } from '../statistics/median.ts';
import { studentTUpperQuantile } from '../statistics/student-t.ts';

/** A feature's distance in an earlier window that was not flagged. */
export interface EarlierDistance {
  /** The window's weekday in the monitor's time zone, 1 (Monday) … 7; windows of one weekday are compared when there are enough. */
  readonly weekday: number;
  readonly distance: number;
}

/** A limit with where it comes from. */
export interface LearnedLimit {
  readonly limit: number;
  /** 'material': too little history, or history asks for less. */
  readonly source: 'material' | 'history' | 'weekday_history';
  /** Earlier windows the bound rests on; 0 for too little history. */
  readonly windows: number;
}

/** From this many earlier windows on, limits are learned from them. */
export const MIN_HISTORY_WINDOWS = 7;

/** Distances below this part of the material limit are taken as equal to it: on the log scale zero would be −∞. */
const SMALLEST_PART = 1e-3;

/**
 * The limit the next window's distance has to exceed: a one-sided prediction bound from earlier windows on the log scale,
 * centre + t(1 − α; w − 1) · spread · √(1 + 1/w), with the median as centre and the scaled median absolute deviation as
 * spread, so that one odd window does not move it much. Never below the material limit.
 *
 * Windows of the same weekday are used alone once there are {@link MIN_HISTORY_WINDOWS} of them, otherwise all.
 *
 * @param alpha the chance that a window like the earlier ones exceeds the bound. It is per feature: a monitor that promises
 *   at most α alerts over k features gives α / k
 */
export function learnLimit(
  earlier: readonly EarlierDistance[],
  {
    weekday,
    materialLimit,
    alpha,
  }: { readonly weekday: number; readonly materialLimit: number; readonly alpha: number },
): LearnedLimit {
  const sameWeekday = earlier.filter((window) => window.weekday === weekday);
  const weekdayOnly = sameWeekday.length >= MIN_HISTORY_WINDOWS;
  const used = weekdayOnly ? sameWeekday : earlier;
  const windows = used.length;
  if (windows < MIN_HISTORY_WINDOWS) return { limit: materialLimit, source: 'material', windows: 0 };
  const floor = Math.max(materialLimit * SMALLEST_PART, Number.MIN_VALUE);
  const logs = used.map(({ distance }) => Math.log(Math.max(distance, floor)));
  const spread = medianAbsoluteDeviation(logs) * Math.sqrt(1 + 1 / windows);
  const margin = spread === 0 ? 0 : studentTUpperQuantile(alpha, windows - 1) * spread;
  const bound = Math.min(Math.exp(median(logs) + margin), Number.MAX_VALUE);
  if (bound <= materialLimit) return { limit: materialLimit, source: 'material', windows };
  return { limit: bound, source: weekdayOnly ? 'weekday_history' : 'history', windows };
}

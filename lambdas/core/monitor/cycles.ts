import { dayOfWeek, daysInMonth } from 'temporal-polyfill/fns/ZonedDateTime';
import { wallClock } from './wall-clock.ts';
import type { WindowSchedule } from './windows.ts';

const MINUTES_A_DAY = 24 * 60;

/**
 * The cycles that windows may follow, by local time: of days the weekend, the weekday and the ends of the month; of parts
 * of a day the hour and the weekend; weeks and more follow none.
 *
 * @param start Milliseconds since the epoch.
 * @returns the window's group in each cycle
 */
export function groupsOf({ window, timeZone }: WindowSchedule, start: number): number[] {
  const clock = wallClock(start, timeZone);
  const weekday = dayOfWeek(clock);
  const weekend = Number(weekday > 5);
  if (!('days' in window)) return [weekend, weekend * MINUTES_A_DAY + clock.hour * 60 + clock.minute];
  if (window.days > 1) return [];
  const monthEnd = clock.day === 1 ? 1 : clock.day === daysInMonth(clock) ? 2 : 0;
  return [weekend, weekday, monthEnd];
}

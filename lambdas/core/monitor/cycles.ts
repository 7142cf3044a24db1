import { dayOfWeek, daysInMonth } from 'temporal-polyfill/fns/ZonedDateTime';
import { wallClock } from './wall-clock.ts';
import type { WindowSchedule } from './windows.ts';

const MINUTES_A_DAY = 24 * 60;

/**
 * A window's group in each cycle that windows may follow, by local time. Days may follow weekends, weekdays and the ends of months;
 * parts of a day may follow weekends and the time of day; longer windows follow no cycle.
 *
 * @param start Milliseconds since the epoch.
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

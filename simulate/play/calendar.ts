const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** Day 0 of every monitor: a Monday. */
const FIRST_DAY = Date.UTC(2001, 0, 1);

/** `2001-01-01` for 0. */
export function dayName(day: number): string {
  return new Date(FIRST_DAY + day * DAY).toISOString().slice(0, 10);
}

/** Six o'clock on the next morning, when a day is checked. */
export function morningAfter(day: number): number {
  return FIRST_DAY + (day + 1) * DAY + 6 * HOUR;
}

/** When a row was answered: the rows of a day are spread over it. */
export function rowTime(day: number, row: number, rows: number): number {
  return FIRST_DAY + day * DAY + Math.floor((row / rows) * (DAY / 1000)) * 1000;
}

/** The day that begins at an instant. */
export function dayOf(start: number): number {
  return Math.round((start - FIRST_DAY) / DAY);
}

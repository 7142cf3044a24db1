import type { Window } from '../window.ts';

const DAY = 86_400_000;
/** `2026-05-02`, `2026/05/02`, `20260502` or `year=2026/month=05/day=02`, with no digit before or after it. */
const NAMED = /(?<!\d)(?:year=)?(\d{4})[-_/]?(?:month=)?(\d{2})[-_/]?(?:day=)?(\d{2})(?!\d)/g;

/**
 * Whether a file belongs to a window by the last day that its name or its folders say: at least half of the window, or of the day, is
 * common to both. The day is taken as one of UTC, because the name does not say its time zone.
 *
 * @returns null if no day is named
 */
export function isOfNamedDay(uri: string, { start, end }: Pick<Window, 'start' | 'end'>): boolean | null {
  const day = lastDay(uri);
  if (day === null) return null;
  const common = Math.min(end, day + DAY) - Math.max(start, day);
  return common >= Math.min(end - start, DAY) / 2;
}

/** Milliseconds since the epoch; null: none. */
function lastDay(uri: string): number | null {
  let last: number | null = null;
  for (const [, year, month, day] of uri.matchAll(NAMED)) {
    const time = Date.UTC(Number(year), Number(month) - 1, Number(day));
    const isDate = new Date(time).toISOString().startsWith(`${year}-${month}-${day}`);
    if (isDate && time > 0) last = time;
  }
  return last;
}

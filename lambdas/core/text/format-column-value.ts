import { formatValue } from './numbers.ts';

/** Milliseconds of a day. */
const DAY = 86_400_000;
/** The largest time that a `Date` holds, in milliseconds. */
const LARGEST_TIME = 8.64e15;

/**
 * A number of a column for people: a time as an ISO 8601 date, with the time of day unless it is midnight, a duration
 * as `2 days 03:04:05`, everything else by `format`.
 */
export function formatColumnValue(
  value: number,
  form: string | undefined,
  format: (value: number) => string = formatValue,
): string {
  if (form === 'time' && Math.abs(value) <= LARGEST_TIME) return formatTime(value);
  return form === 'duration' ? formatDuration(value) : format(value);
}

function formatTime(value: number): string {
  const text = new Date(value).toISOString();
  if (text.endsWith('T00:00:00.000Z')) return text.slice(0, text.indexOf('T'));
  return text.replace(/(:00)?\.\d{3}Z$/, 'Z');
}

function formatDuration(value: number): string {
  const size = Math.abs(value);
  const days = Math.floor(size / DAY);
  const seconds = (size % DAY) / 1000;
  const two = (part: number) => String(Math.floor(part)).padStart(2, '0');
  const rest = seconds % 60;
  const fraction =
    size < 60_000 && !Number.isInteger(rest) ? rest.toFixed(3).replace(/^\d+/, '').replace(/0+$/, '') : '';
  const clock = `${two(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(rest)}${fraction === '.' ? '' : fraction}`;
  const dayPart = days === 0 ? '' : `${days} day${days === 1 ? '' : 's'} `;
  return `${value < 0 ? '-' : ''}${dayPart}${clock}`;
}

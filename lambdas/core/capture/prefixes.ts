import type { Window } from '../window.ts';
import { CAPTURE_READERS } from './formats/registry.ts';
import type { CaptureSpec } from './spec.ts';

const HOUR = 3_600_000;

/**
 * The key prefixes below the capture's location under which a window's files can be. For formats with hourly folders
 * `yyyy/mm/dd/hh/` (UTC), these are the hours from the one before the window's first to the one after its last, because
 * a file is named after its first event and may arrive late. For other formats: everything, `['']`.
 */
export function capturePrefixes(spec: Pick<CaptureSpec, 'format' | 'time'>, window: Window): string[] {
  if (!isInHours(spec)) return [''];
  const prefixes: string[] = [];
  const first = Math.floor(window.start / HOUR) * HOUR - HOUR;
  for (let hour = first; hour < window.end + HOUR; hour += HOUR) {
    prefixes.push(`${new Date(hour).toISOString().slice(0, 13).replaceAll(/[-T]/g, '/')}/`);
  }
  return prefixes;
}

/**
 * Whether files are in hourly folders. Not if rows have a time column, because it does not tell when the files were
 * written.
 */
export function isInHours({ format, time }: Pick<CaptureSpec, 'format' | 'time'>): boolean {
  return CAPTURE_READERS[format].hourly && time === undefined;
}

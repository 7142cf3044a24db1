import type { ObjectStore } from '../ports.ts';
import { isData } from '../sources.ts';

const HOUR = 3_600_000;
/** The folders of hourly captures by level: year, month, day, hour. */
const LEVELS = [/^\d{4}$/, /^\d{2}$/, /^\d{2}$/, /^\d{2}$/] as const;

/** The most listings of one search. A layout with more empty folders is not one of captures. */
const MAX_LISTINGS = 60;

export interface HourWalk {
  /** Whether to look for the newest or the oldest hour. */
  readonly from: 'newest' | 'oldest';
  /** Only hours that begin before this time, in milliseconds since the epoch. @default - all */
  readonly before?: number;
  /** Only hours that end after this time. @default - all */
  readonly notBefore?: number;
}

/**
 * Finds the newest or oldest hour `yyyy/mm/dd/hh/` (UTC) with data below a prefix. Lists folders only, so that a few
 * listings are enough for any amount of data.
 *
 * @param prefix Empty, or ending in `/`.
 * @returns The start of the hour, in milliseconds since the epoch. null if none is found.
 */
export async function findHour(
  store: Pick<ObjectStore, 'folders' | 'list'>,
  prefix: string,
  { from, before = Number.POSITIVE_INFINITY, notBefore = Number.NEGATIVE_INFINITY }: HourWalk,
): Promise<number | null> {
  if (prefix !== '' && !prefix.endsWith('/')) return null;
  let listings = 0;
  const walk = async (path: readonly string[]): Promise<number | null> => {
    const below = path.map((part) => `${part}/`).join('');
    const names = await store.folders(prefix + below);
    const fitting = names.filter((name) => LEVELS[path.length].test(name));
    if (from === 'newest') fitting.reverse();
    for (const name of fitting) {
      const inner = [...path, name];
      const start = startOf(inner);
      if (Number.isNaN(start) || start >= before || start < floorOf(notBefore, inner.length)) continue;
      if (++listings > MAX_LISTINGS) return null;
      if (inner.length < LEVELS.length) {
        const found = await walk(inner);
        if (found !== null) return found;
      } else if (await hasData(store, `${prefix}${below}${name}/`)) return start;
    }
    return null;
  };
  return walk([]);
}

/** The start of the year, month, day or hour. NaN for one that does not exist. */
function startOf([year, month = '01', day = '01', hour = '00']: readonly string[]): number {
  return Date.parse(`${year}-${month}-${day}T${hour}:00:00Z`);
}

/** The start of the year, month, day or hour that contains the time: one that begins before it may have later rows. */
function floorOf(time: number, levels: number): number {
  if (time === Number.NEGATIVE_INFINITY) return time;
  return startOf(hourFolder(time, { of: 'hour' }).split('/').slice(0, levels));
}

/** Whether the folder has a file of data. */
async function hasData(store: Pick<ObjectStore, 'list'>, prefix: string): Promise<boolean> {
  for await (const object of store.list(prefix)) if (isData(object, prefix)) return true;
  return false;
}

/** The folder of hourly captures that begins at this time: `2026/11/23`, or `2026/11/23/10`. */
export function hourFolder(time: number, { of }: { readonly of: 'day' | 'hour' }): string {
  return new Date(time)
    .toISOString()
    .slice(0, of === 'day' ? 10 : 13)
    .replaceAll(/[-T]/g, '/');
}

/** The folders of the hours in a range: `2026/11/23`, `2026/11/23/10`, or `2026/11/22/23 to 2026/11/23/22`. */
export function foldersBetween(start: number, end: number): string {
  const last = Math.ceil(end / HOUR) * HOUR - HOUR;
  const [first, final] = [start, last].map((time) => hourFolder(time, { of: 'hour' }));
  if (first === final) return first;
  const isWholeDay = first.endsWith('/00') && final.endsWith('/23');
  if (!isWholeDay) return `${first} to ${final}`;
  const [from, to] = [start, last].map((time) => hourFolder(time, { of: 'day' }));
  return from === to ? from : `${from} to ${to}`;
}

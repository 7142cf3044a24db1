import type { HistoryRow } from './row.ts';

export type Family = 'features' | 'answers';

/** A column that is flagged in the last of some windows, with the windows in which it has been flagged since. */
export interface FlaggedRun {
  readonly family: Family;
  readonly name: string;
  readonly method: string;
  /** Oldest first, the last window last. */
  readonly windows: readonly {
    readonly window: string;
    /** Milliseconds since the epoch. */
    readonly start: number;
    readonly distance: number | null;
    readonly shifts: readonly (readonly [key: string, effect: number, error: number])[];
  }[];
}

/**
 * Which columns the last of the rows flags, and since when. Windows with broken data say nothing about drift: they neither
 * lengthen nor end a run.
 *
 * @param rows of drift checks against one baseline, oldest first
 * @param isOver whether a window that starts then is too old to count for a column
 */
export function flaggedRuns(
  rows: readonly HistoryRow[],
  isOver: (family: Family, name: string, start: number) => boolean,
): FlaggedRun[] {
  const last = rows.at(-1);
  const runs = new Map<string, FlaggedRun>();
  for (const { window, window_start, next_step, ...columns } of rows) {
    if (next_step === 'fix-data') continue;
    const start = Date.parse(window_start);
    for (const family of ['features', 'answers'] as const) {
      for (const { name, method, drifted, distance, shifts } of columns[family]) {
        const key = `${family}:${method}:${name}`;
        if (!drifted || shifts === undefined || isOver(family, name, start)) {
          runs.delete(key);
          continue;
        }
        const windows = [...(runs.get(key)?.windows ?? []), { window, start, distance, shifts }];
        runs.set(key, { family, name, method, windows });
      }
    }
  }
  return [...runs.values()].filter(({ windows }) => windows.at(-1)?.window === last?.window);
}

import { type ColumnRow, columnKey, columnTable, type Family, isBroken } from './column-table.ts';
import type { HistoryRow } from './row.ts';

/** A column that the last of some windows flags, with the windows since which it has been flagged. */
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
 * Finds the columns that the last of the rows flags, and since when. Windows with broken data say nothing about drift:
 * they neither lengthen nor end a run.
 *
 * @param rows of drift checks against one baseline, oldest first
 * @param isOver whether a window with this start is too old to count for a column
 */
export function flaggedRuns(
  rows: readonly HistoryRow[],
  isOver: (family: Family, name: string, start: number) => boolean,
): FlaggedRun[] {
  const known = columnTable(
    rows.filter((row) => !isBroken(row)),
    ['features', 'answers'],
  ).derive({ key: ({ family, column }) => `${family}:${columnKey(column)}` });
  const columns = known.assign({ at: Array.from({ length: known.numRows }, (_, at) => at) });
  const unflagged = columns.filter(
    ({ family, start, column: { name, drifted, shifts } }) =>
      !drifted || shifts === undefined || isOver(family, name, start),
  );
  const lastUnflagged = new Map(unflagged.rows().map(({ key, at }) => [key, at]));
  const runs = columns.filter(({ key, at }) => at > (lastUnflagged.get(key) ?? -1)).groupby(({ key }) => key);
  return [...runs.values()].filter((run) => run.at(-1)?.check === rows.at(-1)).map(runOf);
}

function runOf(run: readonly ColumnRow[]): FlaggedRun {
  const { family, column } = run[0];
  const windows = run.map(({ check, start, column: { distance, shifts = [] } }) => ({
    window: check.window,
    start,
    distance,
    shifts,
  }));
  return { family, name: column.name, method: column.method, windows };
}

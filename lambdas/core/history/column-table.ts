import { TypedTable } from '../columns/typed-table.ts';
import type { HistoryRow } from './row.ts';

export type Family = 'features' | 'answers';

/** One column in the drift check of one window. */
export interface ColumnRow {
  readonly check: HistoryRow;
  /** Start of the window, milliseconds since the epoch. */
  readonly start: number;
  readonly family: Family;
  readonly column: HistoryRow[Family][number];
}

/**
 * The history of drift checks as a table with one row for each column of each window.
 *
 * @param checks oldest first, and so are the rows
 */
export function columnTable(checks: readonly HistoryRow[], families: readonly Family[]): TypedTable<ColumnRow> {
  const rows = checks.flatMap((check) => {
    const start = Date.parse(check.window_start);
    return families.flatMap((family) => check[family].map((column): ColumnRow => ({ check, start, family, column })));
  });
  return TypedTable.of({
    check: rows.map(({ check }) => check),
    start: rows.map(({ start }) => start),
    family: rows.map(({ family }) => family),
    column: rows.map(({ column }) => column),
  });
}

/** Whether the window's data is broken: nothing is learned from it. */
export function isBroken({ next_step }: HistoryRow): boolean {
  return next_step === 'fix-data';
}

/** The key of a column: its name and its method. Methods have no colons, so no two columns share a key. */
export function columnKey({ name, method }: { readonly name: string; readonly method: string }): string {
  return `${method}:${name}`;
}

import { TypedTable } from '../columns/typed-table.ts';
import type { ColumnProfile, Profile } from './types.ts';

/** A column in a baseline and in a window. undefined if one of them does not have it. */
export interface ColumnPair {
  readonly baseline?: ColumnProfile | undefined;
  readonly window?: ColumnProfile | undefined;
}

/** Pairs the columns by name: first the baseline's in their order, then those that only the window has. */
export function pairColumns(baseline: Pick<Profile, 'columns'>, window: Pick<Profile, 'columns'>): ColumnPair[] {
  return TypedTable.of({ baseline: baseline.columns })
    .joinFull(
      TypedTable.of({ window: window.columns }),
      (row) => row.baseline.name,
      (row) => row.window.name,
    )
    .rows();
}

import type { CellCounts } from '../profile/types.ts';
import { countRows } from './missing-values.ts';
import { measureIncrease } from './significance.ts';
import type { ColumnRule } from './types.ts';

function broken(check: ColumnRule['check'], kind: keyof CellCounts): ColumnRule {
  return {
    check,
    comparesDistributions: false,
    measure: (baseline, window, limits) =>
      measureIncrease(
        { events: window.cells[kind], rows: countRows(window) },
        { events: baseline.cells[kind], rows: countRows(baseline) },
        limits.maxTypeErrorShare,
      ),
  };
}

/** Objects and lists in place of plain values. */
export const nestedValues = broken('nested_values', 'nested');

/** Explicit not-a-numbers, for example from a division by zero upstream. */
export const nanValues = broken('nan_values', 'nan');

/** Infinities and numbers too large for a double. */
export const infiniteValues = broken('infinite_values', 'infinite');

import type { ColumnProfile } from '../profile/types.ts';
import { measureIncrease, type Share } from './significance.ts';
import type { ColumnRule } from './types.ts';

/** Cells without a value: null, absent or an empty CSV field. */
export const missingValues: ColumnRule = {
  check: 'missing_values',
  comparesDistributions: false,
  measure: (baseline, window, limits) =>
    measureIncrease(missingShare(window), missingShare(baseline), limits.maxMissingIncrease),
};

export function missingShare({ cells }: ColumnProfile): Share {
  return { events: cells.missing, rows: countRows({ cells }) };
}

/** The number of rows of the profile: the cells of all kinds. */
export function countRows({ cells }: Pick<ColumnProfile, 'cells'>): number {
  const { missing, number, nan, infinite, text, boolean, nested } = cells;
  return missing + number + nan + infinite + text + boolean + nested;
}

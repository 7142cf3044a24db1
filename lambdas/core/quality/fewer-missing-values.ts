import { missingShare } from './missing-values.ts';
import { measureIncrease, type Share } from './significance.ts';
import type { ColumnRule } from './types.ts';

/**
 * Cells with a value where the baseline has none. To a model more values are hardly broken data; two files that are compared
 * differ by them as much as by fewer.
 */
export const fewerMissingValues: ColumnRule = {
  check: 'fewer_missing_values',
  comparesDistributions: false,
  measure(baseline, window, limits) {
    const before = missingShare(baseline);
    if (before.events === 0) return null;
    return measureIncrease(othersOf(missingShare(window)), othersOf(before), limits.maxMissingIncrease);
  },
};

function othersOf({ events, rows }: Share): Share {
  return { events: rows - events, rows };
}

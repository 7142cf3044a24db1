import { missingShare } from './missing-values.ts';
import { measureIncrease, type Share } from './significance.ts';
import type { ColumnRule } from './types.ts';

/**
 * A smaller share of missing values than in the baseline. For a model, additional values are rarely broken data, but a
 * comparison of two files reports them like additional missing values.
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

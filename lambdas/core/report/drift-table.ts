import type { DriftResult } from '../result/schema.ts';
import { formatCount, formatMeasure, formatProbability, formatValue } from '../text/numbers.ts';
import { textTable } from './text-table.ts';

type Feature = DriftResult['features'][number];

/** Why a feature has no distance, as people say it. */
const REASONS: Readonly<Record<string, string>> = {
  no_baseline_values: 'no values in the baseline',
  no_window_values: 'no values in the window',
  constant_baseline_changed: 'one value only in the baseline, others now',
  no_finite_numbers: 'every number is infinite',
  not_representable: 'the distance is too large for a number',
};

/**
 * The features with the most conspicuous first, and how many are not shown.
 *
 * @param shown How many rows the table has at most.
 */
export function driftTable(
  subject: string,
  all: readonly Feature[],
  { shown, width }: { readonly shown: number; readonly width?: number | undefined },
): { readonly table: string; readonly hidden: number } {
  const features = [...all].sort(
    (a, b) => Number(b.drifted) - Number(a.drifted) || descending(conspicuity(a), conspicuity(b)),
  );
  const table = textTable(
    [
      { title: subject, maxWidth: 120, wrap: true },
      { title: 'distance', align: 'right' },
      { title: 'limit', align: 'right' },
      { title: 'method' },
      { title: 'p (adjusted)', align: 'right' },
      { title: 'rows', align: 'right' },
      { title: '', wrap: true },
    ],
    features
      .slice(0, shown)
      .map((feature) => [
        feature.name === '' ? '(empty name)' : feature.name,
        formatMeasure(feature.distance),
        formatValue(feature.limit),
        feature.method,
        formatProbability(feature.adjustedPValue),
        formatCount(feature.windowRows),
        [feature.drifted ? 'DRIFTED' : '', feature.reason === null ? '' : (REASONS[feature.reason] ?? feature.reason)]
          .filter((part) => part !== '')
          .join(': '),
      ]),
    width,
  );
  return { table, hidden: Math.max(0, features.length - shown) };
}

/** Infinite values included, whose difference is not a number. */
function descending(a: number, b: number): number {
  return a === b ? 0 : b > a ? 1 : -1;
}

function conspicuity({ effect, drifted }: Feature): number {
  return effect ?? (drifted ? Number.POSITIVE_INFINITY : -1);
}

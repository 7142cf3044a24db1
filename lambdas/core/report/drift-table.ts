import type { DriftResult } from '../result/schema.ts';
import { formatCount, formatMeasure, formatProbability, formatValue } from '../text/numbers.ts';
import { describeFeature, describeStanding, rankFeatures } from './ranked-features.ts';
import { textTable } from './text-table.ts';

/**
 * The features with the most conspicuous first, and how many are not shown.
 *
 * @param shown How many rows the table has at most.
 */
export function driftTable(
  subject: string,
  all: readonly DriftResult['features'][number][],
  { shown, width }: { readonly shown: number; readonly width?: number | undefined },
): { readonly table: string; readonly hidden: number } {
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
    rankFeatures(all)
      .slice(0, shown)
      .map((feature) => [
        describeFeature(feature),
        formatMeasure(feature.distance),
        formatValue(feature.limit),
        feature.method,
        formatProbability(feature.adjustedPValue),
        formatCount(feature.windowRows),
        describeStanding(feature),
      ]),
    width,
  );
  return { table, hidden: Math.max(0, all.length - shown) };
}

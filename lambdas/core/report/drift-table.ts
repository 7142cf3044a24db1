import type { DriftResult } from '../result/schema.ts';
import { formatCount, formatMeasure, formatProbability, formatValue } from '../text/numbers.ts';
import { describeFeature, describeStanding, isConspicuous, rankFeatures } from './ranked-features.ts';
import { textTable } from './text-table.ts';

/**
 * The features with the most conspicuous first, and how many are not shown.
 *
 * @param shown How many rows the table has: more only where more are conspicuous; those are never left out.
 */
export function driftTable(
  subject: string,
  all: readonly DriftResult['features'][number][],
  { shown, width }: { readonly shown: number; readonly width?: number | undefined },
): { readonly table: string; readonly hidden: number } {
  const ranked = rankFeatures(all);
  const rows = Math.min(all.length, Math.max(shown, ranked.filter(isConspicuous).length));
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
    ranked
      .slice(0, rows)
      .map((feature) => [
        describeFeature(feature),
        formatMeasure(feature.distance),
        formatValue(feature.limit),
        feature.method,
        formatProbability(feature.smallSampleAdjustedPValue),
        formatCount(feature.windowRows),
        describeStanding(feature),
      ]),
    width,
  );
  return { table, hidden: all.length - rows };
}

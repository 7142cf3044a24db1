import type { DriftResult } from '../result/schema.ts';
import { formatCount, formatMeasure, formatProbability } from '../text/numbers.ts';
import { describeFeature, describeMovement, describeStanding, isConspicuous, rankFeatures } from './ranked-features.ts';
import { textTable } from './text-table.ts';

/**
 * A table of the features, the most conspicuous first, and how many are not shown.
 *
 * @param shown number of rows; more only if more are conspicuous, because those are never left out
 */
export function driftTable(
  subject: string,
  all: readonly DriftResult['features'][number][],
  { shown, width }: { readonly shown: number; readonly width?: number | undefined },
): { readonly table: string; readonly hidden: number } {
  const ranked = rankFeatures(all);
  const rows = Math.min(all.length, Math.max(shown, ranked.filter(isConspicuous).length));
  // Two samples have a distance and its limit; in a stream of windows, a shift and its limit matter more.
  const inStream = all.some(({ shift }) => shift !== undefined);
  const table = textTable(
    [
      { title: subject, maxWidth: 120, wrap: true },
      ...(inStream
        ? [{ title: 'shift (sd)', align: 'right' as const }]
        : [{ title: 'distance', align: 'right' as const }]),
      { title: 'limit', align: 'right' },
      ...(inStream ? [{ title: 'distance', align: 'right' as const }] : []),
      { title: 'method' },
      { title: 'p (adjusted)', align: 'right' },
      { title: 'rows', align: 'right' },
      { title: '', maxWidth: 160, wrap: true },
    ],
    ranked.slice(0, rows).map((feature) => {
      const { moved, limit, pValue } = describeMovement(feature);
      const distance = formatMeasure(feature.distance);
      return [
        describeFeature(feature),
        ...(inStream ? [moved, limit, distance] : [distance, limit]),
        feature.method,
        formatProbability(pValue),
        formatCount(feature.windowRows),
        describeStanding(feature),
      ];
    }),
    width,
  );
  return { table, hidden: all.length - rows };
}

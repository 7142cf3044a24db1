import type { AlignedNumbers } from '../../drift/aligned.ts';
import { describeQuantile, findQuantile } from '../../drift/quantile.ts';
import type { ColumnProfile } from '../../profile/types.ts';
import { formatColumnValue } from '../../text/format-column-value.ts';
import { formatCount, formatMeasure, formatShare, formatValue } from '../../text/numbers.ts';
import { FEW_ROWS, type Redactor } from '../../text/redactor.ts';
import { countCategories } from './category-distribution.ts';
import type { KeyValue, Rows } from './distribution.ts';

interface Sides {
  readonly baseline: ColumnProfile;
  readonly window: ColumnProfile;
}

/** What a reader compares first. The median, the range, and the mean of a constant or of few rows are single values. */
export function numberKeyValues(sides: Sides, aligned: AlignedNumbers, missing: Rows, { shows }: Redactor): KeyValue[] {
  const text = (value: number, format = formatMeasure) => formatColumnValue(toMinute(value, form), form, format);
  const measured = (name: string, measure: (column: ColumnProfile, side: 'baseline' | 'window') => string) => ({
    name,
    baseline: measure(sides.baseline, 'baseline'),
    window: measure(sides.window, 'window'),
  });
  const { form } = sides.baseline;
  // A difference of times is a duration.
  const spread = form === 'time' ? 'duration' : form;
  const isTelling = ({ moments }: ColumnProfile) => !shows && (moments!.count < FEW_ROWS || moments!.m2 === 0);
  const ofMoments = (text: (moments: NonNullable<ColumnProfile['moments']>) => string) => (column: ColumnProfile) =>
    column.moments === null || isTelling(column) ? '-' : text(column.moments);
  return [
    measured(
      'mean',
      ofMoments(({ mean }) => text(mean)),
    ),
    measured(
      'standard deviation',
      ofMoments(({ m2, count }) => formatColumnValue(Math.sqrt(m2 / count), spread, formatMeasure)),
    ),
    ...(shows
      ? [
          measured('median', (_, side) => describeQuantile(findQuantile(aligned, side, 0.5), text) ?? '-'),
          measured(
            'range',
            ofMoments(({ min, max }) => `${text(min, formatValue)} to ${text(max, formatValue)}`),
          ),
        ]
      : []),
    missingShare(sides, missing),
  ];
}

export function categoryKeyValues(sides: Sides, missing: Rows): KeyValue[] {
  const counted = (column: ColumnProfile) => {
    const { count, exact } = countCategories(column);
    return exact ? formatCount(count) : `about ${formatCount(count)}`;
  };
  return [
    { name: 'categories', baseline: counted(sides.baseline), window: counted(sides.window) },
    missingShare(sides, missing),
  ];
}

function missingShare({ baseline, window }: Sides, missing: Rows): KeyValue {
  const shareOf = ({ cells }: ColumnProfile, without: number) => {
    const rows = Object.values(cells).reduce((sum, count) => sum + count, 0);
    return formatShare(rows === 0 ? null : without / rows);
  };
  return {
    name: 'missing',
    baseline: shareOf(baseline, missing.baseline),
    window: shareOf(window, missing.window),
  };
}

/** Times to the minute: there is little room beside a chart. */
export function toMinute(value: number, form: string | undefined): number {
  return form === 'time' ? Math.round(value / 60_000) * 60_000 : value;
}

import type { AlignedNumbers } from '../../drift/aligned.ts';
import { describeQuantile, findQuantile } from '../../drift/quantile.ts';
import type { ColumnForm, ColumnProfile } from '../../profile/types.ts';
import { formatColumnValue } from '../../text/format-column-value.ts';
import { formatCount, formatMeasure, formatShare, formatValue } from '../../text/numbers.ts';
import type { Redactor } from '../../text/redactor.ts';
import type { KeyValue, Rows } from './distribution.ts';
import { toMinute } from './key-values.ts';

type Side = keyof Rows;

/** Shares of the rows at or below the quantiles that are shown; the median is a key value. */
const QUANTILES = [0.05, 0.25, 0.75, 0.95];

/** Rows and distinct values of a number column and, where values are shown, its quantiles and its most frequent value. */
export function moreNumberValues(
  form: ColumnForm | undefined,
  aligned: AlignedNumbers,
  { shows }: Redactor,
): KeyValue[] {
  const text = (value: number, format = formatMeasure) => formatColumnValue(toMinute(value, form), form, format);
  const quantiles = QUANTILES.map((share) =>
    bothSides(`${100 * share} % quantile`, (side) => describeQuantile(findQuantile(aligned, side, share), text) ?? '-'),
  );
  // Cells of several values do not show how many there are.
  const distinct = aligned.exact
    ? [bothSides('distinct values', (side) => formatCount(aligned[side].filter((rows) => rows > 0).length))]
    : [];
  const frequent =
    aligned.exact && shows
      ? [bothSides('most frequent', (side) => mostFrequent(aligned, side, (value) => text(value, formatValue)))]
      : [];
  return [
    bothSides('rows with a number', (side) => formatCount(aligned[`${side}Rows`])),
    ...distinct,
    ...(shows ? quantiles : []),
    ...frequent,
  ];
}

/** Rows of a category column and, unless values are hidden, its most frequent category. */
export function moreCategoryValues(
  sides: { readonly baseline: ColumnProfile; readonly window: ColumnProfile },
  missing: Rows,
  { mode, ...names }: { readonly mode: Redactor['mode']; readonly shown: (name: string) => string },
): KeyValue[] {
  const rowsOf = (side: Side) => Object.values(sides[side].cells).reduce((sum, rows) => sum + rows, 0) - missing[side];
  const mostFrequent = bothSides('most frequent', (side) => {
    const first = sides[side].categories?.counts[0];
    if (first === undefined) return '-';
    const name = names.shown(first[0]);
    return `${name === '' ? '(empty)' : name} (${formatShare(first[1] / rowsOf(side))})`;
  });
  return [
    bothSides('rows with a value', (side) => formatCount(rowsOf(side))),
    // Hidden categories have names by their place in the chart, which this table does not know.
    ...(mode === 'hide' ? [] : [mostFrequent]),
  ];
}

function bothSides(name: string, text: (side: Side) => string): KeyValue {
  return { name, baseline: text('baseline'), window: text('window') };
}

/** The value with the most rows and its share, `0 (35 %)`; none where no value has a second row. */
function mostFrequent(aligned: AlignedNumbers, side: Side, text: (value: number) => string): string {
  const rows = aligned[side];
  let most = 0;
  for (let i = 1; i < rows.length; i++) if (rows[i] > rows[most]) most = i;
  if (!(rows[most] > 1)) return '-';
  return `${text(aligned.upper[most])} (${formatShare(rows[most] / aligned[`${side}Rows`])})`;
}

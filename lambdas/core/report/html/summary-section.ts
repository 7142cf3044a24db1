import { formatCount, formatShare } from '../../text/numbers.ts';
import { type DatasetSummary, NEARLY_CONSTANT } from '../distributions/dataset-summary.ts';
import type { Html } from './html.ts';
import { section, table } from './html-table.ts';

/** What is counted; none of it is shown where neither file has any. */
const KINDS: readonly (readonly [name: string, key: keyof DatasetSummary])[] = [
  ['rows', 'rows'],
  ['columns', 'columns'],
  ['columns of numbers', 'numbers'],
  ['columns of times or durations', 'times'],
  ['columns of categories', 'categories'],
  ['identifiers', 'identifiers'],
  ['columns without a value', 'empty'],
  ['columns with one value only', 'constant'],
  [`columns with one value in ${formatShare(NEARLY_CONSTANT)} of the rows or more`, 'nearlyConstant'],
  ['columns with exactly the same distribution as another', 'alike'],
];

/** Both files as a whole. */
export function summarySection(baseline: DatasetSummary, window: DatasetSummary): Html | null {
  const missing = ({ missing, rows, columns }: DatasetSummary) =>
    `${formatCount(missing)} (${formatShare(rows * columns === 0 ? null : missing / (rows * columns))})`;
  return section(
    'Both files',
    table(
      'Without the columns that were left out',
      [{ title: 'number of' }, { title: 'baseline', number: true }, { title: 'window', number: true }],
      [
        ...KINDS.filter(([, key]) => baseline[key] + window[key] > 0).map(([name, key]) => [
          name,
          formatCount(baseline[key]),
          formatCount(window[key]),
        ]),
        ['cells without a value', missing(baseline), missing(window)],
      ],
    ),
  );
}

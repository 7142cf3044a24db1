import { formatCount, formatShare } from '../../text/numbers.ts';
import type { Rows } from '../distributions/distribution.ts';
import { describeFeature } from '../ranked-features.ts';
import type { Html } from './html.ts';
import { smallTable } from './html-table.ts';

/** What a row of the table counts, and its rows of data. */
export type NamedRows = readonly [name: string, rows: Rows];

const NO_ROWS: NamedRows = ['', { baseline: 0, window: 0 }];

interface Counts {
  readonly name: string;
  /** Rows with smaller numbers than those of `values`; shown where there are any. */
  readonly below: NamedRows;
  /** Ascending. */
  readonly values: readonly NamedRows[];
  /** Rows with larger numbers; shown where there are any. */
  readonly above?: NamedRows;
  readonly missing: Rows;
}

/** The counts behind a drawing of numbers. Missing values are a share of all rows, the others of the rows with a number. */
export function countTable({ name, below, values, above = NO_ROWS, missing }: Counts): Html {
  const rows = sumOf([...values, below, above].map(([, counted]) => counted));
  const line = ([title, counted]: NamedRows, of = rows) => [
    title,
    ...cells(counted.baseline, of.baseline),
    ...cells(counted.window, of.window),
  ];
  const optional = (named: NamedRows, of = rows) =>
    named[1].baseline + named[1].window === 0 ? [] : [line(named, of)];
  return smallTable(
    `${describeFeature({ name })}: rows by value`,
    ['value', 'baseline', 'share', 'window', 'share'],
    [
      ...optional(below),
      ...values.map((value) => line(value)),
      ...optional(above),
      ...optional(['missing', missing], sumOf([rows, missing])),
    ],
  );
}

function cells(count: number, of: number): string[] {
  return [formatCount(count), formatShare(of === 0 ? null : count / of)];
}

/** The rows of all together. */
export function sumOf(counts: readonly Rows[]): Rows {
  const sum = (side: keyof Rows) => counts.reduce((rows, count) => rows + count[side], 0);
  return { baseline: sum('baseline'), window: sum('window') };
}

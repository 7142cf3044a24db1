import { type ColumnTable, table as makeTable } from 'arquero';
import { UNKNOWN_CLASS } from './binary-classes.ts';
import type { CodedRows } from './coded-rows.ts';

/** Rows that could not be evaluated, by reason; a row counts once, under the first that holds. */
export interface UnusableRows {
  /** No label, or one that is not a class (regression: not a finite number). */
  readonly missingActual: number;
  /** Binary: the label is neither of the two classes. */
  readonly unknownActual: number;
  /** No prediction, or one that is not a class (regression: not a finite number). */
  readonly missingPrediction: number;
  /** Binary: the predicted class is neither of the two. */
  readonly unknownPrediction: number;
  /** A score that is missing or not a finite number. */
  readonly missingScore: number;
}

const REASONS = ['missingActual', 'unknownActual', 'missingPrediction', 'unknownPrediction', 'missingScore'] as const;

/** Code of a row that can be evaluated. */
const USABLE = -1;

/** An index into REASONS, or USABLE. A text, because arquero reads a function's source, which a bundler may have rewritten. */
const REASON = `(d, $) =>
  d.actual < 0 ? (d.actual === $.unknown ? 1 : 0)
  : d.predicted < 0 ? (d.predicted === $.unknown ? 3 : 2)
  : d.scored === 0 ? 4
  : $.usable`;

/** The rows that can be evaluated, as a filtered table with the column `row` (and `extra`), and the others by reason. */
export function selectUsable(
  { actual, predicted, scored }: Pick<CodedRows, 'actual' | 'predicted' | 'scored'>,
  extra: Readonly<Record<string, Int32Array>> = {},
): { readonly usable: ColumnTable; readonly unusable: UnusableRows } {
  const reasoned = makeTable({ actual, predicted, scored: scored ?? new Uint8Array(actual.length).fill(1), ...extra })
    .params({ unknown: UNKNOWN_CLASS, usable: USABLE })
    .derive({ reason: REASON });
  const unusable = { missingActual: 0, unknownActual: 0, missingPrediction: 0, unknownPrediction: 0, missingScore: 0 };
  const counts = reasoned.groupby('reason').count();
  for (let i = 0; i < counts.numRows(); i++) {
    const reason = counts.get('reason', i) as number;
    if (reason !== USABLE) unusable[REASONS[reason]] = counts.get('count', i) as number;
  }
  return { usable: reasoned.filter('(d, $) => d.reason === $.usable'), unusable };
}

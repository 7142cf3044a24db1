import { escape as asIs, type ColumnTable, table as makeTable } from 'arquero';
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

/**
 * Selects the rows that can be evaluated, as a filtered table with the columns of `extra`, and counts the others by
 * reason. Row numbers are those of the codes.
 */
export function selectUsable(
  codes: Pick<CodedRows, 'actual' | 'predicted' | 'scored'>,
  extra: Readonly<Record<string, Int32Array>> = {},
): { readonly usable: ColumnTable; readonly unusable: UnusableRows } {
  const unusable = { missingActual: 0, unknownActual: 0, missingPrediction: 0, unknownPrediction: 0, missingScore: 0 };
  const reasons = new Int8Array(codes.actual.length);
  for (let row = 0; row < reasons.length; row++) {
    const reason = reasonOf(codes, row);
    if (reason !== USABLE) unusable[REASONS[reason]]++;
    reasons[row] = reason;
  }
  const rows = makeTable({ reason: reasons, ...extra });
  return { usable: rows.filter(asIs(({ reason }: { reason: number }) => reason === USABLE)), unusable };
}

/** An index into REASONS, or USABLE. */
function reasonOf({ actual, predicted, scored }: Pick<CodedRows, 'actual' | 'predicted' | 'scored'>, row: number) {
  if (actual[row] < 0) return actual[row] === UNKNOWN_CLASS ? 1 : 0;
  if (predicted[row] < 0) return predicted[row] === UNKNOWN_CLASS ? 3 : 2;
  return scored?.[row] === 0 ? 4 : USABLE;
}

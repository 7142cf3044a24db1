import type { EvaluateOptions } from '../evaluate.ts';
import type { LeftOutReason, Performance } from '../types.ts';
import type { ValueColumn } from './class-dictionary.ts';

/** One value of each row, and whether it can be used. */
export interface RowPart {
  readonly part: LeftOutReason['part'];
  /** The required type. */
  readonly wanted: 'number' | 'class';
  readonly column: ValueColumn;
  isUsable(row: number): boolean;
}

/** A table's rows as numbers, ready to be evaluated whole or in parts. */
export interface CodedRows {
  /** ≥ 0 where the label is usable, else NO_CLASS or UNKNOWN_CLASS. */
  readonly actual: Int32Array;
  /** The same for the prediction. */
  readonly predicted: Int32Array;
  /** 1 where every score is a finite number; null without scores. */
  readonly scored: Uint8Array | null;
  /** Every value that a row needs: the label, then the answers. A row is usable where all of them are. */
  readonly parts: readonly RowPart[];
  /** Performance on some of the usable rows. */
  evaluate(rows: ArrayLike<number>, options?: EvaluateOptions): Performance;
}

/** A value that has to be a class, with its codes. */
export function classPart(part: RowPart['part'], column: ValueColumn, codes: Int32Array): RowPart {
  return { part, wanted: 'class', column, isUsable: (row) => codes[row] >= 0 };
}

/** A value that has to be a finite number. */
export function numberPart(part: RowPart['part'], column: ValueColumn, numbers: Float64Array): RowPart {
  return { part, wanted: 'number', column, isUsable: (row) => Number.isFinite(numbers[row]) };
}

import type { CellWriter } from '../columns/cell-writer.ts';
import type { ColumnBuilder } from '../columns/column-builder.ts';
import type { AnswerRole } from './answer-roles.ts';
import type { PayloadSide } from './layouts/layout.ts';

/** The columns of features, null for one that is not read, and of answers, and what decides about their cells. */
export interface RowPlaces {
  readonly features: readonly (ColumnBuilder | null)[];
  readonly answers: readonly AnswerRole[];
  readonly cells: CellWriter;
  /** How rows are found in JSON. */
  readonly requestSide: PayloadSide;
  readonly responseSide: PayloadSide;
  /** Notes the keys of rows that are objects with all features. */
  seeWhole(keys: readonly string[]): void;
}

export interface RowWriter {
  /** Writes row `row` of a record into row `into` of the columns. */
  write(row: number, into: number): void;
}

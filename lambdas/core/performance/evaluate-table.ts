import type { ColumnTable } from 'arquero';
import { codeRows } from './rows/coded-rows.ts';
import type { EvaluationSettings } from './rows/settings.ts';
import { selectUsable, type UnusableRows } from './rows/usable.ts';
import type { Performance } from './types.ts';

/** Performance of the predictions in a table, with what could not be used. */
export interface TableEvaluation {
  readonly performance: Performance;
  /** Rows of the table: `performance.rows` and the unusable ones. */
  readonly totalRows: number;
  readonly unusable: UnusableRows;
}

/**
 * Performance of the predictions in an arquero table with the columns that {@link EvaluationSettings} names; filters on the
 * table are respected. Rows without a usable label or prediction are counted by reason.
 * @throws MissingColumnError, PositiveClassError, TooManyClassesError
 */
export function evaluateTable(table: ColumnTable, settings: EvaluationSettings): TableEvaluation {
  const coded = codeRows(table.reify(), settings);
  const { usable, unusable } = selectUsable(coded);
  return { performance: coded.evaluate(usable.indices()), totalRows: table.numRows(), unusable };
}

import type { ColumnTable } from 'arquero';
import type { EvaluateOptions } from './evaluate.ts';
import { codeRows } from './rows/code-rows.ts';
import { countLeftOut } from './rows/left-out.ts';
import type { EvaluationSettings } from './rows/settings.ts';
import { selectUsable, type UnusableRows } from './rows/usable.ts';
import type { LeftOut, Performance } from './types.ts';

/** Performance of the predictions in a table, with what could not be used. */
export interface TableEvaluation {
  readonly performance: Performance;
  /** Rows of the table: `performance.rows` and the unusable ones. */
  readonly totalRows: number;
  readonly unusable: UnusableRows;
  /** The labelled rows among the unusable ones, by what is wrong with them. */
  readonly leftOut: LeftOut;
}

export interface TableOptions extends EvaluateOptions {
  /**
   * Whether a row without any answer counts as a failure of the model, or as one that was never sent to it. @default
   * 'left-out'
   */
  readonly unanswered?: 'left-out' | 'not-counted';
}

/**
 * Performance in each group of a table's rows that has enough of them, in the order of the groups' numbers. The classes are those of the whole
 * table.
 *
 * @param groupOf The group of each row; below 0: none. The table has no filter.
 */
export function evaluateGroups(
  table: ColumnTable,
  settings: EvaluationSettings,
  groupOf: ArrayLike<number>,
  minimumRows: number,
): [group: number, performance: Performance][] {
  const coded = codeRows(table, settings);
  const groups = new Map<number, number[]>();
  for (const row of selectUsable(coded).usable.indices()) {
    if (groupOf[row] < 0) continue;
    const rows = groups.get(groupOf[row]) ?? [];
    groups.set(groupOf[row], rows);
    rows.push(row);
  }
  return [...groups]
    .filter(([, rows]) => rows.length >= minimumRows)
    .sort(([a], [b]) => a - b)
    .map(([group, rows]) => [group, coded.evaluate(rows)]);
}

/**
 * Performance of the predictions in an arquero table with the columns that {@link EvaluationSettings} names; filters on the
 * table are respected. Rows without a usable label or prediction are counted by reason.
 * @throws MissingColumnError, PositiveClassError, TooManyClassesError
 */
export function evaluateTable(
  table: ColumnTable,
  settings: EvaluationSettings,
  { unanswered = 'left-out', ...options }: TableOptions = {},
): TableEvaluation {
  const coded = codeRows(table.reify(), settings);
  const { usable, unusable } = selectUsable(coded);
  return {
    performance: coded.evaluate(usable.indices(), options),
    totalRows: table.numRows(),
    unusable,
    leftOut: countLeftOut(coded, { unanswered }),
  };
}

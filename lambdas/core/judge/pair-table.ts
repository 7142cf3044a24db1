import type { ColumnTable } from 'arquero';
import { encodeSegments } from '../performance/rows/class-codes.ts';
import { countLeftOut } from '../performance/rows/left-out.ts';
import { pickCodes } from '../performance/rows/pick.ts';
import type { EvaluationSettings } from '../performance/rows/settings.ts';
import { requireColumn } from '../performance/rows/table-columns.ts';
import { selectUsable, type UnusableRows } from '../performance/rows/usable.ts';
import type { LeftOut } from '../performance/types.ts';
import { type BySide, codePair } from './code-pair.ts';
import { type HeldOut, pickPair, type SegmentColumn } from './paired-rows.ts';

/** The rows of a table that both models can be judged on. */
export interface PairedTable {
  readonly heldOut: HeldOut;
  /** Rows of the table: the usable and the unusable ones. */
  readonly totalRows: number;
  /**
   * Rows that cannot be used, by reason. A row that one of the models did not answer is as unusable as one that neither
   * answered.
   */
  readonly unusable: UnusableRows;
  /** The labelled rows among them by reason: the rows that both models answered may not be representative. */
  readonly leftOut: LeftOut;
}

/**
 * Reads both models' answers from one table: the label in `actual`, and the answers in the columns that {@link
 * EvaluationSettings} names, once for each model: `candidate_label` and `live_label`, `candidate_score_0` and
 * `live_score_0`, … Filters on the table are respected.
 * @param segments the table's column of each segment feature
 * @throws MissingColumnError, PositiveClassError, TooManyClassesError
 */
export function pairTable(
  table: ColumnTable,
  settings: EvaluationSettings,
  segments: ReadonlyMap<string, string> = new Map(),
): PairedTable {
  const source = table.reify();
  const { rows, actual, predicted, scored, disjoint, parts } = codePair(source, settings);
  const { usable, unusable } = selectUsable({
    actual,
    predicted: predicted.candidate.map((code, row) => Math.min(code, predicted.live[row])),
    scored: bothFlags(scored),
  });
  const leftOut = countLeftOut({ parts, actual }, { unanswered: 'left-out' });
  const at = Int32Array.from(usable.indices());
  const columns = new Map([...segments].map(([name, column]) => [name, pickSegments(source, column, at)]));
  const heldOut = { ...pickPair(rows, at), segments: columns, disjoint };
  return { heldOut, totalRows: source.numRows(), unusable, leftOut };
}

function bothFlags({ candidate, live }: BySide<Uint8Array | null>): Uint8Array | null {
  if (candidate === null || live === null) return candidate ?? live;
  return candidate.map((flag, row) => flag & live[row]);
}

function pickSegments(table: ColumnTable, column: string, at: Int32Array): SegmentColumn {
  const { codes, texts } = encodeSegments(requireColumn(table, column, 'the segments'));
  return { codes: pickCodes(codes, at), texts };
}

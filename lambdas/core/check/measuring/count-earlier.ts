import { isBroken } from '../../history/column-table.ts';
import type { HistoryRow } from '../../history/row.ts';
import type { DriftResult } from '../../result/schema.ts';

type Counts = NonNullable<DriftResult['earlier']>;

/**
 * How many windows before were checked, by why nothing is learned from them. Only while the limits are those of the first windows, because
 * what is left out later is said of no one.
 *
 * @param rows of the windows before
 */
export function withEarlier(drift: DriftResult, rows: readonly HistoryRow[], baseline: string): DriftResult {
  const isFirst = drift.features.some(({ shift }) => shift?.limitSource === 'first_windows');
  return isFirst && rows.length > 0 ? { ...drift, earlier: countEarlier(rows, baseline) } : drift;
}

function countEarlier(rows: readonly HistoryRow[], baseline: string): Counts {
  const counts: Counts = { judged: 0, otherBaseline: 0, broken: 0, fewRows: 0, noRows: 0 };
  for (const row of rows) counts[standingOf(row, baseline)]++;
  return counts;
}

function standingOf(row: HistoryRow, baseline: string): keyof Counts {
  if (row.baseline !== baseline) return 'otherBaseline';
  if (isBroken(row)) return 'broken';
  if (row.rows === 0) return 'noRows';
  return row.features.length === 0 && row.answers.length === 0 ? 'fewRows' : 'judged';
}

import { CELL, Column } from '../../columns/column.ts';
import { canonicalText } from '../../profile/category-text.ts';
import type { LeftOut, LeftOutKind, LeftOutReason } from '../types.ts';
import type { CodedRows, RowPart } from './coded-rows.ts';

/** The most distinct texts that are kept as examples. */
const MOST_EXAMPLES = 3;

/**
 * Counts the labelled rows that cannot be measured. A row without a label (missing or not-a-number) is not one of them:
 * its label may still arrive. Nor is a row without any answer where `unanswered` says that such rows were never sent to
 * the model, as with most rows of a training table.
 */
export function countLeftOut(
  { parts, actual }: Pick<CodedRows, 'parts' | 'actual'>,
  { unanswered }: { readonly unanswered: 'left-out' | 'not-counted' },
): LeftOut {
  const reasons = new Map<string, LeftOutReason & { rows: number; readonly texts: Set<string> }>();
  let labelled = 0;
  let leftOut = 0;
  for (let row = 0; row < actual.length; row++) {
    const broken = parts.find((part) => !part.isUsable(row));
    if (broken === undefined) {
      labelled++;
      continue;
    }
    const { part } = broken;
    const kind = kindOf(broken, row);
    if (part === 'label' && (kind === 'missing' || kind === 'nan')) continue;
    if (part === 'answer' && unanswered === 'not-counted' && isUnanswered(parts, row)) continue;
    labelled++;
    leftOut++;
    const key = `${part} ${kind}`;
    const reason = reasons.get(key) ?? { part, kind, rows: 0, examples: [], texts: new Set<string>() };
    reasons.set(key, reason);
    reason.rows++;
    const hasText = kind === 'text' || kind === 'class';
    if (hasText && reason.texts.size < MOST_EXAMPLES) reason.texts.add(canonicalText(String(broken.column.at(row))));
  }
  const found = Array.from(reasons.values(), ({ part, kind, rows, texts }) => ({
    part,
    kind,
    rows,
    examples: [...texts],
  }));
  return { rows: leftOut, labelled, reasons: found.sort((a, b) => b.rows - a.rows) };
}

/** Left-out rows by labelled ones; 0 where there are none. */
export function leftOutShare({ rows, labelled }: Pick<LeftOut, 'rows' | 'labelled'>): number {
  return labelled === 0 ? 0 : rows / labelled;
}

/**
 * Counts the rows that are left out although they hold a value. Their content decides which ones these are, so the
 * other rows are not representative: numbers below 1,000 are read and `1,234.50` is not; a third class is rare or
 * common for a reason. Answers that are missing, infinite or not-a-number do not count here: they are a failure of the
 * model, and do not bias the rest.
 */
export function countUnreadable({ reasons }: Pick<LeftOut, 'reasons'>): number {
  return reasons.filter(isUnreadable).reduce((sum, { rows }) => sum + rows, 0);
}

function isUnreadable({ part, kind }: LeftOutReason): boolean {
  return part === 'label' || kind === 'text' || kind === 'boolean' || kind === 'class';
}

function isUnanswered(parts: readonly RowPart[], row: number): boolean {
  return parts.every((part) => part.part === 'label' || kindOf(part, row) === 'missing');
}

/** What an unusable cell holds. In a plain array of doubles NaN stands for missing. */
function kindOf({ column, wanted }: RowPart, row: number): LeftOutKind {
  if (column instanceof Float64Array) return Number.isNaN(column[row]) ? 'missing' : 'infinite';
  if (column instanceof Column) {
    const code = column.code(row);
    if (code === CELL.missing) return 'missing';
    if (code === CELL.nested) return 'nested';
  }
  const value = column.at(row);
  if (value === null || value === undefined) return 'missing';
  if (typeof value === 'object') return 'nested';
  if (typeof value === 'number' && Number.isNaN(value)) return 'nan';
  if (wanted === 'class') return 'class';
  return typeof value === 'string' ? 'text' : typeof value === 'boolean' ? 'boolean' : 'infinite';
}

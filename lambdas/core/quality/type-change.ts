import type { ColumnProfile } from '../profile/types.ts';
import { showExamples } from './examples.ts';
import { explainTexts } from './explain-texts.ts';
import { measureIncrease, type Share } from './significance.ts';
import type { ColumnRule, Measurement, QualityLimits } from './types.ts';
import { countUnseen } from './unseen-categories.ts';

/**
 * Values of another kind than the column's. In a number column: texts and booleans. In a category column, where 1, "1" and
 * 1.0 are the same category however a format writes them: values of a kind that has become more frequent, as far as
 * they are unknown to the baseline too.
 */
export const typeChange: ColumnRule = {
  check: 'type_change',
  comparesDistributions: false,
  measure(baseline, window, limits) {
    return baseline.type === 'number'
      ? measureNumberColumn(baseline, window, limits)
      : measureCategoryColumn(baseline, window, limits);
  },
};

function measureNumberColumn(
  baseline: ColumnProfile,
  window: ColumnProfile,
  limits: QualityLimits,
): Measurement | null {
  const texts = (window.texts ?? window.categories)?.counts.map(([text]) => text) ?? [];
  const found = measureIncrease(wrongKind(window), wrongKind(baseline), limits.maxTypeErrorShare, showExamples(texts));
  const cause = found && explainTexts(baseline, texts);
  return found && { ...found, ...(cause && { cause }) };
}

/** Texts and booleans among the cells with a value. */
function wrongKind(column: ColumnProfile): Share {
  return { events: column.cells.text + column.cells.boolean, rows: countValues(column) };
}

function countValues({ cells }: ColumnProfile): number {
  return cells.number + cells.infinite + cells.text + cells.boolean;
}

const KINDS = [
  (column: ColumnProfile) => column.cells.number + column.cells.infinite,
  (column: ColumnProfile) => column.cells.text,
  (column: ColumnProfile) => column.cells.boolean,
];

function measureCategoryColumn(
  baseline: ColumnProfile,
  window: ColumnProfile,
  limits: QualityLimits,
): Measurement | null {
  const unseen = countUnseen(baseline, window);
  const rows = countValues(window);
  const expected = countValues(baseline);
  if (unseen === null || rows === 0 || expected === 0) return null;
  const grown = KINDS.filter((count) => count(window) / rows > count(baseline) / expected);
  const inWindow = grown.reduce((sum, count) => sum + count(window), 0);
  const inBaseline = grown.reduce((sum, count) => sum + count(baseline), 0);
  // Rows of the grown kinds beyond their share in the baseline; whole rows, because the test counts.
  const excess = Math.max(0, Math.floor(inWindow - (inBaseline / expected) * rows));
  const events = Math.min(excess, unseen.window.events);
  if (events === 0) return null;
  const baselineEvents = Math.min(inBaseline, unseen.baseline.events);
  return measureIncrease(
    { events, rows },
    { events: baselineEvents, rows: expected },
    limits.maxTypeErrorShare,
    showExamples(unseen.examples),
  );
}

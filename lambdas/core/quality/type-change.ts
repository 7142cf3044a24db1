import { parseNumber } from '../columns/number-text.ts';
import type { ColumnProfile } from '../profile/types.ts';
import { textExamples } from './examples.ts';
import { explainTexts } from './explain-texts.ts';
import { measureIncrease, type Share } from './significance.ts';
import type { ColumnRule, Measurement, QualityLimits } from './types.ts';
import { countUnseen, type Unseen } from './unseen-categories.ts';

/**
 * Values of another kind than the column's. In a number column: texts and booleans. In a category column, where 1, "1"
 * and 1.0 are the same category: unknown categories of a kind that the baseline's column has rarely or never. New codes
 * of a kind that the baseline has are only unseen categories.
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
  const found = measureIncrease(wrongKind(window), wrongKind(baseline), limits.maxTypeErrorShare, textExamples(texts));
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

const KINDS = {
  number: (column: ColumnProfile) => column.cells.number + column.cells.infinite,
  text: (column: ColumnProfile) => column.cells.text,
  boolean: (column: ColumnProfile) => column.cells.boolean,
} as const;

type Kind = keyof typeof KINDS;

function measureCategoryColumn(
  baseline: ColumnProfile,
  window: ColumnProfile,
  limits: QualityLimits,
): Measurement | null {
  const unseen = countUnseen(baseline, window);
  const expected = countValues(baseline);
  if (unseen === null || countValues(window) === 0 || expected === 0) return null;
  const strange = (Object.keys(KINDS) as Kind[]).filter(
    (kind) => KINDS[kind](baseline) <= limits.maxTypeErrorShare * expected,
  );
  if (strange.length === 0) return null;
  const inBaseline = strange.reduce((sum, kind) => sum + KINDS[kind](baseline), 0);
  const found = baseline.identifier === undefined ? countNamed(unseen, strange) : countCells(window, strange);
  if (found.events === 0) return null;
  return measureIncrease(
    found,
    { events: Math.min(inBaseline, unseen.baseline.events), rows: unseen.baseline.rows },
    limits.maxTypeErrorShare,
    textExamples(found.examples),
  );
}

interface Found extends Share {
  readonly examples: readonly string[];
}

/** The unseen categories of these kinds. */
function countNamed({ window, categories }: Unseen, kinds: readonly Kind[]): Found {
  const found = categories.filter(([text]) => kinds.includes(kindOf(text)));
  const events = found.reduce((sum, [, rows]) => sum + rows, 0);
  return { events, rows: window.rows, examples: found.map(([text]) => text) };
}

/** The cells of these kinds in an identifier, whose values are all unseen. */
function countCells(window: ColumnProfile, kinds: readonly Kind[]): Found {
  const events = kinds.reduce((sum, kind) => sum + KINDS[kind](window), 0);
  const named = window.categories?.counts.map(([text]) => text) ?? [];
  return { events, rows: countValues(window), examples: named.filter((text) => kinds.includes(kindOf(text))) };
}

/** The kind of value that a canonical category text spells. */
function kindOf(text: string): Kind {
  if (text === 'true' || text === 'false') return 'boolean';
  return Number.isNaN(parseNumber(text)) ? 'text' : 'number';
}

import { canonicalValue } from '../columns/canonical-value.ts';
import { CategoryAccumulator } from './category-accumulator.ts';
import type {
  Categories,
  CellCounts,
  ColumnForm,
  ColumnType,
  ExactNumbers,
  FormedValues,
  GridNumbers,
  SketchNumbers,
} from './types.ts';

/** A number column may hold texts and booleans if they are less than this share of its values, … */
const STRAY_TEXT_SHARE = 0.01;
/** … and if it has more distinct numbers than this: codes such as 1, 2, 3, X are categories. */
const FEWEST_DISTINCT_NUMBERS = 50;

/** The counts of a column after all of it has been read. */
export interface ReadColumn {
  readonly cells: CellCounts;
  /** Infinity if they are not counted one by one any more. */
  readonly distinctNumbers: number;
  /** Texts and booleans. null: none. */
  readonly texts: Categories | null;
  readonly numbers: ExactNumbers | GridNumbers | SketchNumbers | null;
  readonly formed: readonly FormedValues[];
}

/**
 * Infers the type and form of a column from its values. It has a form, time or duration, and type number, if all values
 * have the form, or all but less than 1 % with more than 50 distinct ones. Otherwise it is boolean if its values spell
 * true and false, perhaps with 1 and 0 beside them. Otherwise {@link inferType} decides.
 */
export function inferColumn(column: ReadColumn): { readonly type: ColumnType; readonly form: ColumnForm | null } {
  const formed = column.formed.find((values) => isOf(values, column.cells));
  if (formed !== undefined) return { type: 'number', form: formed.form };
  if (isBoolean(column)) return { type: 'category', form: 'boolean' };
  return { type: inferType(column.cells, column.distinctNumbers), form: null };
}

function isOf({ cells: { number, text }, numbers }: FormedValues, cells: CellCounts): boolean {
  // Plain numbers beside times have an unknown unit.
  if (cells.number + cells.infinite > number) return false;
  const others = cells.text - text + cells.boolean;
  const distinct = numbers.kind === 'exact' ? numbers.values.length : Number.POSITIVE_INFINITY;
  return others === 0 || isStray(others, number + text, distinct);
}

/** Whether the other values are rare enough to be errors. */
function isStray(others: number, rows: number, distinct: number): boolean {
  return others < STRAY_TEXT_SHARE * (rows + others) && distinct > FEWEST_DISTINCT_NUMBERS;
}

function isBoolean({ cells, texts, numbers }: ReadColumn): boolean {
  if (cells.boolean === 0 || cells.infinite > 0 || texts === null || texts.other > 0) return false;
  const known = texts.counts.every(([text]) => text === 'true' || text === 'false' || isBit(text));
  return known && (numbers === null || (numbers.kind === 'exact' && numbers.values.every(isBitNumber)));
}

/** Whether a text spells 0 or 1. */
export function isBit(text: string): boolean {
  const value = canonicalValue(text);
  return value === '0' || value === '1';
}

export function isBitNumber(value: number): boolean {
  return value === 0 || value === 1;
}

/**
 * Infers the type of a column: `number` if its values are numbers (1 and 1.0 are the same) and none of them are texts
 * or booleans, or less than 1 % with more than 50 distinct numbers. Those then count as type errors. Otherwise, and for
 * a column without values, `category`.
 */
function inferType(cells: CellCounts, distinctNumbers: number): ColumnType {
  const numbers = cells.number + cells.infinite;
  const others = cells.text + cells.boolean;
  if (numbers === 0) return others === 0 && cells.nan > 0 ? 'number' : 'category';
  return others === 0 || isStray(others, numbers, distinctNumbers) ? 'number' : 'category';
}

/**
 * Merges the texts and numbers of a column into categories, numbers by their canonical texts. Numbers that are not
 * counted one by one count as `other`.
 */
export function categorize(
  texts: Categories | null,
  numbers: ExactNumbers | GridNumbers | SketchNumbers | null,
  cells: CellCounts,
): Categories {
  const all = new CategoryAccumulator(Number.POSITIVE_INFINITY);
  if (texts !== null) all.absorb(texts);
  if (numbers?.kind === 'exact') {
    numbers.values.forEach((value, i) => {
      all.add(String(value), numbers.counts[i]);
    });
  } else if (numbers !== null) {
    all.absorb({ counts: [], other: cells.number + cells.infinite, capped: true });
  }
  return all.finish();
}

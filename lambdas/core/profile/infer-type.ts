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

/** A number column may hold fewer texts than this share of its numbers, texts and booleans, … */
const STRAY_TEXT_SHARE = 0.01;
/** … if it has more distinct numbers than this: codes such as 1, 2, 3, X are categories. */
const FEWEST_DISTINCT_NUMBERS = 50;

/** What is known of a column when all of it has been read. */
export interface ReadColumn {
  readonly cells: CellCounts;
  /** Infinity when they are no longer known one by one. */
  readonly distinctNumbers: number;
  /** Texts and booleans; null when there are none. */
  readonly texts: Categories | null;
  readonly numbers: ExactNumbers | GridNumbers | SketchNumbers | null;
  readonly formed: readonly FormedValues[];
}

/**
 * The type and form of a column by its values. Times and durations are numbers, when all values are of that form or, with
 * more than 50 distinct ones, all but less than 1 %. Then the column is boolean when its values spell true and false, 1 and
 * 0 beside them included. Else it is what {@link inferType} says.
 */
export function inferColumn(column: ReadColumn): { readonly type: ColumnType; readonly form: ColumnForm | null } {
  const formed = column.formed.find((values) => isOf(values, column.cells));
  if (formed !== undefined) return { type: 'number', form: formed.form };
  if (isBoolean(column)) return { type: 'category', form: 'boolean' };
  return { type: inferType(column.cells, column.distinctNumbers), form: null };
}

function isOf({ cells: { number, text }, numbers }: FormedValues, cells: CellCounts): boolean {
  // The unit of plain numbers beside times is not known.
  if (cells.number + cells.infinite > number) return false;
  const others = cells.text - text + cells.boolean;
  const distinct = numbers.kind === 'exact' ? numbers.values.length : Number.POSITIVE_INFINITY;
  return others === 0 || isStray(others, number + text, distinct);
}

/** Whether the other values are few enough to be errors. */
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
 * The type of a column by its values: `number` when its cells are numbers (1 and 1.0 are the same) and none, or with more
 * than 50 distinct numbers less than 1 %, are texts or booleans; those then count as type errors. Otherwise, and without
 * any values, `category`.
 */
function inferType(cells: CellCounts, distinctNumbers: number): ColumnType {
  const numbers = cells.number + cells.infinite;
  const others = cells.text + cells.boolean;
  if (numbers === 0) return others === 0 && cells.nan > 0 ? 'number' : 'category';
  return others === 0 || isStray(others, numbers, distinctNumbers) ? 'number' : 'category';
}

/**
 * Texts and numbers as categories of one column, the numbers by their canonical texts. Numbers that are no longer known
 * one by one count as `other`.
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

import { CategoryAccumulator } from './category-accumulator.ts';
import type { Categories, CellCounts, ColumnType, ExactNumbers, GridNumbers, SketchNumbers } from './types.ts';

/** A number column may hold fewer texts than this share of its numbers, texts and booleans, … */
const STRAY_TEXT_SHARE = 0.01;
/** … if it has more distinct numbers than this: codes such as 1, 2, 3, X are categories. */
const FEWEST_DISTINCT_NUMBERS = 50;

/**
 * The type of a column by its values: `number` when its cells are numbers (1 and 1.0 are the same) and none, or with more
 * than 50 distinct numbers less than 1 %, are texts or booleans; those then count as type errors. Otherwise, and without
 * any values, `category`.
 */
export function inferType(cells: CellCounts, distinctNumbers: number): ColumnType {
  const numbers = cells.number + cells.infinite;
  const others = cells.text + cells.boolean;
  if (numbers === 0) return others === 0 && cells.nan > 0 ? 'number' : 'category';
  if (others === 0) return 'number';
  const stray = others < STRAY_TEXT_SHARE * (numbers + others) && distinctNumbers > FEWEST_DISTINCT_NUMBERS;
  return stray ? 'number' : 'category';
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

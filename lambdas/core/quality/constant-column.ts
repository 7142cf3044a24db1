import { REST_CELLS } from '../profile/category-accumulator.ts';
import { hashText } from '../profile/category-text.ts';
import type { Categories, ColumnProfile } from '../profile/types.ts';
import { formatColumnValue } from '../text/format-column-value.ts';
import { textExamples } from './examples.ts';
import { testIncrease } from './significance.ts';
import type { ColumnRule } from './types.ts';

/** A breach needs a value that had at most this share of the baseline's values. */
const MAX_CONSTANT_SHARE = 0.95;

/**
 * A column with one value in all rows of the window, but not in all rows of the baseline: a source that stopped, or a
 * default value.
 */
export const constantColumn: ColumnRule = {
  check: 'constant_column',
  comparesDistributions: true,
  measure(baseline, window) {
    const constant = findConstant(window);
    if (constant === null) return null;
    const rows = constant.rows;
    const baselineRows = countValues(baseline);
    const before = countOf(baseline, constant.value);
    if (baselineRows === 0 || before === baselineRows) return null;
    return {
      value: 1,
      baseline: before / baselineRows,
      limit: MAX_CONSTANT_SHARE,
      rows,
      exceeded: before / baselineRows <= MAX_CONSTANT_SHARE,
      pValue: testIncrease({ events: rows, rows }, { events: before, rows: baselineRows }),
      examples: textExamples([
        typeof constant.value === 'number' ? formatColumnValue(constant.value, baseline.form) : constant.value,
      ]),
    };
  },
};

function countValues({ cells, type }: ColumnProfile): number {
  const numbers = cells.number + cells.infinite;
  return type === 'number' ? numbers : numbers + cells.text + cells.boolean;
}

/** The only value of the column. null if there are several or none. */
function findConstant(column: ColumnProfile): { readonly value: number | string; readonly rows: number } | null {
  const rows = countValues(column);
  if (rows === 0) return null;
  if (column.type === 'category') {
    const { counts, other } = column.categories!;
    return counts.length === 1 && other === 0 ? { value: counts[0][0], rows } : null;
  }
  const { moments, cells } = column;
  return moments !== null && cells.infinite === 0 && moments.min === moments.max ? { value: moments.min, rows } : null;
}

/** An upper bound of the category's rows: a category that is not named counts with all rows of its cell. */
function countCategory(categories: Categories | null, value: string): number {
  if (categories === null) return 0;
  const named = categories.counts.find(([category]) => category === value);
  return named?.[1] ?? categories.rest?.[hashText(value) % REST_CELLS] ?? 0;
}

/** The rows of the column with this value. In a grid, the rows of its cell. */
function countOf(column: ColumnProfile, value: number | string): number {
  if (typeof value === 'string') return countCategory(column.categories, value);
  const { numbers } = column;
  if (numbers?.kind === 'exact') return numbers.counts[numbers.values.indexOf(value)] ?? 0;
  if (numbers?.kind !== 'grid') return 0;
  const cell = numbers.edges.findIndex((edge) => value <= edge);
  return numbers.counts[cell < 0 ? numbers.edges.length : cell];
}

import { canonicalValue } from '../columns/canonical-value.ts';
import { CategoryAccumulator } from './category-accumulator.ts';
import { isBit } from './infer-type.ts';
import type { Categories, ColumnProfile, FormedValues } from './types.ts';

/** Recounts an inferred column by its form: every cell that spells a value of the form counts as one. */
export function settleForm(column: ColumnProfile): ColumnProfile {
  switch (column.form) {
    case 'boolean':
      return column.inferred ? settleBoolean(column) : column;
    case 'time':
    case 'duration': {
      const formed = column.formed?.find(({ form }) => form === column.form);
      return formed === undefined ? column : settleTimes(column, formed);
    }
    default:
      return column.type === 'category' ? settleCategories(column) : column;
  }
}

/** Counts texts that spell numbers as numbers, as in a column that is declared a category. */
function settleCategories(column: ColumnProfile): ColumnProfile {
  const { cells, spelled } = column;
  if (spelled === undefined) return { ...column, moments: null };
  const { number, infinite } = spelled;
  const counted = {
    ...cells,
    number: cells.number + number,
    infinite: cells.infinite + infinite,
    text: cells.text - number - infinite,
  };
  return { ...column, moments: null, cells: counted };
}

function settleTimes(column: ColumnProfile, { cells: found, numbers, moments }: FormedValues): ColumnProfile {
  const { cells } = column;
  return {
    ...column,
    cells: { ...cells, number: found.number + found.text, text: cells.text - found.text },
    numbers,
    moments,
  };
}

function settleBoolean(column: ColumnProfile): ColumnProfile {
  const { cells } = column;
  return {
    ...column,
    cells: { ...cells, number: 0, text: 0, boolean: cells.number + cells.text + cells.boolean },
    numbers: null,
    moments: null,
    categories: column.categories && asBooleans(column.categories),
  };
}

function asBooleans({ counts, ...rest }: Categories): Categories {
  const booleans = new CategoryAccumulator(Number.POSITIVE_INFINITY);
  for (const [text, rows] of counts) booleans.add(isBit(text) ? String(isOne(text)) : text, rows);
  return { ...booleans.finish(), ...rest };
}

/** Whether a text that spells 0 or 1 spells 1. */
export function isOne(text: string): boolean {
  return canonicalValue(text) === '1';
}

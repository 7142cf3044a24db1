import { isolateValues } from './grid.ts';
import { chooseLimits, type ProfileLimits } from './limits.ts';
import type { NumberSupport } from './number-accumulator.ts';
import type { ColumnProfile, Profile } from './types.ts';

/** What a window's column must be counted as to be comparable with the baseline's. */
export type ColumnSchema =
  | { readonly type: 'number'; readonly support: NumberSupport | null }
  | {
      readonly type: 'category';
      /** The baseline's categories, each with its position. */
      readonly known: ReadonlyMap<string, number>;
    };

export interface ProfileSchema {
  readonly columns: ReadonlyMap<string, ColumnSchema>;
  readonly limits: ProfileLimits;
}

/**
 * How windows are to be profiled to be compared with this baseline: its types, grids and categories. Columns whose
 * baseline holds each number are counted by value too, and beyond the limit of distinct values in a grid that gives each
 * baseline value a cell of its own.
 */
export function schemaOf(baseline: Profile): ProfileSchema {
  const columns = new Map<string, ColumnSchema>();
  for (const column of baseline.columns) columns.set(column.name, schemaOfColumn(column));
  return { columns, limits: chooseLimits(baseline.columns.length) };
}

function schemaOfColumn(column: ColumnProfile): ColumnSchema {
  if (column.type === 'category') {
    const counts = column.categories?.counts ?? [];
    return { type: 'category', known: new Map(counts.map(([category], i) => [category, i])) };
  }
  switch (column.numbers?.kind) {
    case 'grid':
      return { type: 'number', support: { edges: column.numbers.edges, always: true } };
    case 'exact':
      return { type: 'number', support: { edges: isolateValues(column.numbers.values), always: false } };
    default:
      // No baseline numbers, or only a sketch of them: there is no grid to count in.
      return { type: 'number', support: null };
  }
}

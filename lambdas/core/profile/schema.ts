import type { TimeForm } from '../columns/column.ts';
import { isolateValues } from './grid.ts';
import { isBit, isBitNumber } from './infer-type.ts';
import { chooseLimits, type ProfileLimits } from './limits.ts';
import type { NumberSupport } from './number-accumulator.ts';
import type { ColumnProfile, DeclaredType, Profile } from './types.ts';

/** What a window's column must be counted as to be comparable with the baseline's. */
export type ColumnSchema =
  | {
      readonly type: 'number';
      readonly support: NumberSupport | null;
      /** The values are times or durations, however they are spelled. */
      readonly form?: TimeForm;
      /** The baseline has the numbers 0 and 1 only: true and false stand for 1 and 0. */
      readonly bits?: boolean;
    }
  | {
      readonly type: 'category';
      /** The baseline's categories, each with its position. */
      readonly known: ReadonlyMap<string, number>;
      /** The values are true and false: 1 and 0 stand for them. */
      readonly form?: 'boolean';
      /** The baseline's categories are "0" and "1" only: true and false stand for "1" and "0". */
      readonly bits?: boolean;
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
  if (column.type === 'category') return schemaOfCategories(column);
  const form = column.form === 'time' || column.form === 'duration' ? { form: column.form } : {};
  switch (column.numbers?.kind) {
    case 'grid':
      return { type: 'number', support: { edges: column.numbers.edges, always: true }, ...form };
    case 'exact': {
      const { values } = column.numbers;
      const support = { edges: isolateValues(values), always: false, values };
      return { type: 'number', support, ...form, bits: column.form === undefined && values.every(isBitNumber) };
    }
    default:
      // No baseline numbers, or only a sketch of them: there is no grid to count in.
      return { type: 'number', support: null, ...form };
  }
}

/** A column of true and false needs no mark: its categories say it, in baselines of earlier releases too. */
function schemaOfCategories({ categories, form }: ColumnProfile): ColumnSchema {
  const names = (categories?.counts ?? []).map(([category]) => category);
  const known = new Map(names.map((category, i) => [category, i]));
  const isBoolean =
    form === 'boolean' || (names.length > 0 && names.every((name) => name === 'true' || name === 'false'));
  if (isBoolean) return { type: 'category', known, form: 'boolean' };
  return { type: 'category', known, bits: names.length > 0 && !categories!.other && names.every(isBit) };
}

/** How a column is counted of which only its type is known, as the monitor declares it. */
export function schemaOfType(type: DeclaredType): ColumnSchema {
  switch (type) {
    case 'number':
      return { type: 'number', support: null };
    case 'time':
    case 'duration':
      return { type: 'number', support: null, form: type };
    case 'category':
      return { type: 'category', known: new Map() };
    case 'boolean':
      return { type: 'category', known: new Map(), form: 'boolean' };
  }
}

/** The form that the column's numbers must have, as the baseline has it. null: plain numbers. */
export function wantedForm(schema: ColumnSchema | null): TimeForm | null {
  return schema?.type === 'number' ? (schema.form ?? null) : null;
}

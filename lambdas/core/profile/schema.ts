import type { TimeForm } from '../columns/column.ts';
import { isolateValues } from './grid.ts';
import { isBit, isBitNumber } from './infer-type.ts';
import { chooseLimits, type ProfileLimits } from './limits.ts';
import type { NumberSupport } from './number-accumulator.ts';
import type { ColumnProfile, DeclaredType, Profile } from './types.ts';

/** How to count a window's column so that it is comparable with the baseline's. */
export type ColumnSchema =
  | {
      readonly type: 'number';
      readonly support: NumberSupport | null;
      /** The values are times or durations, in any spelling. */
      readonly form?: TimeForm;
      /** The baseline has only the numbers 0 and 1, so true and false stand for 1 and 0. */
      readonly bits?: boolean;
    }
  | {
      readonly type: 'category';
      /** The baseline's categories, each with its position. */
      readonly known: ReadonlyMap<string, number>;
      /** The values are true and false, so 1 and 0 stand for them. */
      readonly form?: 'boolean';
      /** The baseline has only the categories "0" and "1", so true and false stand for "1" and "0". */
      readonly bits?: boolean;
    };

export interface ProfileSchema {
  readonly columns: ReadonlyMap<string, ColumnSchema>;
  readonly limits: ProfileLimits;
}

/**
 * How to profile windows that are compared with this baseline: with its types, grids and categories. If the baseline
 * counts a column's numbers by value, so does the window, and beyond the limit of distinct values it uses a grid with a
 * cell for each value of the baseline.
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
      // The baseline has no numbers, or only a sketch of them, so there is no grid to count in.
      return { type: 'number', support: null, ...form };
  }
}

/**
 * Categories true and false make a boolean column even without a form, which baselines of earlier releases do not have.
 */
function schemaOfCategories({ categories, form }: ColumnProfile): ColumnSchema {
  const names = (categories?.counts ?? []).map(([category]) => category);
  const known = new Map(names.map((category, i) => [category, i]));
  const isBoolean =
    form === 'boolean' || (names.length > 0 && names.every((name) => name === 'true' || name === 'false'));
  if (isBoolean) return { type: 'category', known, form: 'boolean' };
  return { type: 'category', known, bits: names.length > 0 && !categories!.other && names.every(isBit) };
}

/** How to count a column of which only the declared type is known. */
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

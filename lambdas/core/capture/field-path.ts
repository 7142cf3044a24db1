import type { CellValue } from '../columns/column.ts';
import type { FieldLocation } from './spec.ts';

/** A key of an object, with the steps that its dots separate. */
export interface FieldPath {
  readonly name: string;
  /** null: the name has no dot. */
  readonly steps: readonly string[] | null;
}

export function toFieldPath(name: string): FieldPath {
  return { name, steps: name.includes('.') ? name.split('.') : null };
}

/**
 * The value under the key itself, otherwise at the end of its steps. undefined if there is none. Ignores inherited
 * properties.
 */
export function valueAtPath(from: Nested, key: FieldPath): unknown {
  if (Object.hasOwn(from, key.name)) return from[key.name];
  if (key.steps === null) return undefined;
  let value: unknown = from;
  for (const step of key.steps) {
    if (!isNested(value) || !Object.hasOwn(value, step)) return undefined;
    value = value[step];
  }
  return value;
}

/** The value at a key or position of a row of JSON. A plain value is a row of one cell, at position 0. */
export function valueInRow(row: unknown, where: FieldPath | number): unknown {
  if (typeof where === 'number') {
    if (Array.isArray(row)) return row[where];
    return where === 0 && !isNested(row) ? row : undefined;
  }
  return isNested(row) ? valueAtPath(row, where) : undefined;
}

export function parseLocation(where: FieldLocation): FieldPath | number {
  return typeof where === 'number' ? where : toFieldPath(where);
}

/** A JSON object or array, with its members by key or position. */
export type Nested = Readonly<Record<string, unknown>>;

/** Whether the value is a JSON object or array. */
export function isNested(value: unknown): value is Nested {
  return typeof value === 'object' && value !== null;
}

/** Whether the value is JSON of one cell: no object and no array. */
export function isPlain(value: unknown): value is CellValue {
  return value === null || ['number', 'string', 'boolean'].includes(typeof value);
}

/** Whether the value is a JSON object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return isNested(value) && !Array.isArray(value);
}

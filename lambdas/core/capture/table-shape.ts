import { isNested, isObject } from './field-path.ts';
import type { NamedTable } from './layouts/layout.ts';
import { MAX_COLUMNS } from './positions.ts';
import { RejectedRecordError } from './rejection-reason.ts';

/** Throws RejectedRecordError if a row of a request is too wide. @param row Counts from 0. */
export function checkColumns(width: number, row: number): void {
  if (width <= MAX_COLUMNS) return;
  const detail = `row ${row + 1} of the request has ${width} values; at most ${MAX_COLUMNS} are accepted`;
  throw new RejectedRecordError('too-many-columns', detail);
}

/**
 * The value of a named cell. A list of one value counts as that value, because `Input(shape=(1,))` of Keras takes such
 * lists.
 */
export function onlyValue(value: unknown): unknown {
  return Array.isArray(value) && value.length === 1 ? value[0] : value;
}

/** Whether the rows have values, but none of them is a plain value. */
export function isAllNested(rows: readonly unknown[]): boolean {
  let any = false;
  for (const row of rows) {
    if (!isNested(row)) return false;
    for (const value of Object.values(row)) {
      if (!isNested(Array.isArray(row) ? value : onlyValue(value))) return false;
      any = true;
    }
  }
  return any;
}

/** Whether a named table has values, but none of them is a plain value. */
export function isTableNested(table: NamedTable): boolean {
  const { names, rows } = table;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < names.length; column++) if (!isNested(table.at(row, column))) return false;
  }
  return rows > 0 && names.length > 0;
}

/** A hint for a single row that is an object and may hold the actual rows. Otherwise empty. */
export function hintOf(rows: readonly unknown[] | null, setting: string): string {
  if (rows?.length !== 1 || !isObject(rows[0]) || !Object.values(rows[0]).some(isNested)) return '';
  return `; ${setting} can name the key of rows inside`;
}

export function allNested(): RejectedRecordError {
  const detail =
    'every value of the request is an array or object: not a table; if the rows are nested deeper, set capture.requestRows to their key';
  return new RejectedRecordError('nested-values', detail);
}

/** The error for a request with a list that is this many rows, or one row. */
export function ambiguousList(rows: number): RejectedRecordError {
  const detail = `the list in the request may be ${rows} rows or one; list the features in capture.features to decide`;
  return new RejectedRecordError('ambiguous-shape', detail);
}

/** The error for a payload that is neither CSV nor JSON. */
export function opaque(side: 'request' | 'response', contentType: string): RejectedRecordError {
  const detail = `the ${side} is BASE64 of content type ${JSON.stringify(contentType)}: not CSV or JSON`;
  return new RejectedRecordError('unsupported-encoding', detail);
}

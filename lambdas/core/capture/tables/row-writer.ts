import { isNested, isObject, type Nested, toFieldPath, valueAtPath } from '../field-path.ts';
import { MAX_COLUMNS, positionName } from '../positions.ts';
import { RejectedRecordError } from '../rejection-reason.ts';
import { isTree, seenNames } from '../seen-names.ts';
import type { TableOptions } from './reader.ts';
import type { RowBuilder } from './row-builder.ts';

/**
 * Writes rows of JSON: an object by its keys, those of nested objects with dots, an array by position. Dots in the
 * names of listed columns go down into objects.
 */
export function rowWriter(
  { chunk, cells }: RowBuilder,
  { columns, besides, texts, names, seenColumns }: TableOptions,
): (row: Nested) => void {
  const writeCell = (name: string, value: unknown) => {
    if (texts.has(name)) cells.writeText(chunk.column(name), chunk.rows, value);
    else cells.writeValue(chunk.column(name), chunk.rows, value);
  };
  const writeAll = (row: Record<string, unknown>, prefix: string, depth: number) => {
    for (const key of Object.keys(row)) {
      const value = row[key];
      if (isTree(value, depth)) writeAll(value, `${prefix}${key}.`, depth + 1);
      else writeCell(prefix + key, value);
    }
  };
  const keys = [...(columns ?? []), ...besides].map(toFieldPath);
  const wanted = columns === null ? null : new Set(columns);
  return (row) => {
    if (Array.isArray(row)) {
      for (let i = 0; i < row.length; i++) {
        const name = names[i] ?? positionName(i);
        if (wanted === null || wanted.has(name)) writeCell(name, row[i]);
      }
      return;
    }
    if (columns === null && isObject(row)) writeAll(row, '', 1);
    let isWhole = true;
    for (const key of keys) {
      const value = valueAtPath(row, key);
      if (value !== undefined) writeCell(key.name, value);
      else isWhole = false;
    }
    if (seenColumns?.wantsRow(isWhole)) seenColumns.addRow(seenNames(row, keys), isWhole);
  };
}

/** The record as a row. Throws RejectedRecordError if it is none. */
export function toRow(record: unknown): Nested {
  if (isNested(record)) return record;
  throw new RejectedRecordError('not-a-row', 'the record is neither an object nor an array');
}

/** The number of columns that a row may fill. Throws RejectedRecordError if there are too many. */
export function rowWidth(row: Nested): number {
  const width = Array.isArray(row) ? row.length : countLeaves(row, 1);
  if (width <= MAX_COLUMNS) return width;
  throw new RejectedRecordError('too-many-columns', `the row has ${width} values; at most ${MAX_COLUMNS} are accepted`);
}

function countLeaves(row: Nested, depth: number): number {
  let count = 0;
  for (const key of Object.keys(row)) {
    const value = row[key];
    count += isTree(value, depth) ? countLeaves(value, depth + 1) : 1;
  }
  return count;
}

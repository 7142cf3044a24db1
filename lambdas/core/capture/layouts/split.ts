import { countOf } from '../../text/numbers.ts';
import { isNested, isObject, type Nested } from '../field-path.ts';
import { RejectedRecordError } from '../rejection-reason.ts';
import { foundRows, foundTable, type PayloadLayout, type PayloadRows, type PayloadSide } from './layout.ts';
import { requireNames } from './names.ts';
import { reshape } from './reshape.ts';

/** The keys of the names and of the rows. */
const PAIRS = [
  ['columns', 'data'],
  ['names', 'ndarray'],
  ['names', 'tensor'],
  ['fields', 'values'],
] as const;

/** Keys of lists of names. */
const NAMES = [
  'columns',
  'column_names',
  'columnNames',
  'ColumnNames',
  'feature_names',
  'featureNames',
  'fields',
] as const;

/**
 * The keys of rows whose names may be under `fields`. Beside other keys, `fields` may be a list of requested fields.
 */
const BESIDE_FIELDS: ReadonlySet<string> = new Set(['values', 'rows']);

/** Keys of the rows beside the names. */
const ROWS = {
  request: ['data', 'rows', 'values', 'Values', 'instances', 'inputs', 'records', 'input_data', 'ndarray'],
  response: ['data', 'rows', 'values', 'Values', 'predictions', 'outputs', 'results', 'records', 'ndarray'],
} as const;

/**
 * Names apart from the rows: `{"columns":["age","city"],"data":[[31,"Bern"]]}`. Used by pandas' `orient="split"`,
 * MLflow's `dataframe_split`, Seldon's `{"names":…,"ndarray":…}`, and as `{"fields":…,"values":…}`. Rows that are
 * objects keep their own names.
 */
export const split: PayloadLayout = (object, side) => {
  for (const [namesKey, rowsKey] of PAIRS) {
    if (!Object.hasOwn(object, namesKey) || !Object.hasOwn(object, rowsKey)) continue;
    const names = object[namesKey];
    const rows = rowsKey === 'tensor' ? readTensor(object[rowsKey], side) : object[rowsKey];
    if (Array.isArray(names) && Array.isArray(rows)) return nameRows(names, rows, side);
  }
  if (NAMES.some((key) => Object.hasOwn(object, key))) {
    const found = splitBesideNames(object, side);
    if (found !== null) return found;
  }
  const tensor = isObject(object['tensor']) ? readTensor(object['tensor'], side) : null;
  return Array.isArray(tensor) ? foundRows(tensor) : null;
};

function splitBesideNames(object: Record<string, unknown>, side: PayloadSide): PayloadRows | null {
  for (const rowsKey of ROWS[side.what]) {
    const rows = Object.hasOwn(object, rowsKey) ? object[rowsKey] : null;
    const names = Array.isArray(rows) ? namesBeside(object, rowsKey) : null;
    if (names === null || !Array.isArray(rows)) continue;
    if (
      side.what === 'response' ? areWidths(rows, names.length) : rows.some(isNested) || rows.length === names.length
    ) {
      return nameRows(names, rows, side);
    }
  }
  return null;
}

/**
 * Whether the rows have as many values as names. Names beside answers may be others, such as the features in an
 * explanation.
 */
function areWidths(rows: readonly unknown[], width: number): boolean {
  return rows.length > 0 && rows.every((row) => Array.isArray(row) && row.length === width);
}

/**
 * The split tables in a list, as Watson writes them: `[{"fields":["age"],"values":[[31]]}]`. null if an item is not
 * one.
 */
export function splitTables(list: readonly unknown[], side: PayloadSide): readonly PayloadRows[] | null {
  const tables: PayloadRows[] = [];
  for (const table of list) {
    const found = isSplit(table) ? split(table, side, { text: null, path: [] }) : null;
    if (found === null) return null;
    tables.push(found);
  }
  return tables.length === 0 ? null : tables;
}

function isSplit(value: unknown): value is Record<string, unknown> {
  if (!isObject(value)) return false;
  return PAIRS.some(([namesKey, rowsKey]) => Array.isArray(value[namesKey]) && Array.isArray(value[rowsKey]));
}

/** The names beside the rows under `rowsKey`. null if there are none. */
export function namesBeside(object: Nested, rowsKey: string): readonly unknown[] | null {
  for (const key of NAMES) {
    if (!Object.hasOwn(object, key) || (key === 'fields' && !BESIDE_FIELDS.has(rowsKey))) continue;
    const names = object[key];
    if (Array.isArray(names) && (rowsKey === 'data' || names.every(isName))) return names;
  }
  return null;
}

/**
 * Gives the cells of rows these names, by position. Names that are the numbers from 0 on are no names, but the
 * positions that pandas gives to columns without names. A list of as many plain values as names is one row. Throws
 * RejectedRecordError.
 */
export function nameRows(given: readonly unknown[], written: readonly unknown[], side: PayloadSide): PayloadRows {
  const isRow = given.length > 1 && written.length === given.length && !written.some(isNested);
  const rows = isRow ? [written] : written;
  if (rows.length > 0 && rows.every(isObject)) return foundRows(rows);
  if (given.every((name, i) => name === i) && !side.names?.some(({ name }) => name === '0')) return foundRows(rows);
  const names = given.map((name) => {
    if (!isName(name)) throw nested(`a name of the ${side.what} is not a text`);
    return String(name);
  });
  requireNames(names, side);
  for (let row = 0; row < rows.length; row++) {
    const cells = rows[row];
    const width = Array.isArray(cells) ? cells.length : 1;
    if (isObject(cells)) throw nested(`row ${row + 1} of the ${side.what} is an object, but others are lists`);
    if (width === names.length) continue;
    const detail = `row ${row + 1} of the ${side.what} has ${countOf(width, 'value')}, its names are ${names.length}`;
    throw new RejectedRecordError('wrong-column-count', detail);
  }
  const at = (row: number, column: number) => {
    const cells = rows[row];
    return Array.isArray(cells) ? cells[column] : cells;
  };
  return foundTable({ names, rows: rows.length, ordered: true, at });
}

function isName(name: unknown): boolean {
  return typeof name === 'string' || typeof name === 'number';
}

function readTensor(tensor: unknown, side: PayloadSide): unknown {
  if (!isObject(tensor)) return null;
  const { shape, values } = tensor;
  return Array.isArray(shape) && Array.isArray(values) ? reshape(shape, values, 'the tensor', side.what).rows : null;
}

function nested(detail: string): RejectedRecordError {
  return new RejectedRecordError('nested-values', detail);
}

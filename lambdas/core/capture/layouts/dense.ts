import { type FieldPath, isNested, isObject, type Nested } from '../field-path.ts';
import { MAX_COLUMNS } from '../positions.ts';
import { RejectedRecordError } from '../rejection-reason.ts';
import { foundRows, type PayloadLayout, type PayloadSide } from './layout.ts';
import { hasMostNames, surveyNames, UNDER } from './names.ts';

/**
 * The request format of SageMaker's built-in algorithms, with one row: `{"features":[31,5]}`,
 * `{"data":{"features":{"values":[31,5]}}}`, or sparse with `keys`, `shape` and `values`. A list of lists or objects
 * under `features` is several rows.
 */
export const dense: PayloadLayout = (object, side) => {
  const cells = side.what === 'request' ? findCells(object) : undefined;
  if (cells === undefined) return null;
  if (Array.isArray(cells)) return foundRows(isList(cells) ? cells : [cells]);
  // An object of lists or objects may have another layout.
  return Object.values(cells).every(isNested) ? null : foundRows([cells]);
};

function isList(rows: readonly unknown[]): boolean {
  return rows.length > 0 && (rows.every(Array.isArray) || rows.every(isObject));
}

/**
 * Unwraps rows whose cells are nested: under `features`, as in {@link dense}, or under a key that all rows have, such
 * as the only named tensor of a Keras model. Other rows stay as they are.
 */
export function unwrapRows(rows: readonly unknown[], side: PayloadSide): readonly unknown[] {
  const key = findCellsKey(rows, side);
  if (key !== null) return rows.map((row) => (isNested(row) ? row[key] : undefined));
  let unwrapped: unknown[] | null = null;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    if (!isObject(row)) continue;
    const cells = findRowCells(row, side);
    if (cells === undefined) continue;
    unwrapped ??= rows.slice();
    unwrapped[i] = cells;
  }
  return unwrapped ?? rows;
}

function findRowCells(row: Record<string, unknown>, side: PayloadSide): unknown {
  if (side.names !== null && surveyNames(row, side.names) === UNDER.plain) return undefined;
  return findCells(row);
}

/**
 * Finds the only key under which every row has a list of as many values as features, or an object of features, and no
 * feature beside it. A list beside other keys must be under a usual key. If no features are listed, the key must be the
 * row's only key and a usual one.
 */
function findCellsKey(rows: readonly unknown[], { names }: PayloadSide): string | null {
  const [first] = rows;
  if (!isObject(first)) return null;
  if (names !== null && surveyNames(first, names) !== 0) return null;
  const keys = Object.keys(first);
  if (names === null) return keys.length === 1 && USUAL_CELLS.has(keys[0]) && isGrid(rows, keys[0]) ? keys[0] : null;
  const holds = (row: Nested, key: string) => Object.hasOwn(row, key) && isCells(row[key], names);
  const mayHold = (key: string) => keys.length === 1 || USUAL_CELLS.has(key) || isObject(first[key]);
  const found = keys.filter((key) => mayHold(key) && holds(first, key));
  if (found.length !== 1) return null;
  const isRow = (row: unknown) => isObject(row) && holds(row, found[0]) && surveyNames(row, names) === 0;
  return rows.every(isRow) ? found[0] : null;
}

/** The usual keys of a row's cells. */
const USUAL_CELLS: ReadonlySet<string> = new Set([
  'values',
  'data',
  'body',
  'input',
  'inputs',
  'instance',
  'dense_input',
]);

function isCells(value: unknown, names: readonly FieldPath[]): boolean {
  if (Array.isArray(value)) return value.length === names.length;
  return isObject(value) && hasMostNames(value, names);
}

/**
 * Whether all rows have under the key a list of equally many plain values, more than one, or an object with plain
 * values.
 */
function isGrid(rows: readonly unknown[], key: string): boolean {
  const cells = rows.map((row) => (isObject(row) && Object.keys(row).length === 1 ? row[key] : undefined));
  const [first] = cells;
  if (!Array.isArray(first)) return cells.every((row) => isObject(row) && !Object.values(row).every(isNested));
  const isAlike = (row: unknown) => Array.isArray(row) && row.length === first.length && !row.some(isNested);
  return first.length > 1 && cells.every(isAlike);
}

/** The cells under `features`, or under `data.features`: an array, or an object with names. */
function findCells(object: Nested): object | undefined {
  let features = own(object, 'features');
  if (features === undefined) {
    const data = own(object, 'data');
    if (!isObject(data)) return undefined;
    features = own(data, 'features');
  }
  if (!isObject(features)) return Array.isArray(features) ? features : undefined;
  const values = own(features, 'values');
  if (!Array.isArray(values)) return features;
  return Object.hasOwn(features, 'keys') ? spread(features['keys'], features['shape'], values) : values;
}

/** Expands a sparse row. The cells that it does not name are 0. */
function spread(keys: unknown, shape: unknown, values: readonly unknown[]): unknown[] {
  const width = Array.isArray(shape) && shape.length === 1 ? shape[0] : undefined;
  const isPlace = (key: unknown) => typeof key === 'number' && Number.isInteger(key) && key >= 0 && key < width;
  const fits = typeof width === 'number' && width <= MAX_COLUMNS && Number.isInteger(width) && width >= 0;
  if (!fits || !Array.isArray(keys) || keys.length !== values.length || !keys.every(isPlace)) {
    const detail = '"keys", "shape" and "values" of a sparse row of the request do not agree';
    throw new RejectedRecordError('nested-values', detail);
  }
  const cells: unknown[] = new Array(width).fill(0);
  for (let i = 0; i < keys.length; i++) cells[keys[i]] = values[i];
  return cells;
}

function own(object: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

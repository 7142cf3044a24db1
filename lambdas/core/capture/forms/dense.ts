import { isNested, isObject, type Key } from '../lookup.ts';
import { MAX_COLUMNS } from '../positions.ts';
import { RejectedRecordError } from '../rejection-reason.ts';
import { type Form, foundRows, type Side } from './form.ts';
import { hasMostNames, surveyNames, UNDER } from './names.ts';

/**
 * The request format of SageMaker's own algorithms, one row: `{"features":[31,5]}`, `{"data":{"features":{"values":[31,5]}}}`,
 * or sparse with `keys`, `shape` and `values`. A list of lists or of objects under `features` is several rows.
 */
export const dense: Form = (object, side) => {
  const cells = side.what === 'request' ? findCells(object) : undefined;
  if (cells === undefined) return null;
  if (Array.isArray(cells)) return foundRows(isList(cells) ? cells : [cells]);
  // An object of lists, or of objects, may be of another form itself.
  return Object.values(cells).every(isNested) ? null : foundRows([cells]);
};

function isList(rows: readonly unknown[]): boolean {
  return rows.length > 0 && (rows.every(Array.isArray) || rows.every(isObject));
}

/**
 * The rows as they are, or their cells where these stand inside: below `features`, as in {@link dense}, or below one key
 * that all of them have, as the one named tensor of a Keras model.
 */
export function unwrapRows(rows: readonly unknown[], side: Side): readonly unknown[] {
  const key = findCellsKey(rows, side);
  if (key !== null) return rows.map((row) => (row as Record<string, unknown>)[key]);
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

function findRowCells(row: Record<string, unknown>, side: Side): unknown {
  if (side.names !== null && surveyNames(row, side.names) === UNDER.plain) return undefined;
  return findCells(row);
}

/**
 * The one key under which every row has as many values as there are features, or an object of features, with no feature
 * beside it. If there are other keys, a list has to be under a usual one. If no features are listed, the key has to be the
 * only one and a usual one.
 */
function findCellsKey(rows: readonly unknown[], { names }: Side): string | null {
  const [first] = rows;
  if (!isObject(first)) return null;
  if (names !== null && surveyNames(first, names) !== 0) return null;
  const keys = Object.keys(first);
  if (names === null) return keys.length === 1 && USUAL_CELLS.has(keys[0]) && isGrid(rows, keys[0]) ? keys[0] : null;
  const holds = (row: unknown, key: string) => isObject(row) && Object.hasOwn(row, key) && isCells(row[key], names);
  const mayHold = (key: string) => keys.length === 1 || USUAL_CELLS.has(key) || isObject(first[key]);
  const found = keys.filter((key) => mayHold(key) && holds(first, key));
  if (found.length !== 1) return null;
  const isRow = (row: unknown) => holds(row, found[0]) && surveyNames(row as object, names) === 0;
  return rows.every(isRow) ? found[0] : null;
}

/** Keys under which the cells of a row usually are. */
const USUAL_CELLS: ReadonlySet<string> = new Set([
  'values',
  'data',
  'body',
  'input',
  'inputs',
  'instance',
  'dense_input',
]);

function isCells(value: unknown, names: readonly Key[]): boolean {
  if (Array.isArray(value)) return value.length === names.length;
  return isObject(value) && hasMostNames(value, names);
}

/** Whether all rows have a list of as many plain values below the key, and each more than one, or all an object of values. */
function isGrid(rows: readonly unknown[], key: string): boolean {
  const cells = rows.map((row) => (isObject(row) && Object.keys(row).length === 1 ? row[key] : undefined));
  const [first] = cells;
  if (!Array.isArray(first)) return cells.every((row) => isObject(row) && !Object.values(row).every(isNested));
  const isAlike = (row: unknown) => Array.isArray(row) && row.length === first.length && !row.some(isNested);
  return first.length > 1 && cells.every(isAlike);
}

/** What stands below `features`, or below that below `data`: an array of cells, or an object with names. */
function findCells(object: Record<string, unknown>): object | undefined {
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

/** A sparse row: what it does not name is 0. */
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

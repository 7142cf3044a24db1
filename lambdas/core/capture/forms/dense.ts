import { isObject } from '../lookup.ts';
import { MAX_COLUMNS } from '../positions.ts';
import { RejectedRecordError } from '../rejections.ts';
import { type Form, foundRows, type Side } from './form.ts';
import { surveyNames, UNDER } from './names.ts';

/**
 * The request format of SageMaker's own algorithms, one row: `{"features":[31,5]}`, `{"data":{"features":{"values":[31,5]}}}`,
 * or sparse with `keys`, `shape` and `values`. A list of lists under `features` is several rows.
 */
export const dense: Form = (object, side) => {
  const cells = side.what === 'request' ? findCells(object) : undefined;
  if (cells === undefined) return null;
  return foundRows(Array.isArray(cells) && cells.length > 0 && cells.every(Array.isArray) ? cells : [cells]);
};

/**
 * The rows as they are, or their cells where these stand inside: below `features`, as in {@link dense}, or below the only key
 * that all of them have, as the one named tensor of a Keras model.
 */
export function unwrapRows(rows: readonly unknown[], side: Side): readonly unknown[] {
  const only = findOnlyKey(rows, side);
  if (only !== null) return rows.map((row) => (row as Record<string, unknown>)[only]);
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

/** The only key of every row, where it is no feature and all have as many values below it as there are features. */
function findOnlyKey(rows: readonly unknown[], { names }: Side): string | null {
  const [first] = rows;
  if (names === null || !isObject(first)) return null;
  const keys = Object.keys(first);
  if (keys.length !== 1 || names.some(({ name }) => name === keys[0])) return null;
  const hasCells = (row: unknown) => {
    if (!isObject(row) || !Object.hasOwn(row, keys[0]) || Object.keys(row).length !== 1) return false;
    const cells = row[keys[0]];
    return Array.isArray(cells) && cells.length === names.length;
  };
  return rows.every(hasCells) ? keys[0] : null;
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

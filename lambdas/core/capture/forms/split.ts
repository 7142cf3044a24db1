import { countOf } from '../../text/numbers.ts';
import { isObject } from '../lookup.ts';
import { RejectedRecordError } from '../rejections.ts';
import { type Form, type Found, foundRows, foundTable, type Side } from './form.ts';
import { requireNames } from './names.ts';
import { reshape } from './reshape.ts';

/** The keys of the names and of the rows. */
const PAIRS = [
  ['columns', 'data'],
  ['names', 'ndarray'],
  ['names', 'tensor'],
  ['fields', 'values'],
] as const;

/**
 * Names and rows apart: `{"columns":["age","city"],"data":[[31,"Bern"]]}`, as pandas' `orient="split"`, MLflow's
 * `dataframe_split`, Seldon's `{"names":…,"ndarray":…}` and `{"fields":…,"values":…}` are.
 */
export const split: Form = (object, side) => {
  for (const [namesKey, rowsKey] of PAIRS) {
    if (!Object.hasOwn(object, namesKey) || !Object.hasOwn(object, rowsKey)) continue;
    const names = object[namesKey];
    const rows = rowsKey === 'tensor' ? readTensor(object[rowsKey], side) : object[rowsKey];
    if (Array.isArray(names) && Array.isArray(rows)) return nameRows(names, rows, side);
  }
  return null;
};

/**
 * Rows whose cells have these names, in their order. Numbers from 0 on are the positions that pandas gives to columns without
 * names. Throws RejectedRecordError.
 */
export function nameRows(given: readonly unknown[], rows: readonly unknown[], side: Side): Found {
  if (given.every((name, i) => name === i) && !side.names?.some(({ name }) => name === '0')) return foundRows(rows);
  const names = given.map((name) => {
    if (typeof name !== 'string' && typeof name !== 'number') throw nested(`a name of the ${side.what} is not a text`);
    return String(name);
  });
  requireNames(names, side);
  for (let row = 0; row < rows.length; row++) {
    const cells = rows[row];
    const width = Array.isArray(cells) ? cells.length : 1;
    if (isObject(cells)) throw nested(`row ${row + 1} of the ${side.what} is an object below a list of names`);
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

function readTensor(tensor: unknown, side: Side): unknown {
  if (!isObject(tensor)) return null;
  const { shape, values } = tensor;
  return Array.isArray(shape) && Array.isArray(values) ? reshape(shape, values, 'the tensor', side.what).rows : null;
}

function nested(detail: string): RejectedRecordError {
  return new RejectedRecordError('nested-values', detail);
}

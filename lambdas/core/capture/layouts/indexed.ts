import { isNested, isObject } from '../field-path.ts';
import { parseJson } from '../json.ts';
import { RejectedRecordError } from '../rejection-reason.ts';
import { foundRows, foundTable, type JsonLocation, type PayloadLayout, type PayloadSide } from './layout.ts';
import { findUnderName, requireNames, surveyNames, UNDER } from './names.ts';

/**
 * One object per column, with its values by index: `{"age":{"0":31,"1":52},"city":{"0":"Bern","1":"Rome"}}`, as pandas'
 * `to_dict()` and `to_json()` write it. The rows have the order of the text.
 */
export const indexedColumns: PayloadLayout = (object, side, place) => {
  const names: string[] = [];
  const columns: Record<string, unknown>[] = [];
  const given = side.names ?? Object.keys(object).map((name) => ({ name, steps: null }));
  for (const key of given) {
    const column = findUnderName(object, key);
    if (!isObject(column) || !isNumbered(column) || Object.values(column).some(isNested)) {
      if (side.names === null) return null;
      continue;
    }
    names.push(key.name);
    columns.push(column);
  }
  if (columns.length === 0) return null;
  requireNames(names, side);
  const index = orderOf(columns[0], { ...place, path: [...place.path, names[0]] }, side);
  const other = columns.findIndex((column) => !hasKeys(column, index));
  if (other !== -1) {
    const detail = `${JSON.stringify(names[0])} and ${JSON.stringify(names[other])} of the ${side.what} have different rows`;
    throw new RejectedRecordError('row-count-mismatch', detail);
  }
  return foundTable({
    names,
    rows: index.length,
    ordered: false,
    at: (row, column) => columns[column][index[row]],
  });
};

/** One row per index: `{"0":{"age":31,"city":"Bern"},"1":{…}}`, as pandas' `orient="index"` writes it. */
export const indexedRows: PayloadLayout = (object, side, place) => {
  if (!isNumbered(object)) return null;
  const isRow = (row: unknown) =>
    isObject(row) && (side.names === null || surveyNames(row, side.names) === UNDER.plain);
  if (!Object.values(object).every(isRow)) return null;
  return foundRows(orderOf(object, place, side).map((key) => object[key]));
};

/**
 * An object's keys in the order of the text. JavaScript sorts keys that are whole numbers, so the text is parsed again
 * with such keys marked.
 */
function orderOf(object: Record<string, unknown>, { text, path }: JsonLocation, side: PayloadSide): string[] {
  const keys = Object.keys(object);
  if (keys.length < 2 || !keys.some(isWholeNumber)) return keys;
  let marked: unknown = text ?? undefined;
  while (typeof marked === 'string') marked = parseJson(marked.replaceAll(NUMBER_KEYS, `"${MARK}$1"`));
  for (const step of path) marked = isNested(marked) ? marked[markKey(step)] : undefined;
  const order = isObject(marked) ? Object.keys(marked).map((key) => (key.startsWith(MARK) ? key.slice(1) : key)) : [];
  if (order.length === keys.length && hasKeys(object, order)) return order;
  const detail = `the rows of the ${side.what} have numbers as keys, and their order is unknown`;
  throw new RejectedRecordError('ambiguous-shape', detail);
}

const MARK = '#';
/** In JSON, only a key has a colon after its closing quote. An escaped quote does not open a key. */
const NUMBER_KEYS = /(?<!\\)"(\d+)"(?=\s*:)/g;

function markKey(key: string): string {
  return /^\d+$/.test(key) ? MARK + key : key;
}

function isWholeNumber(key: string): boolean {
  return /^(?:0|[1-9]\d*)$/.test(key);
}

/** Whether the object has keys and all are numbers. Objects from JSON have no inherited keys. */
function isNumbered(object: Record<string, unknown>): boolean {
  let any = false;
  for (const key in object) {
    if (!/^\d+$/.test(key)) return false;
    any = true;
  }
  return any;
}

function hasKeys(object: Record<string, unknown>, keys: readonly string[]): boolean {
  return Object.keys(object).length === keys.length && keys.every((key) => Object.hasOwn(object, key));
}

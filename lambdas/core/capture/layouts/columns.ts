import { isNested, isObject } from '../field-path.ts';
import { RejectedRecordError } from '../rejection-reason.ts';
import { foundRows, foundTable, type NamedTable, type PayloadLayout, type PayloadSide } from './layout.ts';
import { findUnderName, type ListOfName, requireNames, toList } from './names.ts';

/**
 * One list per column: `{"age":[31,52],"city":["Bern","Rome"]}`. Used by pandas' `to_dict("list")`, named tensors of
 * MLflow and TensorFlow Serving (`{"age":[[31],[52]]}`) and parallel answers (`{"score":[0.9,0.2],"model":"v1"}`).
 */
export const columns: PayloadLayout = (object, side) => {
  const names: string[] = [];
  const lists: ListOfName[] = [];
  if (side.names === null) {
    for (const name of Object.keys(object)) {
      const list = toList(object[name]);
      if (list === null || !isColumn(list.list)) return null;
      names.push(name);
      lists.push(list);
    }
    if (names.length === 0) return null;
  } else {
    for (const key of side.names) {
      const list = toList(findUnderName(object, key));
      if (list === null) continue;
      names.push(key.name);
      lists.push(list);
    }
    if (names.length === 0) return null;
    if (names.length < side.names.length && names.every((name) => side.usualKeys.includes(name))) return null;
    requireNames(names, side);
  }
  requireOneLength(names, lists, side);
  return foundTable(new Columns(names, lists));
};

/** A list of rows under the only key, whatever its name: one named tensor, or `{"scores":[{"score":0.4}]}`. */
export const onlyList: PayloadLayout = (object, side) => {
  const keys = Object.keys(object);
  if (keys.length !== 1) return null;
  const rows = object[keys[0]];
  if (!Array.isArray(rows) || (side.names === null && !rows.some(isNested))) return null;
  return foundRows(rows);
};

class Columns implements NamedTable {
  readonly names: readonly string[];
  readonly ordered = false;
  readonly #lists: readonly ListOfName[];

  constructor(names: readonly string[], lists: readonly ListOfName[]) {
    this.names = names;
    this.#lists = lists;
  }

  get rows(): number {
    return this.#lists[0].list.length;
  }

  at(row: number, column: number): unknown {
    const { list, steps } = this.#lists[column];
    let value = list[row];
    for (const step of steps) {
      if (!isNested(value) || !Object.hasOwn(value, step)) return undefined;
      value = value[step];
    }
    return Array.isArray(value) && value.length === 1 ? value[0] : value;
  }
}

/** Whether the list holds plain values, or lists of one plain value. */
function isColumn(list: readonly unknown[]): boolean {
  return list.every((value) => !isNested(value) || (Array.isArray(value) && value.length === 1 && !isObject(value[0])));
}

function requireOneLength(names: readonly string[], lists: readonly ListOfName[], side: PayloadSide): void {
  const rows = lists[0].list.length;
  const other = lists.findIndex(({ list }) => list.length !== rows);
  if (other === -1) return;
  const first = `${JSON.stringify(names[0])} has ${rows}`;
  const detail = `the lists of the ${side.what} differ in length: ${first}, ${JSON.stringify(names[other])} ${lists[other].list.length}`;
  throw new RejectedRecordError('row-count-mismatch', detail);
}

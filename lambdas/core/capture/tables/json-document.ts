import { isNested, isObject, type Nested, toFieldPath, valueAtPath } from '../field-path.ts';

/**
 * Reads the rows of a JSON object that holds a whole table in one layout. Returns undefined for another layout, and a
 * description if the object has the layout but cannot be read. The layouts have pandas' names.
 */
type Layout = (document: Record<string, unknown>) => Iterable<object> | string | undefined;

const LAYOUTS: readonly Layout[] = [split, table, objects, lists];

/**
 * The rows of a JSON object that is the whole file: a single record, or a table. If it is neither, a description of
 * what it looks like.
 *
 * @param wanted Needed columns. An object with one of them is a record.
 */
export function rowsOfDocument(
  document: Record<string, unknown>,
  wanted: readonly string[],
): Iterable<object> | string {
  if (
    wanted.some(
      (name) =>
        valueAtPath(document, toFieldPath(name)) !== undefined && !isNested(valueAtPath(document, toFieldPath(name))),
    )
  ) {
    return [document];
  }
  for (const layout of LAYOUTS) {
    const rows = layout(document);
    if (rows !== undefined) return rows;
  }
  return [document];
}

/** `{"columns":["a","b"],"index":[0,1],"data":[[1,2],[3,4]]}` */
function split({ columns, data }: Record<string, unknown>): ReturnType<Layout> {
  if (!Array.isArray(columns) || !Array.isArray(data)) return undefined;
  if (!columns.every((name) => typeof name === 'string' || typeof name === 'number')) {
    return 'the split form with columns of several levels; name each column once';
  }
  if (new Set(columns.map(String)).size < columns.length) return 'the split form with a column more than once';
  const row = data.find((cells) => !Array.isArray(cells) || cells.length !== columns.length);
  if (row !== undefined) return `the split form with ${columns.length} columns and a row with another number of values`;
  return map(data, (cells) => Object.fromEntries(columns.map((name, i) => [name, cells[i]])));
}

/** `{"schema":{…},"data":[{"index":0,"a":1},…]}`; an index without a name is not a column, as in the other layouts. */
function table({ schema, data }: Record<string, unknown>): ReturnType<Layout> {
  if (!isObject(schema) || !Array.isArray(schema.fields) || !Array.isArray(data)) return undefined;
  if (!data.every(isObject)) return 'the table form with data that are not objects';
  const { primaryKey } = schema;
  const isIndexed = Array.isArray(primaryKey) && primaryKey.length === 1 && primaryKey[0] === 'index';
  return isIndexed ? map(data, ({ index: _, ...row }) => row) : data;
}

/** `{"a":{"0":1,"1":3},"b":{"0":2,"1":4}}` by column, or `{"0":{"a":1,"b":2},"1":{"a":3,"b":4}}` by row. */
function objects(document: Record<string, unknown>): ReturnType<Layout> {
  const outer = Object.keys(document);
  const inners = Object.values(document);
  if (outer.length === 0 || !inners.every(isObject)) return undefined;
  const keys = Object.keys(inners[0]);
  if (inners.every((inner) => Object.keys(inner).length === 0)) return [];
  const byColumn = inners.every((inner) => areNumbers(Object.keys(inner)));
  const byRow = areNumbers(outer);
  const ambiguous = 'one object of objects that may be rows or columns; write a list of records or JSON Lines';
  if (byColumn && byRow) return ambiguous;
  if (byColumn) {
    if (!inners.every((inner) => sameKeys(keys, inner))) return 'an object of columns that do not have the same rows';
    return map(keys, (key) => Object.fromEntries(outer.map((name, i) => [name, inners[i][key]])));
  }
  if (byRow) return inners;
  return outer.length > 1 && inners.every((inner) => sameKeys(keys, inner)) ? ambiguous : undefined;
}

/** `{"a":[1,3],"b":[2,4]}`. Describes an object that wraps a table. */
function lists(document: Record<string, unknown>): ReturnType<Layout> {
  const names = Object.keys(document);
  const columns = Object.values(document);
  const listed = names.find((name) => {
    const value = document[name];
    return Array.isArray(value) && value.length > 0 && value.every(isObject);
  });
  if (listed !== undefined)
    return `one object with a list of records under ${JSON.stringify(listed)}; write the list alone`;
  if (columns.length === 0 || !columns.every(Array.isArray)) return undefined;
  const [{ length }] = columns;
  if (!columns.every((column) => column.length === length)) return 'one object of lists that differ in length';
  if (columns.some((column) => column.some(isNested))) return 'one object of lists that hold lists or objects';
  return map([...columns[0].keys()], (row) => Object.fromEntries(names.map((name, i) => [name, columns[i][row]])));
}

/** Whether the keys are row numbers, perhaps with gaps. */
function areNumbers(keys: readonly string[]): boolean {
  return keys.length > 0 && keys.every((key) => /^(?:0|[1-9]\d*)$/.test(key));
}

function sameKeys(keys: readonly string[], object: Nested): boolean {
  return Object.keys(object).length === keys.length && keys.every((key) => Object.hasOwn(object, key));
}

function* map<T>(items: readonly T[], toRow: (item: T) => object): Generator<object> {
  for (const item of items) yield toRow(item);
}

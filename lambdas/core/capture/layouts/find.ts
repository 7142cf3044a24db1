import { type FieldPath, isNested, isObject, type Nested, valueAtPath } from '../field-path.ts';
import { RejectedRecordError } from '../rejection-reason.ts';
import { ambiguous, findEnclosed } from './enclosed.ts';
import { foundRows, type JsonLocation, type PayloadLayout, type PayloadRows, type PayloadSide } from './layout.ts';
import { surveyNames, UNDER } from './names.ts';
import { FALLBACK_LAYOUTS, LAYOUTS, LAYOUTS_BY_NAME } from './registry.ts';
import { nameRows, namesBeside, splitTables } from './split.ts';

/** How deeply the rows may be nested under keys. */
const MAX_KEYS = 4;

/**
 * Finds the rows of JSON documents. Of several documents, each is a row unless it has rows itself. A single document
 * has its rows where the monitor says, or is an array, or has one of the layouts of {@link LAYOUTS}; anything else is
 * one row. Throws RejectedRecordError if a document can be read in two ways or lacks a listed name.
 *
 * @param text The text of the documents. null: they are parts of another document.
 */
export function findRows(documents: readonly unknown[], text: string | null, side: PayloadSide): PayloadRows {
  if (documents.length === 1) return findInDocument(documents[0], side, { text, path: [] });
  const rows: unknown[] = [];
  for (const document of documents) {
    if (Array.isArray(document) && !document.every(isNested)) {
      rows.push(document);
      continue;
    }
    const found = findInDocument(document, side, NOWHERE);
    for (const row of found.rows ?? toObjects(found)) rows.push(row);
  }
  return foundRows(rows);
}

const NOWHERE: JsonLocation = { text: null, path: [] };

function findInDocument(document: unknown, side: PayloadSide, place: JsonLocation): PayloadRows {
  if (side.rowsKey !== undefined) return findUnderKey(document, side, place);
  if (Array.isArray(document)) return findInList(document, side);
  if (!isObject(document)) return foundRows([document]);
  return findInObject(document, side, place) ?? foundRows([document]);
}

/** The rows of a list, or of the tables in it. */
function findInList(list: readonly unknown[], side: PayloadSide): PayloadRows {
  const isNamed = side.names !== null && isNested(list[0]) && surveyNames(list[0], side.names) !== 0;
  const tables = isNamed ? null : splitTables(list, side);
  if (tables === null) return foundRows(list);
  return tables.length === 1 ? tables[0] : foundRows(tables.flatMap((table) => table.rows ?? toObjects(table)));
}

/** null if the object has no known layout. It may be a row. */
function findInObject(object: Record<string, unknown>, side: PayloadSide, place: JsonLocation): PayloadRows | null {
  if (side.names === null) {
    return (
      firstLayout(LAYOUTS, object, side, place) ??
      findUnderUsualKeys(object, side, place) ??
      firstLayout(LAYOUTS_BY_NAME, object, side, place) ??
      firstLayout(FALLBACK_LAYOUTS, object, side, place) ??
      findUnderOnlyKey(object, side, place)
    );
  }
  const under = surveyNames(object, side.names);
  if (under === UNDER.plain) return foundRows([object]);
  return (
    (under === 0 ? null : firstLayout(LAYOUTS_BY_NAME, object, side, place)) ??
    firstLayout(LAYOUTS, object, side, place) ??
    findUnderUsualKeys(object, side, place) ??
    firstLayout(FALLBACK_LAYOUTS, object, side, place) ??
    (under === 0 ? findEnclosed(object, side, (key, value) => findUnder(value, key, side, place)) : null)
  );
}

function firstLayout(
  layouts: readonly PayloadLayout[],
  object: Record<string, unknown>,
  side: PayloadSide,
  place: JsonLocation,
): PayloadRows | null {
  for (const layout of layouts) {
    const found = layout(object, side, place);
    if (found !== null) return found;
  }
  return null;
}

/** The rows under the only usual key that has any. */
function findUnderUsualKeys(
  object: Record<string, unknown>,
  side: PayloadSide,
  place: JsonLocation,
): PayloadRows | null {
  let first: { readonly key: string; readonly found: PayloadRows } | null = null;
  for (const key of side.usualKeys) {
    if (!Object.hasOwn(object, key)) continue;
    const value = object[key];
    const found = Array.isArray(value) ? findInList(value, side) : findInInner(value, key, side, place);
    if (found === null) continue;
    if (first !== null) throw ambiguous(first.key, key, side);
    first = { key, found };
  }
  return first?.found ?? null;
}

function findInInner(value: unknown, key: string, side: PayloadSide, { text, path }: JsonLocation): PayloadRows | null {
  if (!isObject(value) || path.length >= MAX_KEYS) return null;
  return findInObject(value, side, { text, path: [...path, key] });
}

/** The rows under the only key of an object, if it holds an object. Used if the monitor lists no names. */
function findUnderOnlyKey(object: Record<string, unknown>, side: PayloadSide, place: JsonLocation): PayloadRows | null {
  const keys = Object.keys(object);
  return keys.length === 1 && isObject(object[keys[0]]) ? findUnder(object[keys[0]], keys[0], side, place) : null;
}

/** The rows under a key. An object without rows is one row. */
function findUnder(value: unknown, key: string, side: PayloadSide, place: JsonLocation): PayloadRows | null {
  if (Array.isArray(value)) return findInList(value, side);
  if (!isObject(value) || place.path.length >= MAX_KEYS) return null;
  return findInInner(value, key, side, place) ?? foundRows([value]);
}

/** The rows under the key that the monitor names. The names of split tables are beside them. */
function findUnderKey(document: unknown, side: PayloadSide, { text }: JsonLocation): PayloadRows {
  const key = side.rowsKey!;
  const holder: Nested = isNested(document) ? document : {};
  const value = valueAtPath(holder, key);
  if (Array.isArray(value)) {
    const names = findNamesBeside(holder, key);
    return names === null ? findInList(value, side) : nameRows(names, value, side);
  }
  if (isObject(value)) {
    const path = Object.hasOwn(holder, key.name) ? [key.name] : (key.steps ?? []);
    return findInObject(value, side, { text, path }) ?? foundRows([value]);
  }
  throw new RejectedRecordError('rows-not-found', `there is no array of rows under ${JSON.stringify(key.name)}`);
}

function findNamesBeside(document: Nested, { name, steps }: FieldPath): readonly unknown[] | null {
  if (steps === null || Object.hasOwn(document, name)) return namesBeside(document, name);
  const above = steps.slice(0, -1);
  const around = valueAtPath(document, { name: above.join('.'), steps: above });
  return isObject(around) ? namesBeside(around, steps[steps.length - 1]) : null;
}

/** The rows of a named table as objects. */
function toObjects({ table }: PayloadRows): unknown[] {
  if (table === null) return [];
  return Array.from({ length: table.rows }, (_, row) =>
    // fromEntries defines even `__proto__` as a key of the object itself.
    Object.fromEntries(table.names.map((name, column) => [name, table.at(row, column)])),
  );
}

import { isNested, isObject, type Key, lookUp } from '../lookup.ts';
import { RejectedRecordError } from '../rejection-reason.ts';
import { ambiguous, findEnclosed } from './enclosed.ts';
import { type Form, type Found, foundRows, type Place, type Side } from './form.ts';
import { surveyNames, UNDER } from './names.ts';
import { FORMS, FORMS_BY_NAME, LAST_FORMS } from './registry.ts';
import { nameRows, namesBeside, splitTables } from './split.ts';

/** How many keys may stand around the rows. */
const MAX_KEYS = 4;

/**
 * Finds the rows of JSON documents. Several documents are a row each, unless one has rows itself. One document has them where
 * the monitor says, or is an array, or is of one of the forms of {@link FORMS}; anything else is a row itself.
 * Throws RejectedRecordError where it could be read in two ways, or lacks a listed name.
 *
 * @param text The documents as they were written, null where they were not written by themselves.
 */
export function findRows(documents: readonly unknown[], text: string | null, side: Side): Found {
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

const NOWHERE: Place = { text: null, path: [] };

function findInDocument(document: unknown, side: Side, place: Place): Found {
  if (side.rowsKey !== undefined) return findUnderKey(document, side, place);
  if (Array.isArray(document)) return findInList(document, side);
  if (!isObject(document)) return foundRows([document]);
  return findInObject(document, side, place) ?? foundRows([document]);
}

/** Rows as they are, or those of the tables in the list. */
function findInList(list: readonly unknown[], side: Side): Found {
  const isNamed = side.names !== null && isNested(list[0]) && surveyNames(list[0], side.names) !== 0;
  const tables = isNamed ? null : splitTables(list, side);
  if (tables === null) return foundRows(list);
  return tables.length === 1 ? tables[0] : foundRows(tables.flatMap((table) => table.rows ?? toObjects(table)));
}

/** null where the object is of no form: it may be a row. */
function findInObject(object: Record<string, unknown>, side: Side, place: Place): Found | null {
  if (side.names === null) {
    return (
      firstForm(FORMS, object, side, place) ??
      findUnderUsualKeys(object, side, place) ??
      firstForm(FORMS_BY_NAME, object, side, place) ??
      firstForm(LAST_FORMS, object, side, place) ??
      findUnderOnlyKey(object, side, place)
    );
  }
  const under = surveyNames(object, side.names);
  if (under === UNDER.plain) return foundRows([object]);
  return (
    (under === 0 ? null : firstForm(FORMS_BY_NAME, object, side, place)) ??
    firstForm(FORMS, object, side, place) ??
    findUnderUsualKeys(object, side, place) ??
    firstForm(LAST_FORMS, object, side, place) ??
    (under === 0 ? findEnclosed(object, side, (key, value) => findUnder(value, key, side, place)) : null)
  );
}

function firstForm(forms: readonly Form[], object: Record<string, unknown>, side: Side, place: Place): Found | null {
  for (const form of forms) {
    const found = form(object, side, place);
    if (found !== null) return found;
  }
  return null;
}

/** The rows under the one usual key that has any. */
function findUnderUsualKeys(object: Record<string, unknown>, side: Side, place: Place): Found | null {
  let first: { readonly key: string; readonly found: Found } | null = null;
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

function findInInner(value: unknown, key: string, side: Side, { text, path }: Place): Found | null {
  if (!isObject(value) || path.length >= MAX_KEYS) return null;
  return findInObject(value, side, { text, path: [...path, key] });
}

/** An object under the only key there is, where no names are listed to tell it by. */
function findUnderOnlyKey(object: Record<string, unknown>, side: Side, place: Place): Found | null {
  const keys = Object.keys(object);
  return keys.length === 1 && isObject(object[keys[0]]) ? findUnder(object[keys[0]], keys[0], side, place) : null;
}

/** The rows under a key; an object without any is a row. */
function findUnder(value: unknown, key: string, side: Side, place: Place): Found | null {
  if (Array.isArray(value)) return findInList(value, side);
  if (!isObject(value) || place.path.length >= MAX_KEYS) return null;
  return findInInner(value, key, side, place) ?? foundRows([value]);
}

/** The rows where the monitor says that they are; the names of split tables stand beside them. */
function findUnderKey(document: unknown, side: Side, { text }: Place): Found {
  const key = side.rowsKey!;
  const value = isNested(document) ? lookUp(document, key) : undefined;
  if (Array.isArray(value)) {
    const names = findNamesBeside(document as object, key);
    return names === null ? findInList(value, side) : nameRows(names, value, side);
  }
  if (isObject(value)) {
    const path = Object.hasOwn(document as object, key.name) ? [key.name] : (key.steps ?? []);
    return findInObject(value, side, { text, path }) ?? foundRows([value]);
  }
  throw new RejectedRecordError('rows-not-found', `there is no array of rows under ${JSON.stringify(key.name)}`);
}

function findNamesBeside(document: object, { name, steps }: Key): readonly unknown[] | null {
  if (steps === null || Object.hasOwn(document, name)) return namesBeside(document, name);
  const above = steps.slice(0, -1);
  const around = lookUp(document, { name: above.join('.'), steps: above });
  return isObject(around) ? namesBeside(around, steps[steps.length - 1]) : null;
}

/** The rows of a named table as objects. */
function toObjects({ table }: Found): unknown[] {
  if (table === null) return [];
  return Array.from({ length: table.rows }, (_, row) =>
    // fromEntries defines its keys, `__proto__` too, as the object's own.
    Object.fromEntries(table.names.map((name, column) => [name, table.at(row, column)])),
  );
}

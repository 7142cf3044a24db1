import { isNested, isObject, lookUp } from '../lookup.ts';
import { RejectedRecordError } from '../rejections.ts';
import { type Form, type Found, foundRows, type Place, type Side } from './form.ts';
import { surveyNames, UNDER } from './names.ts';
import { nameRows } from './split.ts';
import { FORMS, FORMS_BY_NAME, LAST_FORMS } from './table.ts';

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
  if (Array.isArray(document)) return foundRows(document);
  if (!isObject(document)) return foundRows([document]);
  return findInObject(document, side, place) ?? foundRows([document]);
}

/** null where the object is of no form: it may be a row. */
function findInObject(object: Record<string, unknown>, side: Side, place: Place): Found | null {
  if (side.names === null) {
    return (
      firstForm(FORMS, object, side, place) ??
      findUnderUsualKeys(object, side, place) ??
      firstForm(FORMS_BY_NAME, object, side, place) ??
      firstForm(LAST_FORMS, object, side, place)
    );
  }
  const under = surveyNames(object, side.names);
  if (under === UNDER.plain) return foundRows([object]);
  return (
    (under === 0 ? null : firstForm(FORMS_BY_NAME, object, side, place)) ??
    firstForm(FORMS, object, side, place) ??
    findUnderUsualKeys(object, side, place) ??
    firstForm(LAST_FORMS, object, side, place)
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
    const found = Array.isArray(value) ? foundRows(value) : findInInner(value, key, side, place);
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

/** The rows where the monitor says that they are; the names of split tables stand beside them. */
function findUnderKey(document: unknown, side: Side, { text }: Place): Found {
  const key = side.rowsKey!;
  const value = isNested(document) ? lookUp(document, key) : undefined;
  if (Array.isArray(value)) {
    const names =
      key.steps?.at(-1) === 'data' || key.name === 'data' ? namesBeside(document as object, key.steps) : null;
    return names === null ? foundRows(value) : nameRows(names, value, side);
  }
  if (isObject(value)) {
    const path = Object.hasOwn(document as object, key.name) ? [key.name] : (key.steps ?? []);
    return findInObject(value, side, { text, path }) ?? foundRows([value]);
  }
  throw new RejectedRecordError('rows-not-found', `there is no array of rows under ${JSON.stringify(key.name)}`);
}

function namesBeside(document: object, steps: readonly string[] | null): readonly unknown[] | null {
  const above = steps === null || steps.length === 1 ? [] : steps.slice(0, -1);
  const names = lookUp(document, { name: [...above, 'columns'].join('.'), steps: [...above, 'columns'] });
  return Array.isArray(names) ? names : null;
}

function ambiguous(first: string, second: string, { what }: Side): RejectedRecordError {
  const setting = what === 'request' ? 'capture.requestRows' : 'capture.responseRows';
  const detail = `the rows of the ${what} may be those under "${first}" or under "${second}"; ${setting} can name one`;
  return new RejectedRecordError('ambiguous-shape', detail);
}

/** The rows of a named table as objects. */
function toObjects({ table }: Found): unknown[] {
  if (table === null) return [];
  return Array.from({ length: table.rows }, (_, row) =>
    // fromEntries defines its keys, `__proto__` too, as the object's own.
    Object.fromEntries(table.names.map((name, column) => [name, table.at(row, column)])),
  );
}

import { isNested, isObject, lookUp } from '../lookup.ts';
import { RejectedRecordError } from '../rejection-reason.ts';
import { unwrapRows } from './dense.ts';
import type { Found, Side } from './form.ts';
import { hasMostNames } from './names.ts';

/** Keys of answers around the rows, where positions say which value is which and no name tells rows from other lists. */
const AROUND_ANSWERS: ReadonlySet<string> = new Set([
  'Results',
  'body',
  'jsonData',
  'output',
  'payload',
  'prediction',
  'response',
  'result',
]);

/** Looks for rows in what stands under a key. */
export type FindUnder = (key: string, value: unknown) => Found | null;

/**
 * The rows under an unknown key, beside keys about something else: `{"customer":{"age":31},"model":"v1"}`,
 * Azure's `{"Inputs":{"WebServiceInput0":[{"age":31}]},"GlobalParameters":{}}`. They are recognised by the listed names, or
 * as lists of as many values. Throws RejectedRecordError where several keys have such rows.
 */
export function findEnclosed(object: Record<string, unknown>, side: Side, findUnder: FindUnder): Found | null {
  let first: { readonly key: string; readonly found: Found } | null = null;
  let problem: RejectedRecordError | null = null;
  for (const key of Object.keys(object)) {
    const value = object[key];
    if (!isNested(value) || !mayHoldRows(key, side)) continue;
    let found: Found | null;
    try {
      found = findUnder(key, value);
    } catch (error) {
      if (!(error instanceof RejectedRecordError)) throw error;
      problem ??= error;
      continue;
    }
    if (found === null || !hasWanted(found, side)) continue;
    if (first !== null) throw ambiguous(first.key, key, side);
    first = { key, found };
  }
  // An answer that is not there is a missing one, whatever else the response holds.
  if (first === null && problem !== null && side.complete) throw problem;
  return first?.found ?? null;
}

function mayHoldRows(key: string, { what, names }: Side): boolean {
  return what === 'request' || names!.length > 0 || AROUND_ANSWERS.has(key);
}

/** Whether what was found is what the monitor lists, and not another list that stands in the object. */
function hasWanted({ rows, table }: Found, side: Side): boolean {
  const { names, what } = side;
  if (names === null) return true;
  if (table !== null) return names.length === 0 || names.some(({ name }) => table.names.includes(name));
  if (what === 'response' && names.length === 0) return rows.length > 0 && !rows.some(isObject);
  const inside = what === 'request' ? unwrapRows(rows, side) : rows;
  let isNamed = false;
  for (const row of inside) {
    if (Array.isArray(row) ? !isWide(row, side) : !isObject(row)) return false;
    isNamed ||= Array.isArray(row) || hasNames(row as object, side);
  }
  return isNamed;
}

function isWide(row: readonly unknown[], { what, names }: Side): boolean {
  return what === 'request' && names!.length > 1 && row.length === names!.length;
}

/** One answer makes a row; of features there have to be more. */
function hasNames(row: object, { what, names }: Side): boolean {
  return what === 'request' ? hasMostNames(row, names!) : names!.some((name) => lookUp(row, name) !== undefined);
}

/** Rows under two keys. */
export function ambiguous(first: string, second: string, { what }: Side): RejectedRecordError {
  const setting = what === 'request' ? 'capture.requestRows' : 'capture.responseRows';
  const keys = `${JSON.stringify(first)} or under ${JSON.stringify(second)}`;
  const detail = `the rows of the ${what} may be those under ${keys}; ${setting} can name one`;
  return new RejectedRecordError('ambiguous-shape', detail);
}

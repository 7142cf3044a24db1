import { isNested, isObject, type Nested, valueAtPath } from '../field-path.ts';
import { RejectedRecordError } from '../rejection-reason.ts';
import { unwrapRows } from './dense.ts';
import type { PayloadRows, PayloadSide } from './layout.ts';
import { hasMostNames } from './names.ts';

/**
 * Keys of responses that may contain the rows if the monitor names answers by position, so that no name identifies the
 * rows.
 */
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

/** Finds rows in the value under a key. */
export type FindUnder = (key: string, value: unknown) => PayloadRows | null;

/**
 * Finds the rows under an unknown key, beside other keys: `{"customer":{"age":31},"model":"v1"}`, or Azure's
 * `{"Inputs":{"WebServiceInput0":[{"age":31}]},"GlobalParameters":{}}`. They are recognised by the listed names, or as
 * lists with as many values as there are names. Throws RejectedRecordError if several keys have such rows.
 */
export function findEnclosed(
  object: Record<string, unknown>,
  side: PayloadSide,
  findUnder: FindUnder,
): PayloadRows | null {
  let first: { readonly key: string; readonly found: PayloadRows } | null = null;
  let problem: RejectedRecordError | null = null;
  for (const key of Object.keys(object)) {
    const value = object[key];
    if (!isNested(value) || !mayHoldRows(key, side)) continue;
    let found: PayloadRows | null;
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
  // A missing answer does not make a response unreadable, whatever else it holds.
  if (first === null && problem !== null && side.complete) throw problem;
  return first?.found ?? null;
}

function mayHoldRows(key: string, { what, names }: PayloadSide): boolean {
  return what === 'request' || names!.length > 0 || AROUND_ANSWERS.has(key);
}

/** Whether the rows have what the monitor lists, and are not another list in the object. */
function hasWanted({ rows, table }: PayloadRows, side: PayloadSide): boolean {
  const { names, what } = side;
  if (names === null) return true;
  if (table !== null) return names.length === 0 || names.some(({ name }) => table.names.includes(name));
  if (what === 'response' && names.length === 0) return rows.length > 0 && !rows.some(isObject);
  const inside = what === 'request' ? unwrapRows(rows, side) : rows;
  let isNamed = false;
  for (const row of inside) {
    if (Array.isArray(row)) {
      if (!isWide(row, side)) return false;
      isNamed = true;
    } else {
      if (!isObject(row)) return false;
      isNamed ||= hasNames(row, side);
    }
  }
  return isNamed;
}

function isWide(row: readonly unknown[], { what, names }: PayloadSide): boolean {
  return what === 'request' && names!.length > 1 && row.length === names!.length;
}

/** Whether the object is a row: it has one of the answers, or at least half of the features. */
function hasNames(row: Nested, { what, names }: PayloadSide): boolean {
  return what === 'request' ? hasMostNames(row, names!) : names!.some((name) => valueAtPath(row, name) !== undefined);
}

/** The error for rows under two keys. */
export function ambiguous(first: string, second: string, { what }: PayloadSide): RejectedRecordError {
  const setting = what === 'request' ? 'capture.requestRows' : 'capture.responseRows';
  const keys = `${JSON.stringify(first)} or under ${JSON.stringify(second)}`;
  const detail = `the rows of the ${what} may be those under ${keys}; set ${setting} to one of them`;
  return new RejectedRecordError('ambiguous-shape', detail);
}

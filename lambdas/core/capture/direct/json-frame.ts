import { openText } from '../enclosed-text.ts';
import { isObject, isPlain } from '../field-path.ts';
import { unwrapRows } from '../layouts/dense.ts';
import { findRows } from '../layouts/find.ts';
import type { PayloadSide } from '../layouts/layout.ts';
import { RejectedRecordError } from '../rejection-reason.ts';
import { learnMembers, type ObjectMembers } from './object-members.ts';

/** A key that is written in JSON as it is, even in JSON inside JSON. */
const PLAIN_KEY = /^[\w.-]+$/;

/** How rows are written in a text: as lists, plain values or objects in a list, or as one list or object without others. */
type RowForm = 'lists' | 'values' | 'objects' | 'list' | 'object';

/** What stands around the cells of a JSON text inside a JSON text: `{\"instances\":[` and `}`. */
export interface JsonFrame {
  readonly form: RowForm;
  /** Up to the bracket that opens the list, or up to a first object. */
  readonly start: Uint8Array;
  /** What follows the bracket that closes the list, or the only object. */
  readonly end: Uint8Array;
  /** Of each object. null: rows are no objects. */
  readonly members: ObjectMembers | null;
}

/** What rows have to be. */
export interface ExpectedRows {
  readonly side: PayloadSide;
  /** The cells of a row. */
  readonly width: number;
  /** By cell, the key under which objects have it. null: rows are no objects. */
  readonly keys: readonly string[] | null;
  /** Whether rows may have no keys. */
  readonly byPosition: boolean;
}

/**
 * Learns the frame of a text with rows of plain values, see {@link RowForm}; a list may be under the only key of an
 * object. null if the text is another one, or if the general reader finds other rows in it. That depends only on the
 * frame, not on the values in it.
 *
 * @param raw The text as it stands between quotes in the record, with escapes.
 */
export function learnFrame(raw: Uint8Array, expected: ExpectedRows): JsonFrame | null {
  const text = parse(`"${Buffer.from(raw).toString('utf8')}"`);
  if (typeof text !== 'string') return null;
  const document = parse(text);
  const list = listIn(document);
  const rows = list ?? (isObject(document) ? [document] : []);
  if (rows.length === 0) return null;
  const frame = rows.every(isObject)
    ? learnObjects(raw, rows, list === null, expected)
    : list && expected.byPosition && learnLists(raw, list, expected);
  return frame && isFoundAs(frame.form === 'list' ? [list] : rows, document, text, expected.side) ? frame : null;
}

function learnLists(raw: Uint8Array, list: readonly unknown[], { side, width }: ExpectedRows): JsonFrame | null {
  const form = formOfList(list, width, side);
  if (form === null) return null;
  const written = Buffer.from(raw).toString('latin1');
  const start = Uint8Array.from(raw.subarray(0, written.indexOf('[') + 1));
  return { form, start, end: Uint8Array.from(raw.subarray(written.lastIndexOf(']') + 1)), members: null };
}

function formOfList(list: readonly unknown[], width: number, { what }: PayloadSide): RowForm | null {
  if (!list.every(isPlain)) return list.every((row) => isRow(row, width)) ? 'lists' : null;
  if (what === 'response') return width === 1 ? 'values' : null;
  return width > 1 && list.length === width ? 'list' : null;
}

function learnObjects(
  raw: Uint8Array,
  rows: readonly Record<string, unknown>[],
  isOnly: boolean,
  { keys }: ExpectedRows,
): JsonFrame | null {
  if (keys === null || !rows.every((row) => Object.values(row).every(isPlain))) return null;
  const written = Buffer.from(raw).toString('latin1');
  const learned = learnMembers(raw, isOnly ? 0 : written.indexOf('[') + 1, rows[0], keys);
  if (learned === null) return null;
  const { members, start, end } = learned;
  const close = isOnly ? end : written.lastIndexOf(']') + 1;
  return {
    form: isOnly ? 'object' : 'objects',
    start: Uint8Array.from(raw.subarray(0, start)),
    end: Uint8Array.from(raw.subarray(close)),
    members,
  };
}

function listIn(document: unknown): readonly unknown[] | null {
  if (Array.isArray(document)) return document;
  if (!isObject(document)) return null;
  const [key, ...others] = Object.keys(document);
  const list = key !== undefined && others.length === 0 && PLAIN_KEY.test(key) ? document[key] : null;
  return Array.isArray(list) ? list : null;
}

function isRow(row: unknown, width: number): boolean {
  return Array.isArray(row) && row.length === width && row.every(isPlain);
}

/** Whether the general reader finds these rows. */
function isFoundAs(expected: readonly unknown[], document: unknown, text: string, side: PayloadSide): boolean {
  const payload = { kind: 'json', documents: [document], text } as const;
  try {
    if (openText(payload, side).payload !== payload) return false;
    const { rows } = findRows([document], text, side);
    const found = rows === null ? [] : side.what === 'request' ? unwrapRows(rows, side) : rows;
    if (isSame(found, expected)) return true;
    // Only after this does the general reader take a list of plain values as one row.
    const [list] = expected;
    return side.what === 'request' && expected.length === 1 && Array.isArray(list) && isSame(found, list);
  } catch (error) {
    if (error instanceof RejectedRecordError) return false;
    throw error;
  }
}

function isSame(found: readonly unknown[], expected: readonly unknown[]): boolean {
  return found.length === expected.length && found.every((row, i) => row === expected[i]);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import { openText } from '../enclosed-text.ts';
import { isObject, isPlain } from '../field-path.ts';
import { unwrapRows } from '../layouts/dense.ts';
import { findRows } from '../layouts/find.ts';
import type { PayloadSide } from '../layouts/layout.ts';
import { RejectedRecordError } from '../rejection-reason.ts';

/** A key that is written in JSON as it is, even in JSON inside JSON. */
const PLAIN_KEY = /^[\w.-]+$/;

/** What stands around the cells of a JSON text inside a JSON text: `{\"instances\":[` and `}`. */
export interface JsonFrame {
  /** Up to the bracket that opens the list, and from the bracket that closes it on, without that. */
  readonly start: Uint8Array;
  readonly end: Uint8Array;
  /** Whether each value of the list is a row. Otherwise, each is a list of cells. */
  readonly flat: boolean;
}

/**
 * Learns the frame of a text whose rows are lists of `width` plain values in a list, or if `width` is 1 in a response,
 * plain values in a list; the list may be under the only key of an object. null if the text is another one, or if the
 * general reader finds other rows in it. That depends only on the frame, not on the values in it.
 *
 * @param raw The text as it stands between quotes in the record, with escapes.
 */
export function learnFrame(raw: Uint8Array, side: PayloadSide, width: number): JsonFrame | null {
  const written = Buffer.from(raw).toString('latin1');
  const text = parse(`"${Buffer.from(raw).toString('utf8')}"`);
  const document = typeof text === 'string' ? parse(text) : undefined;
  const list = typeof text === 'string' ? listIn(document) : null;
  if (list === null || list.length === 0) return null;
  const flat = list.every(isPlain);
  if (flat ? width !== 1 || side.what === 'request' : !list.every((row) => isRow(row, width))) return null;
  if (!isFoundAs(list, document, String(text), side)) return null;
  const start = raw.slice(0, written.indexOf('[') + 1);
  return { start: Uint8Array.from(start), end: Uint8Array.from(raw.slice(written.lastIndexOf(']') + 1)), flat };
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

/** Whether the general reader finds the values of the list as rows. */
function isFoundAs(list: readonly unknown[], document: unknown, text: string, side: PayloadSide): boolean {
  const payload = { kind: 'json', documents: [document], text } as const;
  try {
    if (openText(payload, side).payload !== payload) return false;
    const { rows } = findRows([document], text, side);
    const found = rows === null ? [] : side.what === 'request' ? unwrapRows(rows, side) : rows;
    return found.length === list.length && found.every((row, i) => row === list[i]);
  } catch (error) {
    if (error instanceof RejectedRecordError) return false;
    throw error;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

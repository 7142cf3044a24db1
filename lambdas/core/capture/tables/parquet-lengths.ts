import { deltaBinaryUnpack } from 'hyparquet/src/delta.js';
import { type Cursor, walkDeltas } from './parquet-runs.ts';

/** Texts that share prefixes can be far larger than their page, so their total size has a limit. */
const LARGEST_VALUES = 1024 * 1024 * 1024;

/** What the texts of a page must satisfy. */
export interface Texts {
  readonly count: number;
  /** The length of each in bytes, if it is fixed. */
  readonly fixedLength: number | undefined;
}

/**
 * Checks the texts of DELTA_LENGTH_BYTE_ARRAY: no length may be negative, and the texts must end inside the page.
 *
 * @throws RangeError
 */
export function checkLengths(cursor: Cursor, texts: Texts): void {
  const lengths = readDeltas(cursor, texts.count);
  for (const length of lengths) requireLength(length, texts);
  requireInside(cursor, lengths);
}

/**
 * Checks the texts of DELTA_BYTE_ARRAY, each a prefix of the text before and a rest: a prefix may not be longer than
 * that text, and the rests must end inside the page. The decoder would fill up missing bytes with zeros.
 *
 * @throws RangeError
 */
export function checkPrefixes(cursor: Cursor, texts: Texts): void {
  const prefixes = readDeltas(cursor, texts.count);
  const rests = readDeltas(cursor, texts.count);
  let before = 0;
  let total = 0;
  for (let i = 0; i < texts.count; i++) {
    if (prefixes[i] < 0 || prefixes[i] > before) {
      throw new RangeError(`a text shares ${prefixes[i]} bytes with one of ${before}`);
    }
    if (rests[i] < 0) throw new RangeError(`a text has ${rests[i]} bytes of its own`);
    before = prefixes[i] + rests[i];
    requireLength(before, texts);
    total += before;
  }
  if (total > LARGEST_VALUES)
    throw new RangeError(`the texts of a page have ${total} bytes, at most ${LARGEST_VALUES} are read`);
  requireInside(cursor, rests);
}

/** Reads the numbers with the decoder, after a check of their blocks. */
function readDeltas(cursor: Cursor, count: number): Int32Array {
  const { bytes, at } = cursor;
  walkDeltas(cursor, count);
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: at };
  const numbers = new Int32Array(count);
  deltaBinaryUnpack(reader, count, numbers);
  cursor.at = reader.offset;
  return numbers;
}

function requireLength(length: number, { fixedLength }: Texts): void {
  if (length < 0) throw new RangeError(`a text has ${length} bytes`);
  if (fixedLength !== undefined && length !== fixedLength) {
    throw new RangeError(`a value has ${length} bytes, its schema says ${fixedLength}`);
  }
}

function requireInside({ bytes, at }: Cursor, lengths: Int32Array): void {
  let end = at;
  for (const length of lengths) end += length;
  if (end > bytes.length) throw new RangeError('its values end after the end of their page');
}

import { MAX_COLUMNS } from '../positions.ts';
import { afterSpaces } from './json-bytes.ts';

const SPACE = 32;
const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const BACKSLASH = 92;
const OPENING_BRACE = 123;
const CLOSING_BRACE = 125;

/** The members of objects that have the same keys in the same order. */
export interface ObjectMembers {
  /** What stands before each value and behind the last one, without the spaces beside values: `{\"age\":`, `,\"city\":`, `}`. */
  readonly between: readonly Uint8Array[];
  /** By value, the index of its cell in the row, -1 if it is not kept. */
  readonly cells: readonly number[];
  /** In the order in which the general reader names them. */
  readonly keys: readonly string[];
}

/** An object in a text: its members, and where it begins and ends. */
export interface LearnedMembers {
  readonly members: ObjectMembers;
  readonly start: number;
  readonly end: number;
}

/**
 * Learns the members of the first object behind `from` in a text of JSON inside a JSON text. null if it lacks one of the
 * keys, or if a key is written with escapes or occurs twice.
 *
 * @param object The same object. All its values are plain.
 * @param keys By cell of a row.
 */
export function learnMembers(
  raw: Uint8Array,
  from: number,
  object: Readonly<Record<string, unknown>>,
  keys: readonly string[],
): LearnedMembers | null {
  const start = raw.indexOf(OPENING_BRACE, from);
  const between: Uint8Array[] = [];
  const found: string[] = [];
  let begin = start;
  let at = afterSpaces(raw, start + 1);
  while (raw[at] !== CLOSING_BRACE) {
    const keyEnd = endOfText(raw, at);
    if (keyEnd < 0) return null;
    found.push(Buffer.from(raw.subarray(at + 2, keyEnd - 2)).toString('utf8'));
    at = afterSpaces(raw, keyEnd);
    if (raw[at] !== COLON) return null;
    at++;
    between.push(Uint8Array.from(raw.subarray(begin, at)));
    at = endOfValue(raw, afterSpaces(raw, at));
    if (at < 0) return null;
    begin = at = afterSpaces(raw, at);
    if (raw[at] === COMMA) at = afterSpaces(raw, at + 1);
    else if (raw[at] !== CLOSING_BRACE) return null;
  }
  between.push(Uint8Array.from(raw.subarray(begin, at + 1)));
  const names = Object.keys(object);
  if (names.length !== found.length || names.length > MAX_COLUMNS || !found.every((key) => Object.hasOwn(object, key)))
    return null;
  const cells = found.map((key) => keys.indexOf(key));
  if (new Set(cells.filter((cell) => cell >= 0)).size !== keys.length) return null;
  return { members: { between, cells, keys: names }, start, end: at + 1 };
}

/** The index after a text without escapes, `\"text\"`. Negative if there is none. */
function endOfText(raw: Uint8Array, start: number): number {
  if (raw[start] !== BACKSLASH || raw[start + 1] !== QUOTE) return -1;
  const end = raw.indexOf(BACKSLASH, start + 2);
  return end >= 0 && raw[end + 1] === QUOTE ? end + 2 : -1;
}

/** The index after a plain value. Negative if it is a text with escapes. */
function endOfValue(raw: Uint8Array, start: number): number {
  if (raw[start] === BACKSLASH) return endOfText(raw, start);
  let at = start;
  while (at < raw.length && raw[at] !== COMMA && raw[at] !== CLOSING_BRACE && raw[at] !== SPACE) at++;
  return at < raw.length ? at : -1;
}

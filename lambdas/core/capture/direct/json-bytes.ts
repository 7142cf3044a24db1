import { UNUSUAL } from './text-cells.ts';

const SPACE = 32;
const MINUS = 45;
const ZERO = 48;
const NINE = 57;

/** The index after these bytes. {@link UNUSUAL} if there are others. */
export function skip(expected: Uint8Array, bytes: Uint8Array, start: number): number {
  for (let i = 0; i < expected.length; i++) if (expected[i] !== bytes[start + i]) return UNUSUAL;
  return start + expected.length;
}

/** The index after spaces that may be here. */
export function afterSpaces(bytes: Uint8Array, start: number): number {
  let at = start;
  while (bytes[at] === SPACE) at++;
  return at;
}

/** Whether a number of JSON may begin here. */
export function startsNumber(bytes: Uint8Array, at: number): boolean {
  return isDigit(bytes[at]) || (bytes[at] === MINUS && isDigit(bytes[at + 1]));
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= NINE;
}

const NINE = 57;
const ZERO = 48;
const MINUS = 45;
const PLUS = 43;
const POINT = 46;
const SPACE = 32;
const TAB = 9;

/** Powers of ten that a double holds exactly. */
const POWERS = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
/** A mantissa up to here takes one more digit and stays below 2^53, so it is exact. */
const EXACT_BEFORE_DIGIT = 900_719_925_474_098;

/**
 * The number that `text[start, end)` spells, or NaN if it does not spell one; {@link isNaNText} recognises an explicit
 * not-a-number. A number is an optional sign, digits with an optional point before, between or after them, and an
 * optional exponent; or `inf` or `infinity` in any case. Beyond the range of a double it is ±Infinity. `-0` is 0.
 * Spaces and tabs around it are ignored. Digits after a leading zero (`007`, zip codes) are not a number.
 *
 * Correctly rounded: with at most 15 digits and a power of ten up to 22, mantissa and power are exact, so that the one
 * operation rounds once (Clinger 1990). The JavaScript engine parses everything else.
 */
export function parseNumber(text: string, start = 0, end = text.length): number {
  let at = start;
  let stop = end;
  while (at < stop && isSpace(text.charCodeAt(at))) at++;
  while (stop > at && isSpace(text.charCodeAt(stop - 1))) stop--;
  if (at === stop) return Number.NaN;
  const from = at;
  let code = text.charCodeAt(at);
  const negative = code === MINUS;
  if (negative || code === PLUS) {
    if (++at === stop) return Number.NaN;
    code = text.charCodeAt(at);
  }
  if ((code | 32) === 105 /* i */) {
    if (!spellsInfinity(text, at, stop)) return Number.NaN;
    return negative ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }
  if (code === ZERO && at + 1 < stop && isDigit(text.charCodeAt(at + 1))) return Number.NaN;

  let mantissa = 0;
  let exact = true;
  let digits = 0;
  let scale = 0;
  let point = false;
  for (; at < stop; at++) {
    code = text.charCodeAt(at);
    if (code >= ZERO && code <= NINE) {
      if (mantissa >= EXACT_BEFORE_DIGIT) exact = false;
      mantissa = mantissa * 10 + (code - ZERO);
      digits++;
      if (point) scale++;
    } else if (code === POINT && !point) {
      point = true;
    } else {
      break;
    }
  }
  if (digits === 0) return Number.NaN;
  let exponent = 0;
  if (at < stop) {
    if ((code | 32) !== 101 /* e */) return Number.NaN;
    const exponentAt = at + 1;
    if (!spellsInteger(text, exponentAt, stop)) return Number.NaN;
    exponent = Number(text.slice(exponentAt, stop));
  }
  if (exact) {
    const power = exponent - scale;
    if (power >= -22 && power <= 22) {
      const size = power < 0 ? mantissa / POWERS[-power] : mantissa * POWERS[power];
      return negative ? 0 - size : size;
    }
  }
  return Number(text.slice(from, stop)) + 0;
}

/** Whether `text[start, end)` is `nan` in any case, with or without a sign. Ignores spaces and tabs around it. */
export function isNaNText(text: string, start = 0, end = text.length): boolean {
  let at = start;
  let stop = end;
  while (at < stop && isSpace(text.charCodeAt(at))) at++;
  while (stop > at && isSpace(text.charCodeAt(stop - 1))) stop--;
  const code = text.charCodeAt(at);
  if (at < stop && (code === MINUS || code === PLUS)) at++;
  return (
    stop - at === 3 &&
    (text.charCodeAt(at) | 32) === 110 &&
    (text.charCodeAt(at + 1) | 32) === 97 &&
    (text.charCodeAt(at + 2) | 32) === 110
  );
}

function isSpace(code: number): boolean {
  return code === SPACE || code === TAB;
}

/** Whether the character at this index is a space or tab. */
export function isSpaceAt(text: string, at: number): boolean {
  return isSpace(text.charCodeAt(at));
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}

function spellsInfinity(text: string, start: number, end: number): boolean {
  const length = end - start;
  if (length !== 3 && length !== 8) return false;
  const word = text.slice(start, end).toLowerCase();
  return word === 'inf' || word === 'infinity';
}

function spellsInteger(text: string, start: number, end: number): boolean {
  let at = start;
  const sign = text.charCodeAt(at);
  if (at < end && (sign === MINUS || sign === PLUS)) at++;
  if (at === end) return false;
  for (; at < end; at++) if (!isDigit(text.charCodeAt(at))) return false;
  return true;
}

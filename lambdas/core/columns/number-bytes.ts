const ZERO = 48;
const PLUS = 43;
const MINUS = 45;
/** The point, less {@link ZERO}. */
const POINT = -2;
/** The letter e, in lower case. */
const LETTER_E = 101;

/** Powers of ten that a double holds exactly. */
const POWERS = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
/** The powers in two parts of at most 26 bits each, so that products of parts are exact (Veltkamp 1968). */
const UPPER_PARTS = POWERS.map(upperPart);
const LOWER_PARTS = POWERS.map((power, i) => power - UPPER_PARTS[i]);

/** Digits that are collected in one 32-bit integer. */
const DIGITS = 9;
/** Whole numbers up to here are doubles. */
const EXACT = 2 ** 53;

/** What {@link readNumber} returns if there is no number. */
export const NO_NUMBER = -1;

/**
 * Reads the number that begins at `bytes[start]` into `into[index]`. Returns the index after it, or {@link NO_NUMBER}.
 * It is to the bit the number that `parseNumber` reads from the same text. That function also accepts spaces around a
 * number, a point at its end, and `inf`, which are no numbers here. Any byte may follow; the caller checks that the number ends there.
 *
 * Makes no text if the number has up to nine digits before its point, up to 18 in all, and no exponent.
 */
export function readNumber(bytes: Uint8Array, start: number, into: Float64Array, index: number): number {
  const sign = bytes[start];
  const first = sign === MINUS || sign === PLUS ? start + 1 : start;
  let at = first;
  let digit = bytes[at] - ZERO;
  let high = 0;
  // At the end of the bytes, the byte is undefined and the digit NaN.
  while (digit >= 0 && digit <= 9) {
    high = (Math.imul(high, 10) + digit) | 0;
    digit = bytes[++at] - ZERO;
  }
  let digits = at - first;
  if (digits > DIGITS) return readLong(bytes, start, into, index);
  if (digits > 1 && bytes[first] === ZERO) return NO_NUMBER;
  if (digit !== POINT) {
    if (digits === 0) return NO_NUMBER;
    if ((bytes[at] | 32) === LETTER_E) return readLong(bytes, start, into, index);
    into[index] = sign === MINUS ? 0 - high : high;
    return at;
  }

  const fraction = ++at;
  digit = bytes[at] - ZERO;
  if (high === 0) {
    // Zeros before the first other digit do not count.
    digits = 0;
    while (digit === 0) digit = bytes[++at] - ZERO;
  }
  for (; digit >= 0 && digit <= 9 && digits < DIGITS; digits++) {
    high = (Math.imul(high, 10) + digit) | 0;
    digit = bytes[++at] - ZERO;
  }
  const lowStart = at;
  let low = 0;
  while (digit >= 0 && digit <= 9) {
    low = (Math.imul(low, 10) + digit) | 0;
    digit = bytes[++at] - ZERO;
  }
  if (at === fraction) return NO_NUMBER;
  const lowDigits = at - lowStart;
  const scale = at - fraction;
  if (lowDigits > DIGITS || scale >= POWERS.length || (bytes[at] | 32) === LETTER_E) {
    return readLong(bytes, start, into, index);
  }
  if (lowDigits === 0) {
    const size = high / POWERS[scale];
    into[index] = sign === MINUS ? 0 - size : size;
    return at;
  }
  if (!divide(high, low, lowDigits, scale, into, index)) return readLong(bytes, start, into, index);
  if (sign === MINUS) into[index] = 0 - into[index];
  return at;
}

/**
 * Writes `(high · 10^lowDigits + low) / 10^scale`. Returns false if its rounding is uncertain. Takes and returns no
 * doubles, for which the engine would make objects.
 */
function divide(
  high: number,
  low: number,
  lowDigits: number,
  scale: number,
  into: Float64Array,
  index: number,
): boolean {
  const power = POWERS[scale];
  // The product is exact: `high` has 30 bits, and 10^9 without its factors of two has 21.
  const whole = high * POWERS[lowDigits];
  const sum = whole + low;
  const quotient = sum / power;
  // With an exact sum and power, the one division rounds once (Clinger 1990).
  if (sum <= EXACT) {
    into[index] = quotient;
    return true;
  }
  // What remains after multiplying back, which is exact in doubles (Dekker 1971), corrects the quotient. It is uncertain
  // if the tiny error of the correction could change the rounding (Ziv 1991).
  const product = quotient * power;
  const upper = upperPart(quotient);
  const lower = quotient - upper;
  const powerUpper = UPPER_PARTS[scale];
  const powerLower = LOWER_PARTS[scale];
  const productError = upper * powerUpper - product + upper * powerLower + lower * powerUpper + lower * powerLower;
  const rest = low - (sum - whole);
  const correction = (sum - product - productError + rest) / power;
  const uncertainty = Math.abs(correction) * 2 ** -50;
  const least = quotient + (correction - uncertainty);
  into[index] = least;
  return least === quotient + (correction + uncertainty);
}

/** The upper 26 bits of a double. */
function upperPart(value: number): number {
  const shifted = value * (2 ** 27 + 1);
  return shifted - (shifted - value);
}

/** Like {@link readNumber}, by the JavaScript engine, whose numbers are correctly rounded. */
function readLong(bytes: Uint8Array, start: number, into: Float64Array, index: number): number {
  let at = bytes[start] === MINUS || bytes[start] === PLUS ? start + 1 : start;
  if (bytes[at] === ZERO && isDigit(bytes[at + 1])) return NO_NUMBER;
  at = endOfDigits(bytes, at);
  if (bytes[at] === ZERO + POINT) {
    const fraction = at + 1;
    at = endOfDigits(bytes, fraction);
    if (at === fraction) return NO_NUMBER;
  }
  if ((bytes[at] | 32) === LETTER_E) {
    const sign = bytes[at + 1];
    const first = sign === MINUS || sign === PLUS ? at + 2 : at + 1;
    at = endOfDigits(bytes, first);
    if (at === first) return NO_NUMBER;
  }
  into[index] = Number(Buffer.from(bytes.buffer, bytes.byteOffset + start, at - start).toString('latin1')) + 0;
  return at;
}

function endOfDigits(bytes: Uint8Array, start: number): number {
  let at = start;
  while (isDigit(bytes[at])) at++;
  return at;
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= ZERO + 9;
}

/** Single precision holds every whole number below it exactly. */
const INTEGERS_FROM = 2 ** 24;
/** Significant digits that distinguish all single-precision numbers. */
const MOST_DIGITS = 9;
const POWERS = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/**
 * The number that a single-precision value stands for: the shortest decimal that rounds to it, 0.1 and not
 * 0.10000000149011612, as Python, JavaScript and CSV writers print it. Whole numbers that are stored exactly stay as
 * they are.
 */
export function shortestFloat32(value: number): number {
  return shortestDecimal(value, Math.fround);
}

/** The same for a half-precision value. */
export function shortestFloat16(value: number): number {
  return shortestDecimal(value, roundToHalf);
}

/** @param round To the nearest value of the precision that `value` has. */
function shortestDecimal(value: number, round: (value: number) => number): number {
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < INTEGERS_FROM) return value;
  if (!Number.isFinite(value)) return value;
  if (size >= 1e-4 && size < INTEGERS_FROM) {
    // Both operands are exact, so the quotient is the double nearest to the decimal.
    for (let decimals = 1; decimals < MOST_DIGITS + 5; decimals++) {
      const decimal = roundToEven(value * POWERS[decimals]) / POWERS[decimals];
      if (round(decimal) === value) return decimal;
    }
  }
  for (let digits = 1; digits < MOST_DIGITS; digits++) {
    const decimal = Number(value.toPrecision(digits));
    if (round(decimal) === value) return decimal;
  }
  return Number(value.toPrecision(MOST_DIGITS));
}

/** To the nearest half-precision number, ties to even: 11 significant bits, no exponent below -14. */
function roundToHalf(value: number): number {
  const size = Math.abs(value);
  if (size === 0 || !Number.isFinite(value)) return value;
  const exponent = Math.max(-14, Math.floor(Math.log2(size)));
  const step = 2 ** (exponent - 10);
  return roundToEven(value / step) * step;
}

/** To the nearest whole number, of two the even one. */
function roundToEven(value: number): number {
  const down = Math.floor(value);
  const rest = value - down;
  return rest > 0.5 || (rest === 0.5 && down % 2 !== 0) ? down + 1 : down;
}

const double = new Float64Array(1);
const bits = new BigInt64Array(double.buffer);

/** The largest double below `value`. -Infinity has none below it and stays. `value` is not NaN. */
export function previousDouble(value: number): number {
  if (value === 0) return -Number.MIN_VALUE;
  if (value === Number.NEGATIVE_INFINITY) return value;
  double[0] = value;
  bits[0] += value > 0 ? -1n : 1n;
  return double[0];
}

/** Limits `value` to the range of finite doubles, so that a sum that overflows does not become NaN later. */
export function saturate(value: number): number {
  return Math.min(Number.MAX_VALUE, Math.max(-Number.MAX_VALUE, value));
}

/** The numbers as an array for JSON. For a typed array, `Array.from` is many times slower than this loop. */
export function toArray(numbers: Float64Array): number[] {
  const array: number[] = [];
  for (let i = 0; i < numbers.length; i++) array.push(numbers[i]);
  return array;
}

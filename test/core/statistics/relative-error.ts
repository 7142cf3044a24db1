/** |actual − expected| / |expected|, or the absolute error where zero is expected. */
export function relativeError(actual: number, expected: number): number {
  if (Object.is(actual, expected)) return 0;
  return expected === 0 ? Math.abs(actual) : Math.abs(actual - expected) / Math.abs(expected);
}

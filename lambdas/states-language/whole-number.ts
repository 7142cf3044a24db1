/** The largest whole number of a field, such as seconds or attempts. */
export const MAX_INTEGER = 99_999_999;

export function isWhole(value: unknown): value is number {
  return Number.isInteger(value);
}

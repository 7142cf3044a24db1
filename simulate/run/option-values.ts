import { parse } from 'yaml';

/** Readers of options. Each takes the option's name and its text, and throws a RangeError with what is accepted. */

export function wholeNumber(name: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least) throw new RangeError(`--${name} is a whole number from ${least}`);
  return value;
}

export function realNumber(name: string, text: string, least = Number.NEGATIVE_INFINITY, most = Infinity): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value) || value < least || value > most) {
    const range = [...(least === -Infinity ? [] : [` from ${least}`]), ...(most === Infinity ? [] : [` to ${most}`])];
    throw new RangeError(`--${name} is a number${range.join('')}`);
  }
  return value;
}

export function oneOf<T extends string>(name: string, text: string, accepted: readonly T[]): T {
  const found = accepted.find((known) => known === text);
  if (found === undefined) throw new RangeError(`--${name} is one of ${accepted.join(', ')}`);
  return found;
}

/** Keys of a section of the monitor file; none where the option is not given. */
export function section(name: string, text = '{}'): object {
  const value: unknown = parse(text);
  if (typeof value !== 'object' || value === null)
    throw new RangeError(`--${name} is a YAML mapping, such as '{ history: off }'`);
  return value;
}

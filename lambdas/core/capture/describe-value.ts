import { isNested } from './field-path.ts';

/** A JSON value for a message. Objects and arrays are named, not spelled out, however deep they are. */
export function describeValue(value: unknown): string {
  if (isNested(value)) return Array.isArray(value) ? 'an array' : 'an object';
  return value === undefined ? 'missing' : JSON.stringify(value);
}

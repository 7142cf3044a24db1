import { type FieldPath, isObject, type Nested, valueAtPath } from './field-path.ts';

/** How deeply objects are flattened: more than any table nests them. */
const MAX_DEPTH = 16;

/** Whether the keys of the value are columns of their own. */
export function isTree(value: unknown, depth: number): value is Record<string, unknown> {
  return depth < MAX_DEPTH && isObject(value) && Object.keys(value).length > 0;
}

/**
 * The columns of a row of JSON by the names that a monitor gives them: keys, those of nested objects with dots, and the listed
 * names of other values, such as those of a place in a list.
 */
export function seenNames(row: Nested, listed: readonly FieldPath[]): string[] {
  const keys = Object.keys(row);
  if (!keys.some((key) => isTree(row[key], 1) || Array.isArray(row[key]))) return keys;
  const names = new Set<string>();
  const add = (from: Nested, prefix: string, depth: number) => {
    for (const key of Object.keys(from)) {
      const value = from[key];
      if (isTree(value, depth)) add(value, `${prefix}${key}.`, depth + 1);
      else names.add(prefix + key);
    }
  };
  add(row, '', 1);
  for (const key of listed) if (valueAtPath(row, key) !== undefined) names.add(key.name);
  return [...names];
}

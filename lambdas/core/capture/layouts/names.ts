import { type FieldPath, isNested, type Nested, valueAtPath } from '../field-path.ts';
import { RejectedRecordError } from '../rejection-reason.ts';
import type { PayloadSide } from './layout.ts';

/** The kinds of values under the listed names of an object, as bits. See {@link surveyNames}. */
export const UNDER = { plain: 1, lists: 2, objects: 4 } as const;

/** A list with one value per row, found under a name. `steps` are the rest of the name, inside each value. */
export interface ListOfName {
  readonly list: readonly unknown[];
  readonly steps: readonly string[];
}

const NO_STEPS: readonly string[] = [];

/**
 * The value under a name, or a list of rows with the rest of the name's steps, as for `probabilities.1` in
 * `{"probabilities":[[0.1,0.9],[0.2,0.8]]}`. undefined if there is nothing. A step into a list of plain values is a
 * position.
 */
export function findUnderName(object: Nested, { name, steps }: FieldPath): unknown | ListOfRows {
  if (Object.hasOwn(object, name)) return object[name];
  if (steps === null) return undefined;
  let value: unknown = object;
  for (let i = 0; i < steps.length; i++) {
    if (!isNested(value)) return undefined;
    if (i > 0 && Array.isArray(value) && isNested(value[0])) return new ListOfRows(value, steps.slice(i));
    if (!Object.hasOwn(value, steps[i])) return undefined;
    value = value[steps[i]];
  }
  return value;
}

/** A list of rows, with the steps of a name that lead into each row. */
export class ListOfRows implements ListOfName {
  readonly list: readonly unknown[];
  readonly steps: readonly string[];
  constructor(list: readonly unknown[], steps: readonly string[]) {
    this.list = list;
    this.steps = steps;
  }
}

export function toList(value: unknown): ListOfName | null {
  if (Array.isArray(value)) return { list: value, steps: NO_STEPS };
  return value instanceof ListOfRows ? value : null;
}

/**
 * The kinds of values under the listed names, as bits of {@link UNDER}. Stops at the first plain value, which makes a
 * row.
 */
export function surveyNames(object: Nested, names: readonly FieldPath[]): number {
  let found = 0;
  for (let i = 0; i < names.length; i++) {
    const value = findUnderName(object, names[i]);
    if (value === undefined) continue;
    if (!isNested(value)) return UNDER.plain;
    found |= Array.isArray(value) || value instanceof ListOfRows ? UNDER.lists : UNDER.objects;
  }
  return found;
}

/** Whether the object has at least half of the names. An unrelated object may have a few of them. */
export function hasMostNames(object: Nested, names: readonly FieldPath[]): boolean {
  return names.filter((name) => valueAtPath(object, name) !== undefined).length * 2 >= names.length;
}

/** Throws RejectedRecordError if the names lack a required one, or have a listed one twice. */
export function requireNames(found: readonly string[], side: PayloadSide): void {
  if (side.names === null) {
    requireOnce(found, found, side);
    return;
  }
  const names = new Set(found);
  const listed = side.names.map(({ name }) => name);
  if (side.complete) {
    const missing = listed.find((name) => !names.has(name));
    if (missing !== undefined) throw missingName(missing, found, side.what);
  }
  if (names.size < found.length) requireOnce(found, listed, side);
}

export function missingName(
  missing: string,
  found: readonly string[],
  what: PayloadSide['what'],
  hint = '',
): RejectedRecordError {
  const detail = `the ${what} has ${quoteSome(found)}, but not the feature ${JSON.stringify(missing)}${hint}`;
  return new RejectedRecordError('missing-feature', detail);
}

/** The first few names, for a message. */
export function quoteSome(names: readonly string[]): string {
  const some = names.slice(0, MOST_QUOTED).map((name) => JSON.stringify(name));
  if (names.length > MOST_QUOTED) some.push(`${names.length - MOST_QUOTED} more`);
  return some.length === 0 ? 'nothing' : some.join(', ');
}

const MOST_QUOTED = 5;

function requireOnce(found: readonly string[], wanted: readonly string[], side: PayloadSide): void {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const name of found) (seen.has(name) ? twice : seen).add(name);
  if (twice.size === 0) return;
  const name = wanted.find((wantedName) => twice.has(wantedName));
  if (name === undefined) return;
  throw new RejectedRecordError('ambiguous-shape', `the ${side.what} has ${JSON.stringify(name)} more than once`);
}

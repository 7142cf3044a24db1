import type { CheckResult } from '../result/schema.ts';

type Performance = NonNullable<CheckResult['performance']>;
type Class = NonNullable<Performance['classes']>[number];

/** A class in an evaluation and in its reference; null where one of them lacks it. */
export interface ClassPair {
  readonly name: string;
  readonly now: Class | null;
  readonly before: Class | null;
}

/** The classes of both by name: in the order of the first, then those that only the reference has. */
export function pairClasses(now: Performance['classes'], before: Performance['classes']): ClassPair[] {
  const known = new Map(before?.map((one) => [one.name, one]));
  const pairs = (now ?? []).map(
    (one): ClassPair => ({ name: one.name, now: one, before: known.get(one.name) ?? null }),
  );
  const named = new Set(now?.map(({ name }) => name));
  const gone = (before ?? []).filter(({ name }) => !named.has(name));
  return [...pairs, ...gone.map((one): ClassPair => ({ name: one.name, now: null, before: one }))];
}

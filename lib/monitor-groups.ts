import { createHash } from 'node:crypto';

/** Some of many things, under a number that stays theirs. */
export interface Group<T> {
  /** From 1. */
  readonly number: number;
  /** In the order they were given, at least one. */
  readonly members: readonly T[];
}

/** Something is too large for any group, even alone. */
export class UngroupableError extends Error {
  override readonly name = 'UngroupableError';
  /** Name of what was to be grouped. */
  readonly item: string;
  constructor(item: string) {
    super(`${item} is too large for a stack of its own: shorten the places of its data`);
    this.item = item;
  }
}

/**
 * Shares out things among as few groups as it takes until all fit, by their names alone. Every name has a score in every
 * group and goes where it is highest (rendezvous hashing: Thaler and Ravishankar, 1998), so one more name moves no other;
 * when it makes a further group necessary, that one takes its share from all others, and between those nothing moves.
 *
 * @param nameOf A name of its own for each.
 * @param fits Whether a group can hold these. Where it can, it has to hold any part of them.
 * @throws UngroupableError
 */
export function groupByName<T>(
  items: readonly T[],
  nameOf: (item: T) => string,
  fits: (members: readonly T[]) => boolean,
): Group<T>[] {
  const tooLarge = items.find((item) => !fits([item]));
  if (tooLarge !== undefined) throw new UngroupableError(nameOf(tooLarge));
  const best = items.map((item) => ({ item, number: 0, score: -1 }));
  for (let count = 1; ; count++) {
    for (const place of best) {
      const score = scoreOf(nameOf(place.item), count);
      if (score > place.score) Object.assign(place, { number: count, score });
    }
    const groups = Array.from({ length: count }, (_, i) => ({ number: i + 1, members: [] as T[] }));
    for (const { item, number } of best) groups[number - 1].members.push(item);
    if (groups.every(({ members }) => fits(members))) return groups.filter(({ members }) => members.length > 0);
  }
}

/** 48 bits that look random. */
function scoreOf(name: string, group: number): number {
  return createHash('sha256').update(`${group} ${name}`).digest().readUIntBE(0, 6);
}

import { createHash } from 'node:crypto';

/** Some of many items, under a number that stays the same. */
export interface Group<T> {
  /** From 1. */
  readonly number: number;
  /** At least one, in the given order. */
  readonly members: readonly T[];
}

/** An item is too large for a group of its own. */
export class UngroupableError extends Error {
  override readonly name = 'UngroupableError';
  /** Name of the item. */
  readonly item: string;
  constructor(item: string) {
    super(`${item} is too large for a stack of its own: shorten the URIs of its data`);
    this.item = item;
  }
}

/**
 * Distributes items over as few groups as possible, by their names alone. Every name has a score in every group and goes where it is
 * highest (rendezvous hashing: Thaler and Ravishankar, 1998), so another name moves no existing one. If it requires another group,
 * that group takes its share from all others, and nothing moves between those.
 *
 * @param nameOf A unique name for each item.
 * @param fits Whether a group can hold these items. If so, it must also hold any subset of them.
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

/** 48 pseudorandom bits. */
function scoreOf(name: string, group: number): number {
  return createHash('sha256').update(`${group} ${name}`).digest().readUIntBE(0, 6);
}

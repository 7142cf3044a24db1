import { COLUMN_KINDS, type ColumnKind, type Movement } from './column-kinds.ts';

/** A permanent change of the world. */
export interface Change {
  readonly what: 'mean' | 'variance' | 'share' | 'missing';
  /** mean: standard deviations; variance: factor; share: of the category that had 10 %; missing: share of the cells. */
  readonly size: number;
  /** The first day of it. */
  readonly day: number;
  /** Days until it is complete, linearly; 1: sudden. */
  readonly over: number;
  /** Features that change. */
  readonly features: number;
}

export const CHANGE_NAMES = ['mean-SD', 'variance-FACTOR', 'share-SHARE', 'missing-SHARE'] as const;

/** @throws RangeError for a name that is not one of {@link CHANGE_NAMES} */
export function parseChange(name: string): Pick<Change, 'what' | 'size'> {
  const match = /^(mean|variance|share|missing)-(-?\d*\.?\d+)$/.exec(name);
  const what = match?.[1] as Change['what'] | undefined;
  const size = Number(match?.[2]);
  const isShare = what === 'share' || what === 'missing';
  if (what === undefined || (isShare && !(size > 0 && size < 1)) || (what === 'variance' && !(size > 0))) {
    throw new RangeError(
      `${JSON.stringify(name)} is not a change; accepted: ${CHANGE_NAMES.join(', ')}, such as mean-0.5`,
    );
  }
  return { what, size };
}

/** Whether a column of this kind can change in this way. */
export function canChange(kind: ColumnKind, what: Change['what']): boolean {
  const possible: readonly string[] = COLUMN_KINDS[kind].changes;
  return what === 'missing' || possible.includes(what);
}

/** How much of a change is present on a day: 0 before its first day, 1 when it is complete. */
export function partOn({ day: first, over }: Pick<Change, 'day' | 'over'>, day: number): number {
  return Math.min(1, Math.max(0, (day - first + 1) / over));
}

/** A column's movement on a day with what the change adds. */
export function applyChange(movement: Movement, change: Change, day: number): Movement {
  const { what, size } = change;
  const part = partOn(change, day);
  if (part === 0) return movement;
  switch (what) {
    case 'mean':
      return { ...movement, shift: movement.shift + part * size };
    case 'variance':
      return { ...movement, variance: 1 + part * (size - 1) };
    case 'share':
      return { ...movement, share: 0.1 + part * (size - 0.1) };
    case 'missing':
      return { ...movement, missing: part * size };
  }
}

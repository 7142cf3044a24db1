import { countOf } from '../../text/numbers.ts';

/**
 * What an interval needs to hold the true value about as often as it says: the counts at which coverage was measured
 * (`node bench/intervals.ts`, docs/statistics.md).
 */
export const NEEDS = {
  /** Rows of which a proportion is taken. */
  proportion: 10,
  /** Rows of which a loss, or another value of each row, is averaged. */
  mean: 50,
  /** Of which squared errors are averaged: these rest on the largest, which few rows may not show. */
  squares: 200,
  /** Of the rows of a mean, those outside the largest class: a class that hardly occurs has the largest losses. */
  meanByClass: 10,
  /** Rows of each class that is ranked against the other. */
  ranked: 20,
  /** Rows of a mean over the classes, weighted by their rows. */
  weighted: 100,
  /** Of these, rows for each class where the classes' precision is averaged: of few predictions it is too high or 0. */
  weightedByClass: 25,
  /** Rows of each class where every class counts the same. */
  macro: 10,
} as const;

/** Why there is no interval. */
export interface NoInterval {
  readonly reason: string;
}

/**
 * `12 positive rows; an interval needs 20`, or null where there are enough.
 * @param one what is counted, one of it
 */
export function tooFew(count: number, needed: number, one: string, many = `${one}s`): NoInterval | null {
  return count >= needed ? null : { reason: `${countOf(count, one, many)}; an interval needs ${needed}` };
}

/** For two classes: the one of fewer rows. */
export function tooFewOfClass(positives: number, negatives: number, needed: number): NoInterval | null {
  return positives <= negatives ? tooFew(positives, needed, 'positive row') : tooFew(negatives, needed, 'negative row');
}

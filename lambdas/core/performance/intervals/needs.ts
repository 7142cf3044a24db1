import { countOf } from '../../text/numbers.ts';

/**
 * The fewest rows with which 95 % intervals were measured to hold the true value about that often (`node
 * bench/intervals.ts`, docs/statistics.md). With fewer rows a metric has its value, but no interval.
 */
export const NEEDS = {
  /** Rows that a proportion is taken of. */
  proportion: 10,
  /** Rows over which a loss, or another value of each row, is averaged. */
  mean: 50,
  /** Rows over which squared errors are averaged: the mean depends on the largest, which a few rows may not include. */
  squares: 200,
  /** For a mean of losses, rows outside the largest class: rare classes have the largest losses. */
  meanByClass: 10,
  /** Rows of each class that is ranked against the other. */
  ranked: 20,
  /** Rows of a mean over the classes, weighted by their rows. */
  weighted: 100,
  /**
   * And rows per class, on average, where precision is averaged: that of a class with few predictions is too high or 0.
   */
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
 * @param one name of one counted thing: `positive row`
 */
export function tooFew(count: number, needed: number, one: string, many = `${one}s`): NoInterval | null {
  return count >= needed ? null : { reason: `${countOf(count, one, many)}; an interval needs ${needed}` };
}

/** The same for the smaller one of two classes. */
export function tooFewOfClass(positives: number, negatives: number, needed: number): NoInterval | null {
  return positives <= negatives ? tooFew(positives, needed, 'positive row') : tooFew(negatives, needed, 'negative row');
}

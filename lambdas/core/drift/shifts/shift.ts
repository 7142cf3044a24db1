import { hashText } from '../../profile/category-text.ts';
import { type Scale, scaleOfOdds, scaleOfValues } from '../movement/scale.ts';

/** The way in which a column of a window differs from the baseline's. */
export type ShiftKind = 'location' | 'spread' | 'share' | 'unseen' | 'missing' | 'shape';

/**
 * One way in which a column of a window differs from the baseline's, on one scale for all columns: standard deviations of
 * the baseline. Its normal score, the effect divided by its standard error, is exact in the tails.
 */
export interface Shift {
  readonly kind: ShiftKind;
  /** The category of a share. */
  readonly category?: string;
  /** Signed; never negative for a shape. */
  readonly effect: number;
  /** Standard error of the window's side if nothing differs. */
  readonly error: number;
  /** Standard error of the baseline's side: the same for every window. */
  readonly baselineError: number;
  /** Smaller effects do not matter. */
  readonly material: number;
  /** The part of the column's chance of a false alarm that this shift may spend; a column's parts add up to 1. */
  readonly part: number;
  /**
   * Only of locations of numbers: how the mean of the values moves with the effect x, as (exp(skew · x) − 1) / skew. It
   * is 1 for a log-normal column whose logarithm has the standard deviation 1, and 0 for a symmetric one.
   */
  readonly skew?: number;
  /**
   * Only of shares of categories: the share from which the effect is measured, and how much of a share an effect of 1
   * is. Equal movements of the log-odds up and down move a rare share further up than down.
   */
  readonly odds?: { readonly share: number; readonly unit: number };
  /** Share of the rows in the baseline and in the window; only of shares. */
  readonly shares?: readonly [baseline: number, window: number];
  /** Only of spreads: the window's standard deviation divided by the baseline's. */
  readonly ratio?: number;
}

/** Another scale on which the shift may move evenly than that of its effects; null: there is none. */
export function scaleOf({ skew, odds }: Shift): Scale | null {
  return odds === undefined ? scaleOfValues(skew ?? 0) : scaleOfOdds(odds.share, odds.unit);
}

/** Longer categories are identified by their start and a hash of the whole. */
const LONGEST_CATEGORY = 50;

/** The key of a shift in the history of its column: `share:blue`, `location`. */
export function keyOf({
  kind,
  category,
}: {
  readonly kind: ShiftKind;
  readonly category?: string | undefined;
}): string {
  if (category === undefined) return kind;
  if (category.length <= LONGEST_CATEGORY) return `${kind}:${category}`;
  return `${kind}:${category.slice(0, LONGEST_CATEGORY)}…${hashText(category).toString(16)}`;
}

/** Effects and errors as they are kept for later windows: five significant digits, far finer than any standard error. */
export function roundToKeep(value: number): number {
  return Number(value.toPrecision(5));
}

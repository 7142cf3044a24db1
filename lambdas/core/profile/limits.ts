/** How much of a column a profile keeps. Together, the limits bound a profile's memory for any number of rows. */
export interface ProfileLimits {
  /** Up to this many distinct numbers are counted exactly, value by value. */
  readonly distinctNumbers: number;
  /**
   * Categories that are kept one by one, in addition to the baseline's. The rows of the others are counted together.
   */
  readonly categories: number;
  /** A cell of a baseline's grid holds at most 1 / gridCells of its rows, or a single value. */
  readonly gridCells: number;
  /** The size k of the quantile sketch that finds a baseline's grid. It holds about 3 k numbers. */
  readonly sketchSize: number;
}

/** The limits of data sets up to {@link FULL_DETAIL_COLUMNS} columns. */
export const DEFAULT_LIMITS: ProfileLimits = {
  distinctNumbers: 1024,
  categories: 1000,
  gridCells: 1000,
  sketchSize: 8192,
};

/** Wider data sets get less detail per column, so that the memory of a profile stays bounded. */
const FULL_DETAIL_COLUMNS = 512;

/** The smallest detail, reached at about 8,000 columns. */
const LEAST: ProfileLimits = { distinctNumbers: 64, categories: 64, gridCells: 64, sketchSize: 512 };

/**
 * The limits for a data set with this many columns: the defaults up to 512 columns, beyond it in inverse proportion,
 * never below 64 distinct numbers, categories and cells. At 10,000 columns a grid's error is therefore 1/64 instead of
 * 1/1000.
 */
export function chooseLimits(columns: number): ProfileLimits {
  const share = Math.min(1, FULL_DETAIL_COLUMNS / Math.max(1, columns));
  const scale = (full: number, least: number) => Math.max(least, Math.floor(full * share));
  return {
    distinctNumbers: scale(DEFAULT_LIMITS.distinctNumbers, LEAST.distinctNumbers),
    categories: scale(DEFAULT_LIMITS.categories, LEAST.categories),
    gridCells: scale(DEFAULT_LIMITS.gridCells, LEAST.gridCells),
    sketchSize: scale(DEFAULT_LIMITS.sketchSize, LEAST.sketchSize),
  };
}

import type { ColumnKind } from './column-kinds.ts';

/** How the days of a world differ; otherwise every day is like the others. */
export interface WorldSpec {
  /** Rows a day. */
  readonly rows: number;
  readonly features: number;
  readonly columns: ColumnKind | 'mix';
  /** Standard deviation, over the days, of a feature's daily mean, in standard deviations of the feature. */
  readonly wobble: number;
  /** Correlation of one day's wobble with the next day's. */
  readonly autocorrelation: number;
  /** By how much the mean is higher on weekends, in every second feature. */
  readonly weekend: number;
  /** By how much all features are moved on one day; 0: there is none. */
  readonly oddDay: number;
  readonly baselineRows: number;
  /** The days before the first one that the baseline is drawn from, the same number of rows from each. */
  readonly baselineDays: number;
}

/** The part of the spec that a world's name stands for. */
export type Days = Pick<WorldSpec, 'wobble' | 'autocorrelation' | 'weekend' | 'oddDay'>;

/** Correlation of one day's wobble with the next day's, unless a world's name says `independent`. */
export const AUTOCORRELATION = 0.8;
const WEEKEND = 0.3;
const ODD_DAY = 0.5;

export const WORLD_NAMES = ['independent', 'wobble-SD', 'wobble-SD-independent', 'seasons', 'odd-day'] as const;

/**
 * The days that a name stands for: one of {@link WORLD_NAMES}, or several with `+` between them.
 *
 * @throws RangeError for an unknown name
 */
export function parseWorld(name: string): Days {
  let days: Days = { wobble: 0, autocorrelation: 0, weekend: 0, oddDay: 0 };
  for (const part of name.split('+')) {
    const wobble = /^wobble-(0?\.\d+|\d+)(-independent)?$/.exec(part);
    if (wobble) days = { ...days, wobble: Number(wobble[1]), autocorrelation: wobble[2] ? 0 : AUTOCORRELATION };
    else if (part === 'seasons') days = { ...days, weekend: WEEKEND };
    else if (part === 'odd-day') days = { ...days, oddDay: ODD_DAY };
    else if (part !== 'independent') {
      throw new RangeError(`${JSON.stringify(part)} is not a world; accepted: ${WORLD_NAMES.join(', ')}, joined by +`);
    }
  }
  return days;
}

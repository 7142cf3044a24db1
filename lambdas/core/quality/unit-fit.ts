import type { AlignedNumbers } from '../drift/aligned.ts';
import { previousDouble } from '../profile/doubles.ts';
import type { ColumnProfile, Moments } from '../profile/types.ts';
import { type Conversion, cumulate, measureConverted } from './converted-distance.ts';
import { type Estimate, estimateLogFactor, estimateLogFactorByMeans, estimateLogSpread } from './scale-estimate.ts';
import type { UnitChange } from './unit-changes.ts';

/**
 * The 99.9 % quantile of the Kolmogorov–Smirnov statistic in units of 1/√(nm/(n + m)). Up to it, a conversion fits.
 * Beyond it, another conversion is ruled out if it also fits clearly worse.
 */
const FITS = 1.949;

/** The limits for estimates, in standard errors. */
const AGREES = 3;
const DISAGREES = 3.291;
/** A source moves from day to day. Up to this distance it still fits, however many rows there are, … */
const USUAL_DISTANCE = 0.05;
/** … and up to this logarithm of a factor, … */
const USUAL_LOG_FACTOR = 0.05;
/** … but at most this part of the distance to the growth that must be ruled out. */
const PART_OF_THE_WAY = 0.75;
/** On the side away from growth, the factor to rule out is this many times as far. */
const OTHER_SIDE = 1.5;
/** The difference, in units of 1/√(nm/(n + m)), by which one conversion fits clearly better than another. */
const CLEARLY = 0.5;
/** If a cell of several values holds a larger share of the window's rows, their distribution inside it is unknown. */
const MOST_HIDDEN = 0.1;

/** How a window compares with its baseline in other units. */
export class UnitFit {
  readonly #aligned: AlignedNumbers;
  readonly #baseline: ColumnProfile;
  readonly #window: ColumnProfile;
  readonly #cumulated: Float64Array;
  /** See {@link noiseOf}. */
  readonly #noise: number;
  /** The distribution within a cell is unknown. */
  readonly #blur: number;

  constructor(aligned: AlignedNumbers, baseline: ColumnProfile, window: ColumnProfile) {
    this.#aligned = aligned;
    this.#baseline = baseline;
    this.#window = window;
    this.#cumulated = cumulate(aligned.baseline);
    this.#noise = noiseOf(aligned);
    this.#blur = aligned.exact ? 0 : largestCell(aligned);
  }

  /**
   * Whether the window is the baseline in another unit, and has not just grown or moved:
   *
   * 1. the converted baseline is within sampling error and day-to-day movement of the window;
   * 2. the freely estimated factor agrees with the unit's;
   * 3. the data distinguish the factor from the ones beside it ({@link UnitChange.distinctFrom}), by the distance of the
   *    distributions or by the estimate. A few widely spread rows do not, and then the change is drift;
   * 4. a mere shift does not fit clearly better.
   *
   * @returns The distance of the converted baseline from the window; null if the unit does not fit.
   */
  restOf(change: UnitChange): number | null {
    const [before, after] = [this.#baseline.moments, this.#window.moments];
    if (before === null || after === null) return null;
    const farthest = Math.max(FITS * this.#noise, USUAL_DISTANCE) + this.#blur;
    const rest = this.#distance(change, farthest);
    return rest <= farthest && this.#isNotGrowth(change, rest, before, after) ? rest : null;
  }

  #isNotGrowth(change: UnitChange, rest: number, before: Moments, after: Moments): boolean {
    const aligned = this.#aligned;
    const clearly = CLEARLY * this.#noise;
    const shift = { factor: 1, offset: after.mean - before.mean };
    const isHidden = countHidden(aligned) > 0;
    if (!isHidden && this.#distance(shift) < rest - clearly) return false;
    const spread = estimateLogSpread(this.#baseline, this.#window, aligned);
    const farFrom = Math.max(FITS * this.#noise + this.#blur, rest + clearly);
    const isFar = (other: Conversion) => this.#distance(other, farFrom) > farFrom;
    if (change.offset !== undefined) {
      return (
        agrees(spread, change) &&
        meansAgree(before, after, change) &&
        (isFar(shift) || disagrees(spread, 0)) &&
        isFar({ factor: after.mean / before.mean })
      );
    }
    const factor = isHidden
      ? mostPrecise([spread, estimateLogFactorByMeans(before, after)])
      : estimateLogFactor(aligned);
    if (!agrees(factor, change)) return false;
    if (isHidden && !(agrees(spread, change) && meansAgree(before, after, change))) return false;
    // Growth is the factor nearer to 1.
    const towardsOne = change.factor > 1 ? -change.distinctFrom : change.distinctFrom;
    return [towardsOne, -OTHER_SIDE * towardsOne].every((step) => {
      const log = Math.log(change.factor) + step;
      return isFar({ factor: Math.exp(log) }) || disagrees(factor, log);
    });
  }

  #distance(conversion: Conversion, enough?: number): number {
    return measureConverted(this.#aligned, this.#cumulated, conversion, enough);
  }
}

function mostPrecise(estimates: readonly (Estimate | null)[]): Estimate | null {
  const known = estimates.filter((estimate) => estimate !== null);
  return known.sort((a, b) => a.error - b.error).at(0) ?? null;
}

function agrees(log: Estimate | null, { factor, distinctFrom }: UnitChange): boolean {
  if (log === null) return false;
  const usual = Math.min(USUAL_LOG_FACTOR, PART_OF_THE_WAY * distinctFrom);
  return Math.abs(log.value - Math.log(factor)) <= Math.max(AGREES * log.error, usual);
}

function disagrees(log: Estimate | null, value: number): boolean {
  return log !== null && Math.abs(log.value - value) > DISAGREES * log.error;
}

function meansAgree(baseline: Moments, window: Moments, { factor, offset = 0 }: UnitChange): boolean {
  const deviation = factor * Math.sqrt(baseline.m2 / baseline.count);
  const error = Math.hypot(deviation / Math.sqrt(baseline.count), Math.sqrt(window.m2) / window.count);
  const shift = Math.abs(window.mean - (factor * baseline.mean + offset));
  return shift <= Math.max(AGREES * error, USUAL_DISTANCE * deviation);
}

/** The window's rows in cells that hold too many of them to know their distribution, such as the open outer cells. */
function countHidden({ exact, lower, upper, window, windowRows }: AlignedNumbers): number {
  if (exact) return 0;
  const isHidden = (rows: number, i: number) => rows > MOST_HIDDEN * windowRows && previousDouble(upper[i]) > lower[i];
  return window.reduce((sum, rows, i) => (isHidden(rows, i) ? sum + rows : sum), 0);
}

/** The largest share of the baseline's rows in a cell of several values. */
function largestCell({ baseline, baselineRows, lower, upper }: AlignedNumbers): number {
  const holdsSeveral = (i: number) => previousDouble(upper[i]) > lower[i];
  return baseline.reduce((largest, rows, i) => (holdsSeveral(i) ? Math.max(largest, rows) : largest), 0) / baselineRows;
}

/** Up to this distance, chance alone explains the difference of two distributions. */
export function chanceDistance(aligned: AlignedNumbers): number {
  return FITS * noiseOf(aligned);
}

/** The unit of the Kolmogorov–Smirnov statistic. */
function noiseOf({ baselineRows: n, windowRows: m }: AlignedNumbers): number {
  return 1 / Math.sqrt((n * m) / (n + m));
}

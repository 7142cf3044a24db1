import { logHypergeometric } from './hypergeometric.ts';
import { kolmogorovSurvival } from './kolmogorov.ts';

/** Up to this many rows on the larger side the two-sample p-value is exact, beyond it asymptotic, as in scipy. */
const EXACT_ROWS = 10_000;

/**
 * P(D ≥ observed) of the two-sided two-sample Kolmogorov–Smirnov statistic under equal continuous distributions (with
 * ties the p-value is conservative). Agrees with scipy.stats.ks_2samp: exact up to {@link EXACT_ROWS} rows a side,
 * beyond it the one-sample distribution at n·m/(n+m) rows, rounded half to even.
 *
 * @param steps the statistic as a whole number of steps 1/(n·m): max |n·m·(F − G)| with row counts n and m
 */
export function kolmogorovSmirnovPValue(steps: number, n: number, m: number): number {
  if (steps <= 0 || n < 1 || m < 1) return 1;
  if (Math.max(n, m) <= EXACT_ROWS) return exactPValue(steps, n, m);
  return kolmogorovSurvival(roundHalfToEven((n * m) / (n + m)), steps / (n * m));
}

/**
 * From this exponent on, P(D ≥ d) ≤ e · exp(−2 d² nm/(n+m)) (R. Wei and R. Dudley, 2012) is below the smallest double.
 */
const VANISHING_EXPONENT = 760;

/**
 * The share of the lattice paths from (0, 0) to (n, m) that leave the band |m·x − n·y| < steps, by Hodges' recursion on
 * the share of paths to a point that have left it: share(x, y) = (x · share(x−1, y) + y · share(x, y−1)) / (x + y), 1
 * outside. There is no subtraction, so tiny shares are as accurate as large ones. Runs along antidiagonals up to the
 * middle only, because the second half mirrors the first. Takes about D·n·m cell updates.
 */
function exactPValue(steps: number, n: number, m: number): number {
  const total = n + m;
  if ((2 * steps * steps) / (n * m * total) > VANISHING_EXPONENT) return 0;
  const middle = Math.floor(total / 2);
  const band = new Band(steps, n, m);
  for (let level = 1; level <= middle; level++) band.advance(level);
  const first = band.left;
  // The way back from the end to level `middle` has total − middle steps: one more when the total is odd.
  let second = first;
  if (total - middle > middle) {
    second = first.slice();
    band.advanceInto(second, total - middle);
  }
  return combineHalves(first, second, band, n, m, middle);
}

/**
 * The shares of paths that have left the band on one antidiagonal x + y = level, by x + 1. Points outside the band hold
 * 1.
 */
class Band {
  readonly left: Float64Array;
  readonly #steps: number;
  readonly #n: number;
  readonly #m: number;

  constructor(steps: number, n: number, m: number) {
    this.left = new Float64Array(n + 3).fill(1);
    this.left[1] = 0;
    this.#steps = steps;
    this.#n = n;
    this.#m = m;
  }

  /** Smallest x inside the band on this level: m·x − n·(level − x) > −steps. */
  lowest(level: number): number {
    return Math.max(Math.floor((this.#n * level - this.#steps) / (this.#n + this.#m)) + 1, level - this.#m, 0);
  }

  /** Largest x inside the band on this level. */
  highest(level: number): number {
    return Math.min(Math.ceil((this.#n * level + this.#steps) / (this.#n + this.#m)) - 1, level, this.#n);
  }

  advance(level: number): void {
    this.advanceInto(this.left, level);
  }

  /** Turns the shares of level − 1 into those of `level`, in place, from high x to low. */
  advanceInto(left: Float64Array, level: number): void {
    const low = this.lowest(level);
    const high = this.highest(level);
    const inverse = 1 / level;
    for (let x = high; x >= low; x--) left[x + 1] = (left[x] * x + left[x + 1] * (level - x)) * inverse;
    for (let x = this.lowest(level - 1); x < low; x++) left[x + 1] = 1;
  }
}

/**
 * Sums over the middle antidiagonal. A path through (x, level − x) leaves the band in its first half (share a), in its
 * second half (share b, mirrored), or in both. Points outside the band count fully. The weights are hypergeometric,
 * each computed from its neighbour, from the mode outward.
 */
function combineHalves(
  first: Float64Array,
  second: Float64Array,
  band: Band,
  n: number,
  m: number,
  level: number,
): number {
  const low = band.lowest(level);
  const high = band.highest(level);
  const mode = Math.round((n * level) / (n + m));
  const weightAtMode = Math.exp(logHypergeometric(mode, { population: n + m, marked: n, draws: level }));
  let share = 0;
  let weight = weightAtMode;
  for (let x = mode; x <= n && weight > 0; x++) {
    share += weight * leftShare(first, second, x, n, low, high);
    if (x > high && weight < share * 1e-18) break;
    weight *= ((n - x) * (level - x)) / ((x + 1) * (m - level + x + 1));
  }
  weight = weightAtMode;
  for (let x = mode - 1; x >= 0 && weight > 0; x--) {
    weight *= ((x + 1) * (m - level + x + 1)) / ((n - x) * (level - x));
    share += weight * leftShare(first, second, x, n, low, high);
    if (x < low && weight < share * 1e-18) break;
  }
  return Math.min(1, share);
}

function leftShare(first: Float64Array, second: Float64Array, x: number, n: number, low: number, high: number): number {
  if (x < low || x > high) return 1;
  const a = first[x + 1];
  const b = second[n - x + 1];
  return a + b - a * b;
}

function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

import { normalQuantile } from '../../statistics/normal.ts';
import type { AlignedNumbers } from '../aligned.ts';
import { countSteps } from '../cdf-difference.ts';
import { testSteps } from '../significance/ks.ts';
import type { Significance } from '../significance/significance-test.ts';
import { countStepsBeyondLocation } from './beyond-location.ts';
import { normalScoreOfMean } from './saddlepoint.ts';
import { shapeShift } from './shape-shift.ts';
import { measureMissing } from './share-shift.ts';
import type { Shift } from './shift.ts';

/** The smallest effects that matter: a twentieth of a standard deviation, and a variance 1.1 times the baseline's. */
const MATERIAL_LOCATION = 0.05;
const MATERIAL_SPREAD = 0.07;

/** Where fewer rows of the baseline determine its spread, because most values are equal, spreads are not compared. */
const FEWEST_SPREAD_ROWS = 20;

/** The largest skew that is used: beyond it, a few large values would decide. */
const MAX_SKEW = 1;

/** Mean and standard deviation of the Kolmogorov distribution, that of √(nm/(n+m))·D without a change. */
const KOLMOGOROV_MEAN = 0.8687;
const KOLMOGOROV_DEVIATION = 0.2603;
/** D of normal numbers shifted by δ standard deviations is 0.4 δ, for small δ. */
const DISTANCE_OF_DEVIATION = 0.4;

/**
 * Measures how numbers differ: by where they lie (location), by how far they spread, by the shape of their distribution
 * (its largest distance from the baseline's that the location does not explain) and by the missing rows.
 *
 * Location and spread are means of scores of ranks, so that an outlier counts as the largest value and no more: each
 * number is replaced by the normal quantile of its place among the baseline's (van der Waerden 1952); the spread is the
 * mean square of that (Klotz 1962). For normal numbers they are the mean and the variance, for log-normal ones those of
 * the logarithm.
 *
 * @param significance of the Kolmogorov-Smirnov test on the same columns
 */
export function measureNumberShifts(aligned: AlignedNumbers, significance: Significance): Shift[] {
  const shifts: Shift[] = [];
  const scores = scoreNumbers(aligned);
  if (scores !== null) shifts.push(...measureScores(aligned, scores));
  shifts.push(measureShape(aligned, scores, significance), measureMissing(aligned));
  return shifts;
}

/** The part of a distance that the location explains does not count: it says nothing about the shape. */
function measureShape(aligned: AlignedNumbers, scores: NumberScores | null, significance: Significance): Shift {
  const { baselineRows: n, windowRows: m } = aligned;
  const chance = Math.sqrt((n + m) / (n * m));
  const excessOf = (steps: number) => (steps / (n * m) - KOLMOGOROV_MEAN * chance) / DISTANCE_OF_DEVIATION;
  const error = (KOLMOGOROV_DEVIATION * chance) / DISTANCE_OF_DEVIATION;
  const plain = { excess: excessOf(countSteps(aligned)), error, pValue: significance.smallSamplePValue, part: 0.2 };
  if (scores === null || plain.excess <= 0) return shapeShift(plain);
  const values = scores.location;
  const probabilities = aligned.baseline.map((rows) => rows / n);
  const steps = countStepsBeyondLocation(aligned, { values, probabilities }, meanOf(values, aligned));
  return shapeShift({ ...plain, excess: excessOf(steps), pValue: testSteps(steps, aligned).smallSamplePValue });
}

/** The mean score of the window's rows. */
function meanOf(scores: Float64Array, { window, windowRows }: AlignedNumbers): number {
  let sum = 0;
  for (let i = 0; i < scores.length; i++) sum += (window[i] / windowRows) * scores[i];
  return sum;
}

interface NumberScores {
  /** By cell; standardised in the baseline. */
  readonly location: Float64Array;
  /**
   * The squared location score without the part that the location explains, standardised too; null where nothing is
   * left of it, or too few rows of the baseline determine it.
   */
  readonly spread: Float64Array | null;
  /** Standard deviation of the square before standardisation. */
  readonly spreadUnit: number;
}

/** null for a baseline of one value. */
function scoreNumbers({ baseline, baselineRows }: AlignedNumbers): NumberScores | null {
  const location = new Float64Array(baseline.length);
  let before = 0;
  for (let i = 0; i < baseline.length; i++) {
    // The middle of the cell's ranks; a value between two of the baseline's gets a rank between theirs.
    location[i] = normalQuantile((before + baseline[i] / 2 + 0.5) / (baselineRows + 1));
    before += baseline[i];
  }
  if (standardise(location, baseline, baselineRows) === 0) return null;
  const spread = location.map((score) => score * score);
  let slope = 0;
  for (let i = 0; i < baseline.length; i++) slope += (baseline[i] / baselineRows) * spread[i] * location[i];
  for (let i = 0; i < baseline.length; i++) spread[i] -= slope * location[i];
  const spreadUnit = standardise(spread, baseline, baselineRows);
  const isKnown = spreadUnit > 0 && effectiveRows(spread, baseline, baselineRows) >= FEWEST_SPREAD_ROWS;
  return { location, spread: isKnown ? spread : null, spreadUnit };
}

/** Effective sample size of the mean square of standardised scores (L. Kish, 1965). */
function effectiveRows(scores: Float64Array, counts: Float64Array, rows: number): number {
  let fourth = 0;
  for (let i = 0; i < scores.length; i++) fourth += (counts[i] / rows) * scores[i] ** 4;
  return rows / fourth;
}

/**
 * Scales the scores to mean 0 and variance 1 in the baseline.
 * @returns the standard deviation before; 0 where there was none
 */
function standardise(scores: Float64Array, counts: Float64Array, rows: number): number {
  let mean = 0;
  for (let i = 0; i < scores.length; i++) mean += (counts[i] / rows) * scores[i];
  let variance = 0;
  for (let i = 0; i < scores.length; i++) variance += (counts[i] / rows) * (scores[i] - mean) ** 2;
  if (!(variance > 1e-6)) return 0;
  const unit = Math.sqrt(variance);
  for (let i = 0; i < scores.length; i++) scores[i] = (scores[i] - mean) / unit;
  return unit;
}

/**
 * How unevenly the mean of the values moves where the mean of the scores moves evenly. Where rows are weighted by
 * exp(θ·score), to second order the mean of the scores is θ + E[s³]·θ²/2 and the mean of the values v is E[v·s]·θ +
 * E[v·(s² − 1)]·θ²/2. The skew is the second derivative of the latter by the former, divided by the first.
 */
function skewOf(scores: Float64Array, { baseline, baselineSums, baselineRows }: AlignedNumbers): number {
  let [mean, first, second, third] = [0, 0, 0, 0];
  for (let i = 0; i < scores.length; i++) {
    const [sum, score] = [baselineSums[i] / baselineRows, scores[i]];
    mean += sum;
    first += sum * score;
    second += sum * score ** 2;
    third += (baseline[i] / baselineRows) * score ** 3;
  }
  const skew = (second - mean) / first - third;
  return Number.isFinite(skew) ? Math.max(-MAX_SKEW, Math.min(MAX_SKEW, skew)) : 0;
}

function measureScores(aligned: AlignedNumbers, { location, spread, spreadUnit }: NumberScores): Shift[] {
  const { baseline, baselineRows: n, windowRows: m } = aligned;
  const probabilities = baseline.map((rows) => rows / n);
  const errors = { error: 1 / Math.sqrt(m), baselineError: 1 / Math.sqrt(n) };
  const effectOf = (values: Float64Array, mean: number) =>
    normalScoreOfMean({ values, probabilities }, mean, m) / Math.sqrt(m);
  const mean = meanOf(location, aligned);
  const shifts: Shift[] = [
    {
      kind: 'location',
      effect: effectOf(location, mean),
      ...errors,
      material: MATERIAL_LOCATION,
      part: 0.4,
      skew: skewOf(location, aligned),
    },
  ];
  if (spread !== null) {
    const square = meanOf(
      location.map((score) => score * score),
      aligned,
    );
    shifts.push({
      kind: 'spread',
      // Measured about the window's own mean: numbers that lie elsewhere do not spread more. To second order, the
      // subtracted part is what an exponential tilt to that mean adds to the square: mean² for normal numbers, nothing
      // where there are two values.
      effect: effectOf(spread, meanOf(spread, aligned) - (mean * mean * spreadUnit) / 2),
      ...errors,
      material: MATERIAL_SPREAD,
      part: 0.2,
      ratio: Math.sqrt(Math.max(0, square - mean * mean)),
    });
  }
  return shifts;
}

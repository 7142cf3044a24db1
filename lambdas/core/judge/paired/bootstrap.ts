import { SeededRandom } from '../../statistics/random.ts';
import { normalDifference, type PairedOutcome } from './difference.ts';

const SEED = 0x5eed;

/**
 * A standard error needs fewer resamples than a quantile: 200 give it to 5 %, 1,000 to 2 % (Efron and Tibshirani 1993, An
 * Introduction to the Bootstrap, section 6.4), which moves an interval's ends by 0.04 standard errors. The ends of a
 * percentile interval would move by 0.08, and its p-values end at 1 in 1,000, too coarse to be adjusted over segments.
 */
const MOST_RESAMPLES = 1000;
const FEWEST_RESAMPLES = 200;

/** Rows drawn in all, at most while there are enough resamples: a second or two. */
const MOST_DRAWS = 2e8;

/**
 * A difference with the standard error that drawing the rows anew, with replacement, gives it: both models keep their answers
 * of a row together. Normal, as a difference of smooth functions of many rows is. Equal rows in an equal order give equal
 * numbers, so the caller puts the rows in an order of its own that does not depend on the given one.
 *
 * @param differenceOf Of the rows drawn, by number; NaN where the metric is not defined on them.
 */
export function bootstrapDifference(
  rows: number,
  value: number,
  differenceOf: (drawn: Int32Array) => number,
): PairedOutcome {
  if (rows < 2) return { reason: 'one row has no spread' };
  const random = new SeededRandom(SEED);
  const drawn = new Int32Array(rows);
  const resamples = Math.min(MOST_RESAMPLES, Math.max(FEWEST_RESAMPLES, Math.floor(MOST_DRAWS / rows)));
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < resamples; i++) {
    random.fillIntegers(drawn, rows);
    const deviation = differenceOf(drawn) - value;
    if (Number.isNaN(deviation)) return { reason: 'too few rows decide it: it is not defined on all resamples' };
    sum += deviation;
    squares += deviation * deviation;
  }
  const variance = Math.max(0, squares - (sum * sum) / resamples) / (resamples - 1);
  return normalDifference(value, Math.sqrt(variance), `bootstrap, ${resamples} resamples`);
}

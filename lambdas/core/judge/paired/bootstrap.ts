import { SeededRandom } from '../../statistics/random.ts';
import { normalDifference, type PairedOutcome } from './difference.ts';

const SEED = 0x5eed;

/**
 * A standard error needs fewer resamples than a quantile: 200 determine it to 5 %, 1,000 to 2 % (Efron and Tibshirani
 * 1993, An Introduction to the Bootstrap, section 6.4), which moves the ends of an interval by 0.04 standard errors.
 * The ends of a percentile interval would move by 0.08, and its p-values end at 1 in 1,000, too coarse for an
 * adjustment over segments.
 */
const MOST_RESAMPLES = 1000;
const FEWEST_RESAMPLES = 200;

/** The most rows that are drawn in all, once there are {@link FEWEST_RESAMPLES}: a second or two. */
const MOST_DRAWS = 2e8;

/**
 * A difference with its standard error by resampling the rows with replacement; both models keep their answers of a row
 * together. Treated as normal, as a difference of smooth functions of many rows is. The caller sorts the rows by their
 * content, so that the result does not depend on their given order.
 *
 * @param differenceOf the difference on the drawn rows, by number; NaN where the metric is not defined on them
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
    if (Number.isNaN(deviation)) return { reason: 'too few rows determine it: it is undefined on some resamples' };
    sum += deviation;
    squares += deviation * deviation;
  }
  const variance = Math.max(0, squares - (sum * sum) / resamples) / (resamples - 1);
  return normalDifference(value, Math.sqrt(variance), `bootstrap, ${resamples} resamples`);
}

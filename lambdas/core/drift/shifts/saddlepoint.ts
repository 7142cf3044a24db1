/** A distribution on few values: scores and their probabilities, with mean 0 and variance 1. */
export interface Scores {
  readonly values: Float64Array;
  readonly probabilities: Float64Array;
}

/** Below this score the normal approximation is as good. */
const SMALL_SCORE = 1.5;
/** Newton steps, or halvings where those would leave the bracket. */
const STEPS = 60;

/**
 * The normal score of the mean of m scores drawn at random: as far out in the normal distribution as the mean is in its
 * own. Barndorff-Nielsen's modified signed root (O. Barndorff-Nielsen 1986; Lugannani and Rice 1980) has a relative
 * error in the tail; with few rows or skewed scores the normal distribution would be wrong there by orders of
 * magnitude.
 */
export function normalScoreOfMean(scores: Scores, mean: number, m: number): number {
  const plain = mean * Math.sqrt(m);
  if (Math.abs(plain) < SMALL_SCORE) return plain;
  const tilt = tiltTo(scores, mean);
  if (tilt === null) return plain;
  const { t, log, variance } = tilt;
  const root = Math.sign(t) * Math.sqrt(Math.max(0, 2 * m * (t * mean - log)));
  const other = t * Math.sqrt(m * variance);
  if (!(other / root > 0)) return plain;
  return root + Math.log(other / root) / root;
}

/**
 * The distribution with another mean on the same values that is nearest to the first: its weights are exp(t · score).
 */
interface Tilt {
  readonly t: number;
  /** Logarithm of the mean weight. */
  readonly log: number;
  readonly variance: number;
}

/** The `t` of the tilt to the mean of m scores drawn at random; null where the scores can hardly have it. */
export function tiltOfMean(scores: Scores, mean: number, m: number): number | null {
  // So near to 0, t and the mean are equal to first order.
  if (Math.abs(mean) * Math.sqrt(m) < SMALL_SCORE) return mean;
  return tiltTo(scores, mean)?.t ?? null;
}

/** The tilt to a mean other than 0; null where the scores can hardly have it. */
function tiltTo({ values, probabilities }: Scores, mean: number): Tilt | null {
  let t = mean;
  // The slope of the log moments grows with t and is 0 at 0. A bracket keeps Newton away from where skewed scores are
  // flat.
  let [low, high] = mean > 0 ? [0, Number.POSITIVE_INFINITY] : [Number.NEGATIVE_INFINITY, 0];
  let log = 0;
  let variance = 1;
  for (let step = 0; step < STEPS; step++) {
    let top = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < values.length; i++) if (probabilities[i] > 0) top = Math.max(top, t * values[i]);
    let sum = 0;
    let first = 0;
    let second = 0;
    for (let i = 0; i < values.length; i++) {
      if (probabilities[i] === 0) continue;
      const weight = probabilities[i] * Math.exp(t * values[i] - top);
      sum += weight;
      first += weight * values[i];
      second += weight * values[i] * values[i];
    }
    log = top + Math.log(sum);
    variance = second / sum - (first / sum) ** 2;
    const off = first / sum - mean;
    if (Math.abs(off) < 1e-10) break;
    if (off > 0) high = t;
    else low = t;
    const next = t - off / variance;
    if (next > low && next < high) t = next;
    else t = Number.isFinite(low + high) ? (low + high) / 2 : 2 * t;
    if (!(Math.abs(t) < 1e3)) return null;
  }
  return { t, log, variance };
}

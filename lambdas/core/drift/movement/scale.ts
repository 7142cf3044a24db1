/** A scale, other than that of its effects, on which a column may move evenly. */
export interface Scale {
  /** The place of an effect on it: 0 at 0, with the slope 1. */
  readonly placeOf: (effect: number) => number;
  /**
   * The probability that the column moves on this scale rather than on that of its effects. 1: the scale that explains
   * more counts.
   */
  readonly probability: number;
}

/** The scale of a mean of values that moves with the effect x as (exp(skew · x) − 1) / skew; null for 0. See `Shift.skew`. */
export function scaleOfValues(skew: number): Scale | null {
  return skew === 0 ? null : { placeOf: (effect) => Math.expm1(skew * effect) / skew, probability: 1 };
}

/** Log-odds are not defined at shares of 0 and 1. Far below any share that effects are measured from. */
const LEAST_SHARE = 1e-6;

/**
 * The price of not knowing the scale. A share that moves by log-odds raises at most about 1 / 0.25 = 4 times as many false
 * alarms as the models promise. Of a share that does not, a shift away from 0 or 1 has to be larger the more the column
 * moves: from 10 % to 20.5 instead of 18.8 % for usual movement of 0.05 standard deviations, to 31 instead of 25 % for 0.1.
 */
const ODDS_PROBABILITY = 0.25;

/**
 * The scale of the log-odds of a share. Whether a share moves by log-odds or by percentage points is not known.
 *
 * @param share where the effect is 0
 * @param unit how much of a share an effect of 1 is
 */
export function scaleOfOdds(share: number, unit: number): Scale {
  const slope = (share * (1 - share)) / unit;
  const from = logOdds(share);
  return { placeOf: (effect) => slope * (logOdds(share + unit * effect) - from), probability: ODDS_PROBABILITY };
}

function logOdds(share: number): number {
  const inside = Math.min(1 - LEAST_SHARE, Math.max(LEAST_SHARE, share));
  return Math.log(inside / (1 - inside));
}

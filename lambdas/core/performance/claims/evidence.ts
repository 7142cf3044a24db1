/**
 * What the labelled rows of one window say about a limit, in two numbers, so that windows can be added up however their
 * labels arrive:
 *
 * - `counts`: how many rows are bad, of how many, and which share of bad rows the limit allows. For metrics that are
 *   shares. For F-scores rows can be bad in part.
 * - `losses`: the sum of y = loss / limit − 1 over the rows, and the sum of y². For metrics that are means of losses
 *   ≥ 0.
 * - `score`: the distance of the metric beyond the limit in standard errors, times √rows, and the rows. For all
 *   others.
 */
export type LimitEvidence =
  | { readonly test: 'counts'; readonly bad: number; readonly rows: number; readonly allowed: number }
  | { readonly test: 'losses'; readonly sum: number; readonly squares: number }
  | { readonly test: 'score'; readonly sum: number; readonly rows: number };

/**
 * Sizes of the effects that are bet on, in standard deviations of a row, and the share of the capital on each. Both are
 * fixed in advance, as the guarantee requires. Neighbours are a factor of 1.7 apart, so for an effect from 0.018 to 0.8
 * the nearest bet grows at nine tenths of the best rate or more. A small effect takes many windows and a large one few,
 * whatever is bet on them, so most capital is on those between.
 */
export const BETS = [
  { size: 0.024, share: 0.05 },
  { size: 0.042, share: 0.08 },
  { size: 0.07, share: 0.15 },
  { size: 0.12, share: 0.3 },
  { size: 0.2, share: 0.22 },
  { size: 0.35, share: 0.12 },
  { size: 0.6, share: 0.08 },
] as const;

/** The claim that a window is evidence for: that the metric is beyond its limit, or within it. */
export type Claim = 'beyond' | 'within';

/** Whether the window's metric is beyond the limit, by itself. */
export function speaksAgainst(evidence: LimitEvidence): boolean {
  return evidence.test === 'counts' ? evidence.bad > evidence.allowed * evidence.rows : evidence.sum > 0;
}

/** Below this standard deviation of a row, a bet would be larger than any rows can pay. */
const LEAST_DEVIATION = 0.02;
/** Share of the capital that a bet on losses may risk, at most: below 1, so that a row without a loss leaves some. */
const MOST_RISKED = 0.9;

/**
 * Logarithm of an e-value: of a number whose expectation is at most 1 while the claim is false, whatever the order in which
 * labels come.
 *
 * - counts: exp(θ·bad) / (1 − r + r·e^θ)^rows, the likelihood ratio of two shares; by convexity it holds for any numbers
 *   between 0 and 1 with the mean r (Hoeffding 1963).
 * - losses beyond: exp(λΣy + (λ + ln(1 − λ))·Σy²) ≤ Π(1 + λy) for y ≥ −1 (Fan, Grama, Liu 2015), so it holds without any
 *   assumption on how losses are distributed.
 * - losses within, scores: exp(d·sum − d²/2·information), which holds as far as the metric is normally distributed around
 *   its true value.
 *
 * @param bet size of the effect, in standard deviations of a row
 */
export function logEValue(evidence: LimitEvidence, claim: Claim, bet: number): number {
  const signed = claim === 'beyond' ? bet : -bet;
  switch (evidence.test) {
    case 'counts': {
      const { bad, rows, allowed } = evidence;
      const tilt = signed / Math.max(LEAST_DEVIATION, Math.sqrt(allowed * (1 - allowed)));
      return tilt * bad - rows * Math.log1p(allowed * Math.expm1(tilt));
    }
    case 'losses': {
      const { sum, squares } = evidence;
      if (claim === 'within') return signed * sum - (bet * bet * squares) / 2;
      const risked = Math.min(bet, MOST_RISKED);
      return risked * sum + (risked + Math.log1p(-risked)) * squares;
    }
    case 'score':
      return signed * evidence.sum - (bet * bet * evidence.rows) / 2;
  }
}

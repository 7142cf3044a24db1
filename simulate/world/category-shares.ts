import { countBelow } from '../../lambdas/core/statistics/count-below.ts';
import type { SeededRandom } from '../../lambdas/core/statistics/random.ts';

/** Shares of four categories. */
export const SMALL_SHARES: readonly number[] = [0.5, 0.25, 0.15, 0.1];

/** Shares of 200 categories, from 7.6 % down to 0.1 %. */
export const MANY_SHARES: readonly number[] = normalised(Array.from({ length: 200 }, (_, rank) => 1 / (rank + 3)));

/** The category of {@link SMALL_SHARES} whose share a change moves. */
const MOVED = 3;

/** A score for each category, with the mean 0 and the standard deviation 1 over the rows. */
export function shuffledScores(random: SeededRandom, shares: readonly number[]): readonly number[] {
  const raw = shares.map(() => random.normal());
  const mean = shares.reduce((sum, share, i) => sum + share * raw[i], 0);
  const variance = shares.reduce((sum, share, i) => sum + share * (raw[i] - mean) ** 2, 0);
  return raw.map((score) => (score - mean) / Math.sqrt(variance));
}

/**
 * The shares with their log-odds moved along the scores, so that the mean of the scores moves by about `shift` of their
 * standard deviations: what a shift of the mean is to a normal column.
 */
export function tilt(shares: readonly number[], scores: readonly number[], shift: number): readonly number[] {
  return shift === 0 ? shares : normalised(shares.map((share, i) => share * Math.exp(shift * scores[i])));
}

/** The shares with that of the last of four categories set, at the cost of all others alike. */
export function moveShare(shares: readonly number[], share: number): readonly number[] {
  const others = (1 - share) / (1 - shares[MOVED]);
  return shares.map((other, i) => (i === MOVED ? share : other * others));
}

export function drawCodes(random: SeededRandom, rows: number, shares: readonly number[]): Int32Array {
  const upTo = new Float64Array(shares.length);
  let sum = 0;
  for (let i = 0; i < shares.length; i++) {
    sum += shares[i];
    upTo[i] = sum;
  }
  const codes = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    // Rounding may keep the sum of all shares below a number drawn.
    codes[row] = Math.min(shares.length - 1, countBelow(upTo, random.uniform(), false));
  }
  return codes;
}

function normalised(weights: readonly number[]): readonly number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}

import { logBeta } from './beta.ts';

/** Of `population` rows `marked` are marked; `draws` rows are drawn without replacement. */
export interface Urn {
  readonly population: number;
  readonly marked: number;
  readonly draws: number;
}

/**
 * log P(X = x) for the number of marked rows among the drawn: log of C(marked, x) C(rest, draws − x) / C(population,
 * draws).
 */
export function logHypergeometric(x: number, { population, marked, draws }: Urn): number {
  return logChoose(marked, x) + logChoose(population - marked, draws - x) - logChoose(population, draws);
}

/**
 * The mid-p tail on the far side of x: P(X > x) + ½ P(X = x) for x at or above the mean, P(X < x) + ½ P(X = x) below
 * it. Summed outward from x, so that small tails are accurate.
 */
export function hypergeometricMidTail(x: number, urn: Urn): number {
  const { population, marked, draws } = urn;
  const up = x >= (draws * marked) / population;
  const last = up ? Math.min(marked, draws) : Math.max(0, draws - (population - marked));
  const others = population - marked - draws;
  let term = 1;
  let sum = 0.5;
  for (let at = x; at !== last; at += up ? 1 : -1) {
    term *= up
      ? ((marked - at) * (draws - at)) / ((at + 1) * (others + at + 1))
      : (at * (others + at)) / ((marked - at + 1) * (draws - at + 1));
    sum += term;
    if (term < sum * 1e-17) break;
  }
  return Math.exp(logHypergeometric(x, urn)) * sum;
}

function logChoose(n: number, k: number): number {
  if (k === 0 || k === n) return 0;
  return -Math.log(n + 1) - logBeta(k + 1, n - k + 1);
}

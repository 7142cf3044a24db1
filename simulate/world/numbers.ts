/** Numbers of generated worlds have four decimals. */
const DECIMALS = 1e4;

export function rounded(value: number): number {
  return Math.round(value * DECIMALS) / DECIMALS;
}

/** A probability as a model answers it: never 0 or 1. */
export function scoreOf(logit: number): number {
  const score = 1 / (1 + Math.exp(-logit));
  return Math.min(DECIMALS - 1, Math.max(1, Math.round(score * DECIMALS))) / DECIMALS;
}

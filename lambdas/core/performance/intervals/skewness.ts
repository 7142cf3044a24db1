/**
 * Degrees of freedom of Student's quantile for an estimate with skewed row values: half of the rows that determine its
 * spread. Where k rare rows make up the whole spread, as a few positives do in a log loss, the skewness of the estimate
 * is 1/√k, and a thousand other rows add no knowledge of the spread. The half is measured, not derived: see
 * docs/statistics.md.
 * @param skewness of the estimate: Σd³ / (Σd²)^1.5 over the rows' deviations d (that of the rows, divided by √rows)
 * @param most the degrees of freedom without skewness
 */
export function skewedDegrees(skewness: number, most: number): number {
  return Math.max(1, Math.min(most, 1 / (2 * skewness * skewness)));
}

/**
 * Hall's transformation (1992, On the removal of skewness by transformation, JRSS B 54:221), inverted: by how many
 * standard errors a skewed estimate exceeds the true value at a Student quantile t. At t = 2 and skewness 0.3 it is
 * 1.6, at t = -2 it is -2.7: an estimate that depends on few large losses is more often too low than too high, and by
 * more.
 */
export function unskew(t: number, skewness: number): number {
  // For a smaller skewness, rounding exceeds the difference from t.
  if (Math.abs(skewness) < 1e-6) return t;
  return (3 / skewness) * (Math.cbrt(1 + skewness * (t - skewness / 6)) - 1);
}

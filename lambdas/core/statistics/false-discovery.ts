/**
 * Benjamini–Hochberg adjusted p-values (Y. Benjamini and Y. Hochberg, 1995), in the order of the input: min over j ≥
 * rank of p(j) · count / j, at most 1. Rejecting those at or below α keeps the false discovery rate at α and, if every
 * null hypothesis is true, the probability of any rejection at α. Throws RangeError for a value outside 0..1.
 */
export function adjustPValues(pValues: readonly number[]): number[] {
  const count = pValues.length;
  for (const p of pValues) if (!(p >= 0 && p <= 1)) throw new RangeError(`a p-value lies in 0..1, got ${p}`);
  const order = Array.from(pValues, (_, index) => index).sort((a, b) => pValues[a] - pValues[b]);
  const adjusted = new Array<number>(count);
  let smallest = 1;
  for (let rank = count; rank >= 1; rank--) {
    const index = order[rank - 1];
    smallest = Math.min(smallest, pValues[index] * (count / rank));
    adjusted[index] = smallest;
  }
  return adjusted;
}

/** The same over the known p-values; null stays null. */
export function adjustKnownPValues(pValues: readonly (number | null)[]): (number | null)[] {
  const adjusted = adjustPValues(pValues.filter((pValue) => pValue !== null)).values();
  return pValues.map((pValue) => (pValue === null ? null : adjusted.next().value!));
}

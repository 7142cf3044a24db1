/** The standard deviation of a normal distribution in median absolute deviations: 1 / its 75 % quantile. */
const DEVIATIONS = 1.4826;

/** The standard deviation of normal values, from the median of their distances from the center. Throws RangeError for no values. */
export function deviationByMedian(distances: Iterable<number>): number {
  return DEVIATIONS * median(distances);
}

/** The median: the middle value, or the mean of the two middle ones. Throws RangeError for no values. */
export function median(values: Iterable<number>): number {
  const sorted = Float64Array.from(values).sort();
  if (sorted.length === 0) throw new RangeError('the median of no values is not defined');
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : 0.5 * (sorted[middle - 1] + sorted[middle]);
}

/** The median: the middle value, or the mean of the two middle ones. Throws RangeError for no values. */
export function median(values: Iterable<number>): number {
  const sorted = Float64Array.from(values).sort();
  if (sorted.length === 0) throw new RangeError('the median of no values is not defined');
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : 0.5 * (sorted[middle - 1] + sorted[middle]);
}

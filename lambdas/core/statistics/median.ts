/** The median: the middle value, or the mean of the two middle ones. Throws RangeError for no values. */
export function median(values: Iterable<number>): number {
  const sorted = Float64Array.from(values).sort();
  if (sorted.length === 0) throw new RangeError('the median of no values is not defined');
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : 0.5 * (sorted[middle - 1] + sorted[middle]);
}

/** 1 / Φ⁻¹(¾): makes the median absolute deviation of normal values estimate their standard deviation. */
const NORMAL_CONSISTENCY = 1.4826022185056018;

/** The median absolute deviation from the median, scaled to estimate a normal standard deviation. Throws RangeError for no values. */
export function medianAbsoluteDeviation(values: Iterable<number>): number {
  const all = Array.from(values);
  const centre = median(all);
  return NORMAL_CONSISTENCY * median(all.map((value) => Math.abs(value - centre)));
}

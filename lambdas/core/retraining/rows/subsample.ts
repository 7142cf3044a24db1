/**
 * At most `maximum` of the rows, those with the smallest hashes, in their original order. A hash depends only on its row, so the
 * choice does not depend on the order of reading, and an additional row displaces at most one other.
 *
 * @param rows Ascending row numbers.
 * @param hashes By row number, spread evenly.
 */
export function subsample(rows: Int32Array, hashes: Float64Array, maximum: number): Int32Array {
  if (rows.length <= maximum) return rows;
  const sorted = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) sorted[i] = hashes[rows[i]];
  sorted.sort();
  // The smallest hash that is left out: of equal hashes at the border, none is kept.
  const limit = sorted[maximum];
  return rows.filter((row) => hashes[row] < limit);
}

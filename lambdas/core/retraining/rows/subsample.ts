/**
 * At most `maximum` of the rows, those with the smallest hashes, in the order they came in. A hash depends on the row alone,
 * so the same rows are chosen whatever order they are read in, and a row that comes later displaces at most one.
 *
 * @param rows Ascending row numbers.
 * @param hashes By row number, spread evenly.
 */
export function subsample(rows: Int32Array, hashes: Float64Array, maximum: number): Int32Array {
  if (rows.length <= maximum) return rows;
  const sorted = new Float64Array(rows.length);
  for (let i = 0; i < rows.length; i++) sorted[i] = hashes[rows[i]];
  sorted.sort();
  // The first hash that is one too many: of equal hashes at the border none is kept.
  const limit = sorted[maximum];
  return rows.filter((row) => hashes[row] < limit);
}

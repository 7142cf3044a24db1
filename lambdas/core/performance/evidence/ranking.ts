/** Positive and negative rows by distinct score: everything that a threshold-free metric needs. */
export interface Ranking {
  /** Rows with each distinct score, scores ascending. */
  readonly positives: Float64Array;
  readonly negatives: Float64Array;
  readonly positiveRows: number;
  readonly negativeRows: number;
}

/**
 * Groups rows by score. Sorting the two classes separately, as plain numbers, and merging them is several times faster
 * than sorting row indices with a comparison function. 0 and -0 are one score.
 * @param actual 1 for a positive row, 0 for a negative one
 * @param score finite
 */
export function rankScores(actual: Uint8Array, score: Float64Array): Ranking {
  let positiveRows = 0;
  for (let row = 0; row < actual.length; row++) positiveRows += actual[row];
  const negativeRows = actual.length - positiveRows;
  const up = new Float64Array(positiveRows);
  const down = new Float64Array(negativeRows);
  for (let row = 0, u = 0, d = 0; row < actual.length; row++) {
    if (actual[row] === 1) up[u++] = score[row];
    else down[d++] = score[row];
  }
  up.sort();
  down.sort();
  const positives = new Float64Array(actual.length);
  const negatives = new Float64Array(actual.length);
  let groups = 0;
  for (let u = 0, d = 0; u < positiveRows || d < negativeRows; groups++) {
    const value = d === negativeRows || (u < positiveRows && up[u] < down[d]) ? up[u] : down[d];
    while (u < positiveRows && up[u] === value) {
      positives[groups]++;
      u++;
    }
    while (d < negativeRows && down[d] === value) {
      negatives[groups]++;
      d++;
    }
  }
  return {
    positives: positives.subarray(0, groups),
    negatives: negatives.subarray(0, groups),
    positiveRows,
    negativeRows,
  };
}

/** Rows by actual and predicted class. */
export interface Confusion {
  /** Number of classes. */
  readonly size: number;
  readonly rows: number;
  /** Row-major: counts[actual * size + predicted]. */
  readonly counts: Float64Array;
  /** Rows by actual class (the class's support). */
  readonly actual: Float64Array;
  /** Rows by predicted class. */
  readonly predicted: Float64Array;
}

/** Counts class codes against each other; every code is in [0, size). */
export function countConfusion(
  actual: Int32Array | Uint8Array,
  predicted: Int32Array | Uint8Array,
  size: number,
): Confusion {
  const counts = new Float64Array(size * size);
  for (let row = 0; row < actual.length; row++) counts[actual[row] * size + predicted[row]]++;
  const actualTotals = new Float64Array(size);
  const predictedTotals = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      actualTotals[i] += counts[i * size + j];
      predictedTotals[j] += counts[i * size + j];
    }
  }
  return { size, rows: actual.length, counts, actual: actualTotals, predicted: predictedTotals };
}

/** The correctly classified rows. */
export function countCorrect({ size, counts }: Confusion): number {
  let correct = 0;
  for (let i = 0; i < size; i++) correct += counts[i * size + i];
  return correct;
}

/** How far one column of a window is from the baseline, by the measures that the plain rules use. */
export interface ColumnDistances {
  /** Population stability index over ten deciles, or category by category. */
  readonly psi: number;
  /** Whether Evidently's default test for such a column says that it has drifted. */
  readonly evidently: boolean;
  /** NannyML's Jensen-Shannon distance, base 2. */
  readonly jensenShannon: number;
  /** Whether p < 0.05 in the Kolmogorov-Smirnov or the chi-square test. */
  readonly significant: boolean;
}

/** The baseline's side of one column. Missing cells are left out on both sides. */
export interface ColumnReference {
  /** NannyML's limit: mean + 3 standard deviations of the reference chunks' distances. */
  readonly referenceLimit: number;
  measure(column: ColumnCells): ColumnDistances;
}

export interface ColumnCells {
  readonly numbers: Float64Array | null;
  readonly codes: Int32Array | null;
}

export const LEVEL = 0.05;

/** Up to this many rows of the baseline, Evidently uses tests; beyond it, distances. */
export const EVIDENTLY_SMALL = 1000;
export const EVIDENTLY_DISTANCE = 0.1;

/** numpy.std's, as NannyML's threshold takes it. */
export function meanPlusThreeDeviations(distances: readonly number[]): number {
  const mean = distances.reduce((a, b) => a + b, 0) / distances.length;
  const variance = distances.reduce((sum, distance) => sum + (distance - mean) ** 2, 0) / distances.length;
  return mean + 3 * Math.sqrt(variance);
}

import {
  type ColumnCells,
  type ColumnDistances,
  type ColumnReference,
  EVIDENTLY_DISTANCE,
  EVIDENTLY_SMALL,
  LEVEL,
  meanPlusThreeDeviations,
} from './column-reference.ts';
import {
  goodnessOfFitPValue,
  homogeneityPValue,
  jensenShannonDistance,
  populationStabilityIndex,
} from './count-distances.ts';

/** A column of texts that all chunks give the same codes. */
export class CategoryReference implements ColumnReference {
  readonly #counts: Float64Array;
  readonly #isSmall: boolean;
  readonly referenceLimit: number;

  /** @param rows Of the baseline, cells without a value included. */
  constructor(chunks: readonly ColumnCells[], categories: number, rows: number) {
    this.#counts = new Float64Array(categories);
    this.#isSmall = rows <= EVIDENTLY_SMALL;
    const perChunk = chunks.map(({ codes }) => this.#count(codes!));
    for (const counts of perChunk) for (let i = 0; i < categories; i++) this.#counts[i] += counts[i];
    this.referenceLimit = meanPlusThreeDeviations(
      perChunk.map((counts) => jensenShannonDistance(this.#counts, counts, 2)),
    );
  }

  measure({ codes }: ColumnCells): ColumnDistances {
    const counts = this.#count(codes!);
    const drifted = this.#isSmall
      ? goodnessOfFitPValue(this.#counts, counts) < LEVEL
      : jensenShannonDistance(this.#counts, counts, Math.E) >= EVIDENTLY_DISTANCE;
    return {
      psi: populationStabilityIndex(this.#counts, counts),
      evidently: drifted,
      jensenShannon: jensenShannonDistance(this.#counts, counts, 2),
      significant: homogeneityPValue(this.#counts, counts) < LEVEL,
    };
  }

  #count(codes: Int32Array): Float64Array {
    const counts = new Float64Array(this.#counts.length);
    for (const code of codes) if (code >= 0) counts[code]++;
    return counts;
  }
}

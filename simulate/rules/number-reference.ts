import { kolmogorovSurvival } from '../../lambdas/core/statistics/kolmogorov.ts';
import { decileEdges, doaneEdges } from './bins.ts';
import {
  type ColumnCells,
  type ColumnDistances,
  type ColumnReference,
  EVIDENTLY_DISTANCE,
  EVIDENTLY_SMALL,
  LEVEL,
  meanPlusThreeDeviations,
} from './column-reference.ts';
import { jensenShannonDistance, populationStabilityIndex } from './count-distances.ts';
import { compareSorted, countBins, sortedNumbers } from './sorted-samples.ts';

/** NannyML bins numbers with more values than this, or with more than this share of different ones. */
const FEW_VALUES = 50;
const FEW_SHARE = 0.1;

/** Evidently divides by the standard deviation, or by this where that is smaller. */
const SMALLEST_NORM = 0.001;

/** A column of numbers; every one has more than five values, or Evidently's rule would be another. */
export class NumberReference implements ColumnReference {
  readonly #sorted: Float64Array;
  readonly #norm: number;
  readonly #deciles: Float64Array;
  readonly #decileCounts: Float64Array;
  readonly #bins: Float64Array;
  readonly #binCounts: Float64Array;
  readonly #isSmall: boolean;
  readonly referenceLimit: number;

  /** @param rows Of the baseline, cells without a value included. */
  constructor(chunks: readonly ColumnCells[], rows: number) {
    const sorted = sortedNumbers(chunks.map(({ numbers }) => numbers!));
    this.#sorted = sorted;
    this.#isSmall = rows <= EVIDENTLY_SMALL;
    const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
    const variance = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / sorted.length;
    this.#norm = Math.max(SMALLEST_NORM, Math.sqrt(variance));
    this.#deciles = decileEdges(sorted);
    this.#decileCounts = countBins(sorted, this.#deciles);
    this.#bins = nannymlEdges(sorted);
    this.#binCounts = countBins(sorted, this.#bins);
    this.referenceLimit = meanPlusThreeDeviations(chunks.map(({ numbers }) => this.#jensenShannon(numbers!)));
  }

  measure({ numbers }: ColumnCells): ColumnDistances {
    const current = sortedNumbers([numbers!]);
    const { ks, wasserstein } = compareSorted(this.#sorted, current);
    const significant = isSignificant(ks, this.#sorted.length, current.length);
    return {
      psi: populationStabilityIndex(this.#decileCounts, countBins(current, this.#deciles)),
      evidently: this.#isSmall ? significant : wasserstein / this.#norm >= EVIDENTLY_DISTANCE,
      jensenShannon: this.#jensenShannon(current),
      significant,
    };
  }

  #jensenShannon(numbers: Float64Array): number {
    return jensenShannonDistance(this.#binCounts, countBins(numbers, this.#bins), 2);
  }
}

/** Few values are bins of their own; of others the values outside the baseline's range are one bin more on each side. */
function nannymlEdges(sorted: Float64Array): Float64Array {
  const values = new Set(sorted);
  if (values.size <= FEW_VALUES && values.size / sorted.length <= FEW_SHARE) return Float64Array.from(values).sort();
  const edges = doaneEdges(sorted);
  // The last bin has its upper end in it, as numpy's has.
  edges[edges.length - 1] += Math.abs(edges[edges.length - 1]) * Number.EPSILON * 2;
  return edges;
}

/** Between these multiples of 1/√n lies the critical value of the statistic at 5 %, for every n from 5 on. */
const SURELY_NOT = 1.2;
const SURELY = 1.4;

/** scipy.stats.ks_2samp's asymptotic p-value, below 5 %. */
function isSignificant(ks: number, n: number, m: number): boolean {
  const rows = (n * m) / (n + m);
  const scaled = ks * Math.sqrt(rows);
  if (scaled > SURELY) return true;
  return scaled >= SURELY_NOT && kolmogorovSurvival(Math.round(rows), ks) < LEVEL;
}

import { categoryRows } from '../profile/category-accumulator.ts';
import { sampleNamed } from '../profile/named-sample.ts';
import type { Categories } from '../profile/types.ts';
import { logUpperGamma } from '../statistics/gamma.ts';
import { textExamples } from './examples.ts';
import type { ColumnRule } from './types.ts';

/** The largest accepted rise of the share of rows that repeat another row's value. */
const MAX_REPEATED_INCREASE = 0.2;
/** The estimate of distinct values is raised by this many standard deviations. */
const MARGIN = 5;

/** An identifier whose values repeat: a default value in place of ids, or a join that multiplied rows. */
export const repeatedValues: ColumnRule = {
  check: 'repeated_values',
  comparesDistributions: true,
  measure({ identifier, categories }, window) {
    if (identifier === undefined || categories === null || window.categories === null) return null;
    const baselineRows = categoryRows(categories);
    const rows = categoryRows(window.categories);
    if (rows === 0) return null;
    const baselineRepeats = baselineRows - identifier.distinct;
    const repeats = rows - mostDistinct(window.categories, rows);
    if (repeats <= 0) return null;
    const before = baselineRepeats / baselineRows;
    const limit = Math.min(1, before + MAX_REPEATED_INCREASE);
    // The share of repeats rises with the number of rows, but the probability that two rows are equal does not. `expected` is the
    // number of equal pairs in the baseline if that probability were the window's. The p-value is the Poisson probability of as
    // few equal pairs as the baseline has.
    const expected = (countPairs(window.categories, repeats) / pairsOf(rows)) * pairsOf(baselineRows);
    return {
      value: repeats / rows,
      baseline: before,
      limit,
      rows,
      exceeded: repeats / rows > limit,
      pValue: Math.exp(logUpperGamma(baselineRepeats + 1, expected)),
      examples: textExamples(window.categories.counts.slice(0, 3).map(([value]) => value)),
    };
  },
};

/** An upper bound of the distinct values: counted, or estimated from the sample with the smallest hashes. */
function mostDistinct(categories: Categories, rows: number): number {
  const { counts, share } = sampleNamed(categories);
  if (share === 1) return counts.length;
  if (counts.length === 0) return rows;
  return Math.min(rows, Math.ceil((counts.length / share) * (1 + MARGIN / Math.sqrt(counts.length))));
}

/** The number of pairs of equal rows. At least the repeats, because not all values may be named. */
function countPairs({ counts }: Categories, repeats: number): number {
  return Math.max(
    repeats,
    counts.reduce((sum, [, rows]) => sum + pairsOf(rows), 0),
  );
}

function pairsOf(rows: number): number {
  return (rows * (rows - 1)) / 2;
}

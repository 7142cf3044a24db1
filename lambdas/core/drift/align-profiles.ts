import { countNear, sameEdges } from '../profile/grid-counter.ts';
import { weighSketch } from '../profile/sketch.ts';
import type { Categories, ColumnProfile, GridNumbers, Moments } from '../profile/types.ts';
import { tallyAll, tallyByHash } from './align-by-hash.ts';
import { alignCategories, alignNumbers } from './align-values.ts';
import type { Aligned, AlignedCategories, AlignedNumbers } from './aligned.ts';
import { AlignmentError } from './alignment-error.ts';
import { binEdges } from './bin-edges.ts';
import { withoutDominantExtremes } from './extremes.ts';
import type { NumberTally } from './tally.ts';

/**
 * Brings a column of a baseline and of a window onto one support. Numbers counted by value on both sides stay exact. As
 * soon as one side is a grid, both are counted in it and distances have its error: for Kolmogorov–Smirnov at most the
 * largest share of rows in a cell of several doubles. A sketch, which only columns without a baseline grid have, stands
 * for the values it holds, with its rank error. Where a side does not name all its categories, they are compared by
 * hash ({@link tallyByHash}).
 * @throws AlignmentError when types or grids differ
 */
export function alignProfiles(baseline: ColumnProfile, window: ColumnProfile): Aligned {
  if (baseline.type !== window.type) {
    throw new AlignmentError(baseline.name, `the baseline holds it as ${baseline.type}, the window as ${window.type}`);
  }
  return baseline.type === 'number' ? alignNumberColumns(baseline, window) : alignCategoryColumns(baseline, window);
}

function alignNumberColumns(baseline: ColumnProfile, window: ColumnProfile): AlignedNumbers {
  if (baseline.numbers?.kind === 'grid' || window.numbers?.kind === 'grid') return alignOnGrid(baseline, window);
  const aligned = alignNumbers(tallyColumn(baseline), tallyColumn(window));
  if (baseline.numbers?.kind !== 'sketch' && window.numbers?.kind !== 'sketch') return aligned;
  return { ...aligned, exact: false, lower: lowerEdges(aligned.upper) };
}

/** The column's numbers by value; a grid does not have them. */
function tallyColumn(column: ColumnProfile): NumberTally {
  const { numbers } = column;
  const missing = countMissing(column);
  if (numbers?.kind === 'sketch') return { ...weighSketch(numbers), missing };
  const { values, counts } = numbers?.kind === 'exact' ? numbers : { values: [], counts: [] };
  return { values: Float64Array.from(values), counts: Float64Array.from(counts), missing };
}

/** Cells that are no number (or, in a category column, no category). */
export function countMissing({ type, cells }: ColumnProfile): number {
  const withoutValue = cells.missing + cells.nan + cells.nested;
  return type === 'number' ? withoutValue + cells.text + cells.boolean : withoutValue;
}

function alignOnGrid(baseline: ColumnProfile, window: ColumnProfile): AlignedNumbers {
  const grid = baseline.numbers?.kind === 'grid' ? baseline.numbers : (window.numbers as GridNumbers);
  const left = countOnGrid(baseline, grid);
  const right = countOnGrid(window, grid);
  const upper = new Float64Array(grid.edges.length + 1).fill(Number.POSITIVE_INFINITY);
  upper.set(grid.edges);
  const exact = baseline.numbers?.kind === 'exact' ? baseline.numbers : null;
  return withoutDominantExtremes({
    type: 'number',
    exact: false,
    upper,
    lower: lowerEdges(upper),
    baseline: new Float64Array(left.counts),
    window: new Float64Array(right.counts),
    baselineSums: new Float64Array(left.sums),
    windowSums: new Float64Array(right.sums),
    baselineRows: baseline.cells.number + baseline.cells.infinite,
    windowRows: window.cells.number + window.cells.infinite,
    baselineStandardDeviation: baseline.moments ? Math.sqrt(baseline.moments.m2 / baseline.moments.count) : Number.NaN,
    ...finiteRange([baseline.moments, window.moments]),
    ...(baseline.moments && { baselineRange: finiteRange([baseline.moments]) }),
    ...(window.moments && { windowRange: finiteRange([window.moments]) }),
    binEdges: exact ? binEdges(exact.values, exact.counts) : binEdges(upper, left.counts, { exact: false }),
    baselineMissing: countMissing(baseline),
    windowMissing: countMissing(window),
  });
}

function countOnGrid(column: ColumnProfile, grid: GridNumbers): GridNumbers {
  const { numbers } = column;
  if (numbers?.kind !== 'grid') return countValues(tallyColumn(column), grid);
  if (!sameEdges(numbers.edges, grid.edges)) {
    throw new AlignmentError(
      column.name,
      `the window was counted in a grid of ${numbers.edges.length} different edges`,
    );
  }
  return numbers;
}

function countValues({ values, counts }: NumberTally, grid: GridNumbers): GridNumbers {
  const counter = countNear(grid.edges);
  for (let i = 0; i < values.length; i++) counter.add(values[i], counts[i]);
  return counter.finish();
}

function lowerEdges(upper: Float64Array): Float64Array {
  const lower = new Float64Array(upper.length).fill(Number.NEGATIVE_INFINITY);
  lower.set(upper.subarray(0, -1), 1);
  return lower;
}

/** Smallest and largest finite number of the sides; NaN when no side has one. */
function finiteRange(sides: readonly (Moments | null)[]): { readonly min: number; readonly max: number } {
  const known = sides.filter((moments) => moments !== null);
  if (known.length === 0) return { min: Number.NaN, max: Number.NaN };
  return { min: Math.min(...known.map(({ min }) => min)), max: Math.max(...known.map(({ max }) => max)) };
}

function alignCategoryColumns(baseline: ColumnProfile, window: ColumnProfile): AlignedCategories {
  const left = baseline.categories ?? NO_CATEGORIES;
  const right = window.categories ?? NO_CATEGORIES;
  const whole = left.other === 0 && right.other === 0;
  const tallies = whole ? [tallyAll(left), tallyAll(right)] : tallyByHash(baseline.name, left, right);
  return alignCategories(
    { ...tallies[0], missing: countMissing(baseline) },
    { ...tallies[1], missing: countMissing(window) },
  );
}

const NO_CATEGORIES: Categories = { counts: [], other: 0, capped: false };

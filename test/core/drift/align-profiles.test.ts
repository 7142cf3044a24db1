import { describe, expect, it } from 'vitest';
import { alignProfiles } from '../../../lambdas/core/drift/align-profiles.ts';
import type { AlignedCategories, AlignedNumbers } from '../../../lambdas/core/drift/aligned.ts';
import { AlignmentError } from '../../../lambdas/core/drift/alignment-error.ts';
import { buildBaselineProfile } from '../../../lambdas/core/profile/baseline.ts';
import { previousDouble } from '../../../lambdas/core/profile/doubles.ts';
import { Profiler } from '../../../lambdas/core/profile/profiler.ts';
import { type ProfileSchema, schemaOf } from '../../../lambdas/core/profile/schema.ts';
import { roundingTolerance, snapTo } from '../../../lambdas/core/profile/tolerance.ts';
import type { ColumnProfile, ExactNumbers, GridNumbers } from '../../../lambdas/core/profile/types.ts';
import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import { boundGridError } from '../profile/grid-error.ts';
import { type Cell, chunksOf, makeChunk, reading } from '../profile/make-columns.ts';
import { tallyNumbers } from './count-samples.ts';

const random = new SeededRandom(20010101);
const uniform = () => random.uniform();
const normal = () => random.normal();
const sample = (rows: number, draw: () => number) => Float64Array.from({ length: rows }, draw);

function windowProfile(values: Float64Array, schema: ProfileSchema | null): ColumnProfile {
  const profiler = new Profiler({ schema });
  for (const chunk of chunksOf(values)) profiler.add(chunk);
  return profiler.finish().columns[0];
}

/** The Kolmogorov–Smirnov distance of the rows themselves, those of the second sample that lie within rounding of one of the first being it. */
function exactDistance(a: Float64Array, b: Float64Array): number {
  const left = a.toSorted();
  const { values, counts } = snapTo(
    left.filter((value, i) => value !== left[i - 1]),
    tallyNumbers(b),
  );
  const right = Float64Array.from([...values].flatMap((value, i) => new Array<number>(counts[i]).fill(value)));
  let i = 0;
  let j = 0;
  let largest = 0;
  while (i < left.length && j < right.length) {
    const value = Math.min(left[i], right[j]);
    while (left[i] <= value) i++;
    while (right[j] <= value) j++;
    largest = Math.max(largest, Math.abs(i / left.length - j / right.length));
  }
  return largest;
}

function alignedDistance(aligned: AlignedNumbers): number {
  let baseline = 0;
  let window = 0;
  let largest = 0;
  aligned.upper.forEach((_, i) => {
    baseline += aligned.baseline[i];
    window += aligned.window[i];
    largest = Math.max(largest, Math.abs(baseline / aligned.baselineRows - window / aligned.windowRows));
  });
  return largest;
}

const heavyTies = () => Math.round(normal() * 20) / 8;
const withAtoms = () => (uniform() < 0.3 ? 0 : uniform() < 0.1 ? 7.5 : 10 * uniform());
/** Atoms of just above and below a thousandth of the rows. */
const manyAtoms = () => (uniform() < 0.9 ? Math.floor(uniform() * 900) : 900 * uniform());
/** Values moved so are within rounding of where they were, and count as the same. */
const beside = (draw: () => number) => () => {
  const value = draw();
  return Number.isInteger(value) && value > 0 ? previousDouble(value) : value;
};

const ROWS = 30_000;
const CASES: readonly (readonly [string, baseline: () => number, window: () => number])[] = [
  ['the same normal', normal, normal],
  ['a shifted normal', normal, () => normal() + 0.3],
  ['a narrow one far from zero', () => 1e9 + normal(), () => 1e9 + 0.1 + normal()],
  ['log-normal', () => Math.exp(3 * normal()), () => 1.2 * Math.exp(3 * normal())],
  ['atoms', withAtoms, withAtoms],
  ['atoms moved a little below', withAtoms, () => (uniform() < 0.3 ? -0.001 : withAtoms())],
  ['many atoms', manyAtoms, manyAtoms],
  ['many atoms moved to the double below', manyAtoms, beside(manyAtoms)],
  ['heavy ties', heavyTies, () => heavyTies() + 0.01],
  ['integers', () => Math.floor(uniform() * 5000), () => Math.floor(uniform() * 5000) + 0.5],
  ['a constant', () => 4, () => 4],
  ['a constant that moved by one double', () => 4, () => previousDouble(4)],
  ['two hills', () => normal() + (uniform() < 0.5 ? 100 : 0), () => normal() + (uniform() < 0.4 ? 100 : 0)],
  ['all below the range', () => uniform(), () => uniform() - 2],
  ['all above the range', () => uniform(), () => uniform() + 2],
  ['gaps filled', () => Math.round(uniform() * 3000), () => 3000 * uniform()],
  ['infinities', () => (uniform() < 0.2 ? 1 / 0 : normal()), () => (uniform() < 0.1 ? -1 / 0 : normal())],
  ['zeros of both signs', () => (uniform() < 0.5 ? 0 : normal()), () => (uniform() < 0.5 ? -0 : normal())],
  [
    'few values moved a little below',
    () => Math.floor(uniform() * 40),
    () => Math.floor(uniform() * 40) - uniform() / 10,
  ],
  ['few values, then many', () => Math.floor(uniform() * 40), () => 40 * uniform()],
];

describe.each(CASES)('numbers: %s', (_, drawBaseline, drawWindow) => {
  it('give a Kolmogorov–Smirnov distance within 0.001 of the exact one', async () => {
    const [before, after] = [sample(ROWS, drawBaseline), sample(ROWS / 3, drawWindow)];
    const baseline = await buildBaselineProfile(reading(chunksOf(before)));
    const window = windowProfile(after, schemaOf(baseline));

    const aligned = alignProfiles(baseline.columns[0], window) as AlignedNumbers;

    const bound = boundGridError(baseline.columns[0].numbers as ExactNumbers | GridNumbers);
    expect(bound).toBeLessThanOrEqual(0.001);
    const short = exactDistance(before, after) - alignedDistance(aligned);
    // Cells can only hide a difference, never make one; the last digits are the rounding of sums of shares.
    expect(short).toBeGreaterThanOrEqual(-1e-12);
    expect(short).toBeLessThanOrEqual(bound + 1e-12);
    expect(aligned.baselineRows).toBe(before.length);
    expect(aligned.windowRows).toBe(after.length);
  });

  it('fall into the bins that the rows fall into', async () => {
    const [before, after] = [sample(ROWS, drawBaseline), sample(ROWS / 3, drawWindow)];
    const baseline = await buildBaselineProfile(reading(chunksOf(before)));
    const aligned = alignProfiles(baseline.columns[0], windowProfile(after, schemaOf(baseline))) as AlignedNumbers;
    for (const edge of aligned.binEdges) {
      const cells = aligned.upper.reduce((sum, upper, i) => sum + (upper <= edge ? aligned.window[i] : 0), 0);
      // Rows within rounding of an edge may be on either side of it.
      const tolerance = Math.max(roundingTolerance(edge), Number.MIN_VALUE);
      const upTo = (limit: number) => after.reduce((sum, value) => sum + (value <= limit ? 1 : 0), 0);
      expect(cells).toBeGreaterThanOrEqual(upTo(edge - tolerance));
      expect(cells).toBeLessThanOrEqual(upTo(edge + tolerance));
    }
  });
});

describe('columns', () => {
  const column = async (cells: readonly Cell[], schema: ProfileSchema | null = null) => {
    if (schema === null) return (await buildBaselineProfile(reading([makeChunk([['x', cells]])]))).columns[0];
    const profiler = new Profiler({ schema });
    profiler.add(makeChunk([['x', cells]]));
    return profiler.finish().columns[0];
  };
  const schemaFor = (baseline: ColumnProfile) => schemaOf({ version: 1, rows: 0, columns: [baseline] });

  it('keep numbers exact while there are few values', async () => {
    const baseline = await column([1, 1, 2, null, Number.NaN]);
    const window = await column([2, 3, 'x', null], schemaFor(baseline));
    expect(alignProfiles(baseline, window)).toMatchObject({
      exact: true,
      upper: Float64Array.of(1, 2, 3),
      baseline: Float64Array.of(2, 1, 0),
      window: Float64Array.of(0, 1, 1),
      min: 1,
      max: 3,
      baselineMissing: 2,
      windowMissing: 2,
    });
  });

  it('have sums by cell that add up to the moments', async () => {
    const values = sample(5000, normal);
    const [baseline] = (await buildBaselineProfile(reading(chunksOf(values)))).columns;
    const aligned = alignProfiles(baseline, windowProfile(values, schemaFor(baseline))) as AlignedNumbers;
    expect(aligned.lower).toEqual(Float64Array.of(Number.NEGATIVE_INFINITY, ...aligned.upper.slice(0, -1)));
    const sum = aligned.windowSums.reduce((a, b) => a + b, 0);
    expect(sum).toBeCloseTo(
      values.reduce((a, b) => a + b, 0),
      8,
    );
    expect(aligned.baselineStandardDeviation).toBeCloseTo(Math.sqrt(baseline.moments!.m2 / 5000), 12);
    expect([aligned.min, aligned.max]).toEqual([Math.min(...values), Math.max(...values)]);
  });

  it('put categories side by side, unseen ones after the known', async () => {
    const baseline = await column(['a', 'a', 'b', null]);
    const window = await column(['b', 'new', 'newer', 'new', {}], schemaFor(baseline));
    const aligned = alignProfiles(baseline, window) as AlignedCategories;
    expect(aligned.categories).toEqual(['a', 'b', 'new', 'newer']);
    expect(Array.from(aligned.baseline)).toEqual([2, 1, 0, 0]);
    expect(Array.from(aligned.window)).toEqual([0, 1, 2, 1]);
    expect([aligned.baselineMissing, aligned.windowMissing]).toEqual([1, 1]);
  });

  it('without numbers have no rows', async () => {
    const baseline = await column([1, 2]);
    const aligned = alignProfiles(baseline, await column([null, 'x'], schemaFor(baseline))) as AlignedNumbers;
    expect(aligned).toMatchObject({ windowRows: 0, windowMissing: 2, min: 1, max: 2 });
  });

  it('of a window profiled without the baseline are within the rank error of its sketch', async () => {
    const [before, after] = [sample(ROWS, normal), sample(ROWS, () => normal() + 1)];
    const [baseline] = (await buildBaselineProfile(reading(chunksOf(before)))).columns;
    const aligned = alignProfiles(baseline, windowProfile(after, null)) as AlignedNumbers;
    expect(aligned.exact).toBe(false);
    // 0.001 of the grid, and 2.296 / k^0.9723 (Apache DataSketches) of the sketch with k = 8192.
    expect(Math.abs(alignedDistance(aligned) - exactDistance(before, after))).toBeLessThanOrEqual(0.001 + 0.00036);
  });

  it('of other types or grids are refused', async () => {
    const number = await column([1, 2]);
    const category = await column(['a', 'b']);
    expect(() => alignProfiles(number, category)).toThrow(AlignmentError);
    expect(() => alignProfiles(number, category)).toThrow(
      expect.objectContaining({ name: 'AlignmentError', column: 'x' }),
    );
    expect(() => alignProfiles(number, category)).toThrow(
      `column "x" cannot be compared: the baseline holds it as number, the window as category; profile the window with the baseline's schema (schemaOf)`,
    );
    const grids = await Promise.all(
      [0, 1].map(async () => (await buildBaselineProfile(reading(chunksOf(sample(3000, normal))))).columns[0]),
    );
    const edges = (grids[1].numbers as GridNumbers).edges.length;
    expect(() => alignProfiles(grids[0], grids[1])).toThrow(
      `column "x" cannot be compared: the window was counted in a grid of ${edges} different edges; profile the window with`,
    );
  });
});

describe('a column', () => {
  const NONE = { missing: 0, number: 0, nan: 0, infinite: 0, text: 0, boolean: 0, nested: 0 };
  const OTHERS = { ...NONE, missing: 1, nan: 2, nested: 4, text: 8, boolean: 16 };
  const momentsOf = (min: number, max: number, count: number, m2: number) => ({ min, max, count, m2, mean: 0 });
  const column = (numbers: ColumnProfile['numbers'], more: Partial<ColumnProfile> = {}): ColumnProfile => ({
    name: 'x',
    type: 'number',
    cells: NONE,
    moments: null,
    numbers,
    categories: null,
    ...more,
  });
  const texts = (counts: readonly (readonly [string, number])[], other: number): ColumnProfile =>
    column(null, {
      type: 'category',
      cells: OTHERS,
      categories: { counts, other, capped: other > 0, rest: [other, ...new Array<number>(255).fill(0)] },
    });
  const EXACT: ExactNumbers = { kind: 'exact', values: [1, 2, 3], counts: [10, 20, 10] };
  const GRID: GridNumbers = { kind: 'grid', edges: [0, 2, 4], counts: [0, 3, 1, 1], sums: [0, 5, 3, 9] };

  it('misses cells that are no number, or no category', () => {
    const numbers = alignProfiles(column(EXACT, { cells: OTHERS }), column(EXACT));
    const categories = alignProfiles(texts([['a', 24]], 0), texts([['a', 24]], 0));

    expect([numbers.baselineMissing, numbers.windowMissing]).toEqual([1 + 2 + 4 + 8 + 16, 0]);
    expect([categories.baselineMissing, categories.windowMissing]).toEqual([1 + 2 + 4, 1 + 2 + 4]);
  });

  it('counted by value is counted anew in the grid of the other side, and keeps the bins of its values', () => {
    const baseline = column(EXACT, {
      cells: { ...OTHERS, number: 40, infinite: 2 },
      moments: momentsOf(1, 3, 40, 20),
    });
    const window = column(GRID, { cells: { ...NONE, number: 4, infinite: 1 }, moments: momentsOf(1.5, 9, 5, 1) });

    expect(alignProfiles(baseline, window)).toEqual({
      type: 'number',
      exact: false,
      lower: Float64Array.of(Number.NEGATIVE_INFINITY, 0, 2, 4),
      upper: Float64Array.of(0, 2, 4, Number.POSITIVE_INFINITY),
      baseline: Float64Array.of(0, 30, 10, 0),
      baselineSums: Float64Array.of(0, 50, 30, 0),
      window: Float64Array.from(GRID.counts),
      windowSums: Float64Array.from(GRID.sums),
      baselineRows: 42,
      windowRows: 5,
      baselineStandardDeviation: Math.sqrt(0.5),
      min: 1,
      max: 9,
      baselineRange: { min: 1, max: 3 },
      windowRange: { min: 1.5, max: 9 },
      // Each of few values is a bin, and so is the gap below it.
      binEdges: Float64Array.of(previousDouble(1), 1, previousDouble(2), 2, previousDouble(3), 3),
      baselineMissing: 31,
      windowMissing: 0,
    });
  });

  it('whose baseline is a grid has bins of whole cells, and no range on a side without a finite number', () => {
    const baseline = column(
      { kind: 'grid', edges: [0, 2, 4], counts: [0, 30, 10, 0], sums: [0, 50, 30, 0] },
      { cells: { ...NONE, number: 40 }, moments: momentsOf(1, 3, 40, 20) },
    );
    const aligned = alignProfiles(baseline, column(null, { cells: { ...NONE, missing: 7 } })) as AlignedNumbers;

    expect([...aligned.binEdges]).toEqual([0, 2, 4]);
    expect(aligned).toMatchObject({ min: 1, max: 3, windowRows: 0, windowMissing: 7 });
    expect(aligned).not.toHaveProperty('windowRange');
    expect(alignProfiles(column(null), column(GRID))).toMatchObject({
      min: Number.NaN,
      max: Number.NaN,
      baselineStandardDeviation: Number.NaN,
    });
  });

  it('of which one side is a sketch stands for the values in it, and is not exact', () => {
    // The upper level's value stands for two rows.
    const sketch = column({ kind: 'sketch', k: 8, levels: [[1, 3], [2]], count: 4 });

    const lower = Float64Array.of(Number.NEGATIVE_INFINITY, 1, 2);
    const upper = Float64Array.of(1, 2, 3);
    const [exactRows, sketchRows] = [Float64Array.of(10, 20, 10), Float64Array.of(1, 2, 1)];
    const common = { exact: false, lower, upper };
    expect(alignProfiles(column(EXACT), sketch)).toMatchObject({ ...common, baseline: exactRows, window: sketchRows });
    expect(alignProfiles(sketch, column(EXACT))).toMatchObject({ ...common, baseline: sketchRows, window: exactRows });
    expect(alignProfiles(column(EXACT), column(EXACT))).toMatchObject({ exact: true, lower: upper, upper });
    expect(alignProfiles(column(null), sketch)).toMatchObject({ exact: false, baselineRows: 0, windowRows: 4 });
  });

  it('of categories is compared by hash as soon as one side does not name all of them', () => {
    const [few, many] = [texts([['a', 24]], 0), texts([['a', 19]], 5)];

    expect(alignProfiles(few, few)).toMatchObject({ categories: ['a'], unnamed: 0 });
    for (const [baseline, window] of [
      [few, many],
      [many, few],
      [many, many],
    ]) {
      const aligned = alignProfiles(baseline, window);
      expect(aligned).toMatchObject({ unnamed: 8, baselineRows: 24, windowRows: 24 });
    }
  });

  it('of categories without any has no rows', () => {
    const none = column(null, { type: 'category', cells: { ...NONE, missing: 3 } });

    expect(alignProfiles(none, texts([['a', 24]], 0))).toMatchObject({
      baselineRows: 0,
      baselineMissing: 3,
      windowRows: 24,
    });
    expect(alignProfiles(texts([['a', 24]], 0), none)).toMatchObject({
      categories: ['a'],
      windowRows: 0,
      windowMissing: 3,
    });
  });
});

import { describe, expect, it } from 'vitest';
import type { TableChunk } from '../../../lambdas/core/columns/column.ts';
import { buildBaselineProfile } from '../../../lambdas/core/profile/baseline.ts';
import { DataChangedError } from '../../../lambdas/core/profile/errors.ts';
import { chooseLimits, DEFAULT_LIMITS } from '../../../lambdas/core/profile/limits.ts';
import type { GridNumbers } from '../../../lambdas/core/profile/types.ts';
import { boundGridError } from './grid-error.ts';
import { type Cell, chunksOf, makeChunk, reading } from './make-columns.ts';

/** Scattered over 0 … n − 1, each once. */
const scattered = (n: number) => Float64Array.from({ length: n }, (_, i) => (i * 7919) % n);

async function columnOf(cells: readonly Cell[], types: ReadonlyMap<string, 'number' | 'category'> = new Map()) {
  return (await buildBaselineProfile(reading([makeChunk([['x', cells]])]), { types })).columns[0];
}

describe('buildBaselineProfile', () => {
  it.each([
    [2000, 0.001],
    [100_003, 0.001],
    [1_000_003, 0.001],
  ])('counts %i distinct numbers in a grid of cells with at most %d of the rows', async (rows, share) => {
    const values = scattered(rows);
    const { numbers, moments, cells } = (await buildBaselineProfile(reading(chunksOf(values)))).columns[0];
    const grid = numbers as GridNumbers;
    expect(grid.kind).toBe('grid');
    expect(boundGridError(grid)).toBeLessThanOrEqual(share);
    expect(grid.counts.length).toBeLessThanOrEqual(2001);
    expect(cells).toMatchObject({ number: rows, missing: 0 });
    expect(moments).toMatchObject({ count: rows, min: 0, max: rows - 1, mean: expect.closeTo((rows - 1) / 2, 6) });
    // 0, 1, …, n − 1: as many at or below an edge as the edge says.
    let below = 0;
    grid.edges.forEach((edge, i) => {
      below += grid.counts[i];
      expect(below).toBe(Math.floor(edge) + 1);
    });
  });

  it.each<[string, readonly Cell[], number]>([
    ['few distinct numbers', [1, 2, 3, null], 1],
    ['texts', ['a', 'b'], 1],
    ['many distinct numbers', Array.from({ length: 1025 }, (_, i) => i), 2],
  ])('reads %s as often as needed', async (_, cells, times) => {
    let reads = 0;
    await buildBaselineProfile(() => {
      reads++;
      return reading([makeChunk([['x', cells]])])();
    });
    expect(reads).toBe(times);
  });

  it('rejects data that changed between the passes', async () => {
    const versions = [chunksOf(scattered(3000)), chunksOf(scattered(3001))];
    const read = () => reading(versions.shift()!)();
    await expect(buildBaselineProfile(read)).rejects.toThrow(DataChangedError);
    const cells: TableChunk[][] = [
      scattered(3000),
      Float64Array.from({ length: 3000 }, (_, i) => (i ? i : Number.NaN)),
    ].map((values) => chunksOf(values));
    await expect(buildBaselineProfile(() => reading(cells.shift()!)())).rejects.toThrow(
      /column "x": cells .*"missing":0.*"missing":1/,
    );
  });

  const numbers = (n: number) => Array.from({ length: n }, (_, i) => i % 60);
  it.each<[string, readonly Cell[], string]>([
    ['numbers', [1, 2.5, null], 'number'],
    ['infinities', [1 / 0], 'number'],
    ['texts', ['a', 'b', null], 'category'],
    ['booleans', [true, false], 'category'],
    ['numbers and booleans', [1, true], 'category'],
    ['codes with a letter', [1, 2, 3, 'X'], 'category'],
    ['60 numbers with 0.99 % texts', [...numbers(990), ...Array(9).fill('n/a')], 'number'],
    ['60 numbers with 1 % texts', [...numbers(990), ...Array(10).fill('n/a')], 'category'],
    ['50 numbers with 0.1 % texts', [...numbers(2000).map((i) => (i as number) % 50), 'n/a'], 'category'],
    ['51 numbers with 0.1 % texts', [...numbers(2000).map((i) => (i as number) % 51), 'n/a'], 'number'],
    ['not-a-numbers only', [Number.NaN], 'number'],
    ['nothing', [null, {}], 'category'],
  ])('infers the type of %s as %s', async (_, cells, type) => {
    const column = await columnOf(cells);
    expect(column.type).toBe(type);
    expect(column).not.toHaveProperty('inferred');
    if (type === 'category') expect([column.numbers, column.categories === null]).toEqual([null, false]);
    else expect(column.categories).toBeNull();
  });

  it('uses declared types', async () => {
    expect(await columnOf([1, 2, 2], new Map([['x', 'category']]))).toMatchObject({
      type: 'category',
      categories: {
        counts: [
          ['2', 2],
          ['1', 1],
        ],
        other: 0,
        capped: false,
      },
    });
    expect(await columnOf(['a', 1], new Map([['x', 'number']]))).toMatchObject({ type: 'number', cells: { text: 1 } });
  });

  it('counts mixed numbers and texts as categories', async () => {
    const { categories } = await columnOf([1, 1.0, '1', 'a', true]);
    expect(categories).toEqual({
      counts: [
        ['1', 3],
        ['a', 1],
        ['true', 1],
      ],
      other: 0,
      capped: false,
    });
  });

  it('counts the numbers among texts as categories, with a second pass if there are many', async () => {
    const cells: Cell[] = [1, 2, 3, 4, Number.POSITIVE_INFINITY, 'a', 'a', 'b'];
    const options = { limits: { distinctNumbers: 3 } };
    const { columns } = await buildBaselineProfile(reading([makeChunk([['x', cells]])]), options);
    expect(columns[0]).toMatchObject({
      type: 'category',
      numbers: null,
      categories: {
        counts: [
          ['a', 2],
          ['1', 1],
          ['2', 1],
          ['3', 1],
          ['4', 1],
          ['Infinity', 1],
          ['b', 1],
        ],
        other: 0,
        capped: false,
      },
    });
  });

  it('keeps the frequent categories, and as many of the rare ones as fit', async () => {
    const frequent = Array.from({ length: 600 }, (_, i) => `frequent ${i % 3}`);
    const rare = Array.from({ length: 3000 }, (_, i) => `rare ${i}`);
    const profile = await buildBaselineProfile(reading([makeChunk([['x', [...rare, ...frequent]]])]));
    const { counts, other, capped } = profile.columns[0].categories!;
    expect(counts.slice(0, 3)).toEqual([
      ['frequent 0', 200],
      ['frequent 1', 200],
      ['frequent 2', 200],
    ]);
    expect(counts).toHaveLength(1000);
    expect({ other, capped }).toEqual({ other: 3000 - 997, capped: true });
    expect(profile.columns[0].identifier).toBeUndefined();
  });

  it('gives an empty profile without data', async () => {
    expect(await buildBaselineProfile(reading([]))).toEqual({ version: 1, rows: 0, columns: [] });
  });
});

describe('chooseLimits', () => {
  it.each([
    [1, DEFAULT_LIMITS],
    [512, DEFAULT_LIMITS],
    [1024, { distinctNumbers: 512, categories: 500, gridCells: 500, sketchSize: 4096 }],
    [10_000, { distinctNumbers: 64, categories: 64, gridCells: 64, sketchSize: 512 }],
  ])('keeps less of each of %i columns', (columns, limits) => {
    expect(chooseLimits(columns)).toEqual(limits);
  });
});

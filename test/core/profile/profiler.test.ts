import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TableChunk } from '../../../lambdas/core/columns/column.ts';
import { CELL, Column } from '../../../lambdas/core/columns/column.ts';
import { buildBaselineProfile } from '../../../lambdas/core/profile/baseline.ts';
import { Profiler, type ProfilerOptions } from '../../../lambdas/core/profile/profiler.ts';
import { schemaOf } from '../../../lambdas/core/profile/schema.ts';
import { weighSketch } from '../../../lambdas/core/profile/sketch.ts';
import type { ColumnProfile, GridNumbers, Profile } from '../../../lambdas/core/profile/types.ts';
import { type Cell, makeChunk, makeColumn, reading } from './make-columns.ts';

const NAMES = ['a', '__proto__', '', 'constructor', 'with.dot "quote"\n', '\ud800'];

/** The profile of two parts together. */
function mergeProfiles(a: Profile, b: Profile, options: ProfilerOptions = {}): Profile {
  const merged = new Profiler(options);
  merged.absorb(a);
  merged.absorb(b);
  return merged.finish();
}

/** Small, so that a few rows pass them. */
const LIMITS = { distinctNumbers: 6, categories: 3, gridCells: 4, sketchSize: 4096 };

const text = fc.constantFrom(
  'x',
  'y',
  'z',
  '__proto__',
  '\ud800',
  '',
  'NaN',
  '1',
  'true',
  'w'.repeat(300),
  'w'.repeat(301),
);
const number = fc.oneof(
  fc.integer({ min: -20, max: 20 }),
  fc.integer({ min: -300, max: 300 }).map((i) => i / 7),
  fc.constantFrom(0, -0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 2 ** -30),
);
const anyCell: fc.Arbitrary<Cell> = fc.oneof(
  { weight: 6, arbitrary: number },
  { weight: 3, arbitrary: text },
  fc.boolean(),
  fc.constantFrom<Cell>(null, Number.NaN, {}),
);
const cell = fc.constantFrom(anyCell, number as fc.Arbitrary<Cell>, text as fc.Arbitrary<Cell>);

/** Chunks in which each column occurs or does not: columns come late, go, and come back. */
const chunk: fc.Arbitrary<TableChunk> = fc.integer({ min: 0, max: 12 }).chain((rows) =>
  fc
    .tuple(
      ...NAMES.map((name) =>
        fc.option(
          cell
            .chain((cells) => fc.array(cells, { minLength: rows, maxLength: rows }))
            .map((cells) => [name, cells] as const),
          { freq: 3 },
        ),
      ),
    )
    .map((columns) => ({
      rows,
      columns: new Map(columns.filter((column) => column !== null).map(([name, cells]) => [name, makeColumn(cells)])),
    })),
);
const part = fc.array(chunk, { maxLength: 4 });

function profile(chunks: readonly TableChunk[], options: ProfilerOptions): Profile {
  const profiler = new Profiler(options);
  for (const one of chunks) profiler.add(one);
  return profiler.finish();
}

/** The options of a first read, or those of a window of a baseline made of some of the chunks. */
async function makeOptions(baseline: readonly TableChunk[] | null): Promise<ProfilerOptions> {
  if (baseline === null) return { limits: LIMITS, types: new Map([['constructor', 'category']]) };
  return { schema: schemaOf(await buildBaselineProfile(reading(baseline), { limits: LIMITS })), limits: LIMITS };
}

/** Equal in all counts; moments and sums up to 1e-12 of the size of what was added up; columns in any order. */
function expectEqual(actual: Profile, expected: Profile): void {
  expect(actual.rows).toBe(expected.rows);
  const byName = (a: ColumnProfile, b: ColumnProfile) => (a.name < b.name ? -1 : 1);
  const left = actual.columns.toSorted(byName);
  const right = expected.columns.toSorted(byName);
  expect(left.map(withoutRounded)).toEqual(right.map(withoutRounded));
  left.forEach((column, i) => {
    expectNear(column, right[i]);
  });
}

/** What must be equal to the bit. A sketch that has not compacted anything is equal by value. */
function withoutRounded(column: ColumnProfile): unknown {
  const { numbers, moments } = column;
  return {
    ...column,
    moments: moments && { count: moments.count, min: moments.min, max: moments.max },
    numbers:
      numbers?.kind === 'grid'
        ? { ...numbers, sums: null }
        : numbers?.kind === 'sketch'
          ? { ...weighSketch(numbers), count: numbers.count }
          : numbers,
  };
}

function expectNear(actual: ColumnProfile, expected: ColumnProfile): void {
  const { moments, numbers } = expected;
  if (moments === null) return;
  const size = Math.max(Math.abs(moments.min), Math.abs(moments.max), 2 ** -30);
  expect(Math.abs(actual.moments!.mean - moments.mean)).toBeLessThanOrEqual(1e-12 * size);
  expect(Math.abs(actual.moments!.m2 - moments.m2)).toBeLessThanOrEqual(1e-12 * moments.count * size * size);
  if (numbers?.kind !== 'grid' || actual.numbers?.kind !== 'grid') return;
  actual.numbers.sums.forEach((sum, i) => {
    expect(Math.abs(sum - numbers.sums[i])).toBeLessThanOrEqual(1e-12 * moments.count * size);
  });
}

describe('a profile of parts', () => {
  const baselines = fc.option(fc.array(chunk, { minLength: 1, maxLength: 6 }), { freq: 4 });

  it('merges into the profile of the whole', async () => {
    await fc.assert(
      fc.asyncProperty(baselines, part, part, async (baseline, a, b) => {
        const options = await makeOptions(baseline);
        const merged = mergeProfiles(profile(a, options), profile(b, options), options);
        expectEqual(merged, profile([...a, ...b], options));
      }),
      { numRuns: 400 },
    );
  });

  it('merges in any grouping and order', async () => {
    await fc.assert(
      fc.asyncProperty(baselines, part, part, part, async (baseline, a, b, c) => {
        const options = await makeOptions(baseline);
        const [x, y, z] = [a, b, c].map((chunks) => profile(chunks, options));
        const left = mergeProfiles(mergeProfiles(x, y, options), z, options);
        expectEqual(mergeProfiles(x, mergeProfiles(y, z, options), options), left);
        expectEqual(mergeProfiles(mergeProfiles(z, y, options), x, options), left);
      }),
      { numRuns: 200 },
    );
  });

  it('does not depend on how rows are cut into chunks', async () => {
    const rows = fc.array(anyCell, { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(baselines, rows, fc.integer({ min: 1, max: 20 }), async (baseline, cells, size) => {
        const options = await makeOptions(baseline);
        const pieces: TableChunk[] = [];
        for (let i = 0; i < cells.length; i += size) pieces.push(makeChunk([['a', cells.slice(i, i + size)]]));
        const whole = cells.length > 0 ? [makeChunk([['a', cells]])] : [];
        expectEqual(profile(pieces, options), profile(whole, options));
      }),
      { numRuns: 200 },
    );
  });

  it('has cells that add up to its rows', () => {
    fc.assert(
      fc.property(part, (chunks) => {
        const made = profile(chunks, { limits: LIMITS });
        for (const { cells } of made.columns) {
          expect(Object.values(cells).reduce((a, b) => a + b, 0)).toBe(made.rows);
        }
      }),
    );
  });
});

describe('Profiler', () => {
  it('counts every kind of cell', () => {
    const cells: Cell[] = [1, 1, -0, 0, 2.5, Number.POSITIVE_INFINITY, Number.NaN, null, 'a', '', true, {}];
    const [column] = profile([makeChunk([['x', cells]])], {}).columns;
    expect(column.cells).toEqual({ missing: 1, number: 5, nan: 1, infinite: 1, text: 2, boolean: 1, nested: 1 });
    expect(column.numbers).toEqual({
      kind: 'exact',
      values: [0, 1, 2.5, Number.POSITIVE_INFINITY],
      counts: [2, 2, 1, 1],
    });
    // (1 + 1 + 0 + 0 + 2.5) / 5 and 0.1² + 0.1² + 0.9² + 0.9² + 1.6²
    expect(column.moments).toEqual({ count: 5, min: 0, max: 2.5, mean: 0.9, m2: expect.closeTo(4.2, 12) });
    expect(Object.is(column.moments!.min, 0)).toBe(true);
  });

  it('takes 1 and 1.0, true and "true" for the same category', () => {
    const options: ProfilerOptions = { types: new Map([['x', 'category']]) };
    const [column] = profile([makeChunk([['x', [1, 1.0, '1', true, 'true', 0.5, -0]]])], options).columns;
    expect(column.categories).toEqual({
      counts: [
        ['1', 3],
        ['true', 2],
        ['0', 1],
        ['0.5', 1],
      ],
      other: 0,
      capped: false,
    });
    expect(column.numbers).toBeNull();
  });

  it('counts a not-a-number that comes with the code of a number as such', () => {
    const column = new Column(2, Float64Array.of(1, Number.NaN), Int32Array.of(CELL.number, CELL.number));
    const [made] = profile([{ rows: 2, columns: new Map([['x', column]]) }], {}).columns;
    expect(made.cells).toMatchObject({ number: 1, nan: 1, missing: 0 });
  });

  it('keeps the extremes of doubles from overflowing into NaN', async () => {
    const cells = Array.from({ length: 40 }, (_, i) => (i % 2 ? -1 : 1) * (Number.MAX_VALUE - i * 2e292));
    const options = { limits: { ...LIMITS, sketchSize: 512 } };
    const baseline = await buildBaselineProfile(reading([makeChunk([['x', cells]])]), options);
    const window = { schema: schemaOf(baseline) };
    const one = profile([makeChunk([['x', [...cells, Number.NEGATIVE_INFINITY]]])], window);
    for (const { moments, numbers } of [baseline, one, mergeProfiles(one, one, window)].map((p) => p.columns[0])) {
      expect(Object.values(moments!).every(Number.isFinite)).toBe(true);
      expect(numbers!.kind).toBe('grid');
      expect(numbers).toSatisfy((grid: GridNumbers) => grid.sums.every(Number.isFinite));
    }
  });

  it('keeps a huge text as a prefix with its length and hash', () => {
    const huge = 'y'.repeat(50_000_000);
    const other = `${huge.slice(0, -1)}z`;
    const [column] = profile([makeChunk([['x', [huge, huge, other]]])], {}).columns;
    const counts = column.categories!.counts;
    expect(counts.map(([, rows]) => rows)).toEqual([2, 1]);
    for (const [category] of counts) expect(category).toMatch(/^y{200}… \(50000000 characters, hash [0-9a-f]+\)$/);
  });

  it('always keeps the categories of the baseline, and counts the rest exactly', async () => {
    const baseline = await buildBaselineProfile(reading([makeChunk([['x', ['a', 'b', 'c', 'd', 'e']]])]), {
      limits: { categories: 10 },
    });
    const cells = ['a', 'e', 'e', ...Array.from({ length: 50 }, (_, i) => `new ${i % 25}`)];
    const options = { schema: schemaOf(baseline), limits: { categories: 3 } };
    const { counts, other, capped } = profile([makeChunk([['x', cells]])], options).columns[0].categories!;
    expect(counts).toHaveLength(5);
    expect(counts).toContainEqual(['a', 1]);
    expect(counts).toContainEqual(['e', 2]);
    expect({ other, capped }).toEqual({ other: 50 - 3 * 2, capped: true });
  });

  it('profiles 10,000 columns', () => {
    const names = Array.from({ length: 10_000 }, (_, i) => `column ${i}`);
    const made = profile([makeChunk(names.map((name, i) => [name, [i, 'x', null]] as const))], {});
    expect(made.columns.map(({ name }) => name)).toEqual(names);
    expect(made.columns.every(({ cells }) => cells.number === 1 && cells.text === 1 && cells.missing === 1)).toBe(true);
  });

  it('refuses a column that is not as long as its chunk', () => {
    const chunk = { rows: 3, columns: new Map([['x', makeColumn([1, 2])]]) };
    expect(() => new Profiler().add(chunk)).toThrow('column "x" has 2 cells in a chunk of 3 rows; they must be equal');
  });

  it.each([
    ['types', { types: new Map([['x', 'category' as const]]) }, {}],
    [
      'a schema',
      {},
      {
        schema: {
          columns: new Map([['x', { type: 'number' as const, support: null }]]),
          limits: { distinctNumbers: 1, categories: 1, gridCells: 1, sketchSize: 1 },
        },
      },
    ],
    [
      'grids',
      {
        schema: {
          columns: new Map([['x', { type: 'number' as const, support: { edges: [1, 2], always: true } }]]),
          limits: LIMITS,
        },
      },
      {
        schema: {
          columns: new Map([['x', { type: 'number' as const, support: { edges: [1, 3], always: true } }]]),
          limits: LIMITS,
        },
      },
    ],
  ])('refuses to merge profiles made with other %s', (_, ours, theirs) => {
    const chunks = [makeChunk([['x', [1, 2]]])];
    const merge = () => mergeProfiles(profile(chunks, ours), profile(chunks, theirs), ours);
    expect(merge).toThrow(/^column "x" cannot be merged: /);
  });
});

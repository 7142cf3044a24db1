import { describe, expect, it } from 'vitest';
import type { Column } from '../../../lambdas/core/columns/column.ts';
import { type Change, parseChange } from '../../../simulate/world/change.ts';
import { COLUMN_KIND_NAMES, type ColumnKind } from '../../../simulate/world/column-kinds.ts';
import { GeneratedWorld } from '../../../simulate/world/generated-world.ts';
import { parseWorld, type WorldSpec } from '../../../simulate/world/spec.ts';

const spec = (world: string, given: Partial<WorldSpec> = {}): WorldSpec => ({
  rows: 50_000,
  features: 1,
  columns: 'normal',
  ...parseWorld(world),
  baselineRows: 1000,
  baselineDays: 28,
  ...given,
});

const change = (name: string, given: Partial<Change> = {}): Change => ({
  ...parseChange(name),
  day: 0,
  over: 1,
  features: 1,
  ...given,
});

const open = (world: WorldSpec, changed: Change | null = null, days = 100, monitor = 0) =>
  new GeneratedWorld(world, changed, days, [1, monitor]);

const first = (world: GeneratedWorld, day: number): Column => world.day(day).columns.get('f0')!;

function moments({ numbers }: Column) {
  const values = numbers!.filter((value) => !Number.isNaN(value));
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(variance), missing: 1 - values.length / numbers!.length };
}

/** Shares of the codes; missing cells are the last one. */
function shares({ codes, dictionary }: Column): number[] {
  const counts = Array(dictionary.length + 1).fill(0);
  for (const code of codes!) counts[code < 0 ? dictionary.length : code]++;
  return counts.map((count) => count / codes!.length);
}

// Mean and standard deviation by hand: exp(z) has e^½ and √(e² − e); amounts of mean 40 in 30 % of the cells have 12 and
// √(0.3 · 2 · 40² − 12²) = 28.57; Poisson of mean 4 has 4 and 2.
const EXPECTED = {
  normal: { mean: 50, deviation: 10, missing: 0 },
  'log-normal': { mean: 164.87, deviation: 216.12, missing: 0 },
  'zero-inflated': { mean: 12, deviation: 28.57, missing: 0 },
  counts: { mean: 4, deviation: 2, missing: 0 },
  missing: { mean: 50, deviation: 10, missing: 0.1 },
} as const;

describe.each(Object.entries(EXPECTED))('a column of the kind %s', (kind, { mean, deviation, missing }) => {
  const columns = kind as ColumnKind;

  it('has the mean, the spread and the missing cells that it should', () => {
    const found = moments(first(open(spec('independent', { columns, rows: 200_000 })), 0));
    expect(Math.abs(found.mean - mean)).toBeLessThan(0.015 * deviation);
    expect(found.deviation / deviation).toBeGreaterThan(0.95);
    expect(found.deviation / deviation).toBeLessThan(1.05);
    expect(found.missing).toBeCloseTo(missing, 2);
  });

  it.each([-0.3, 0.1, 0.5, 1])('is moved by %d standard deviations', (shift) => {
    const world = open(spec('independent', { columns, rows: 200_000 }), change(`mean-${shift}`));
    const moved = (moments(first(world, 0)).mean - mean) / deviation;
    expect(moved).toBeGreaterThan(shift - 0.03);
    expect(moved).toBeLessThan(shift + 0.03);
  });
});

describe('a change', () => {
  it('of the variance multiplies it', () => {
    const { deviation } = moments(first(open(spec('independent'), change('variance-1.3')), 0));
    expect((deviation / 10) ** 2).toBeCloseTo(1.3, 1);
  });

  it('of a share takes it from all others alike', () => {
    const found = shares(first(open(spec('independent', { columns: 'few-categories' }), change('share-0.14')), 0));
    for (const [i, share] of [0.4778, 0.2389, 0.1433, 0.14, 0].entries()) expect(found[i]).toBeCloseTo(share, 2);
  });

  it('makes cells missing besides those that are', () => {
    const { missing } = moments(first(open(spec('independent', { columns: 'missing' }), change('missing-0.05')), 0));
    expect(missing).toBeCloseTo(1 - 0.9 * 0.95, 2);
  });

  it('comes on its day, at once or linearly', () => {
    const meanOn = (changed: Change, day: number) =>
      (moments(first(open(spec('independent'), changed), day)).mean - 50) / 10;
    const sudden = change('mean-1', { day: 10 });
    expect([9, 10, 11].map((day) => Math.round(10 * meanOn(sudden, day)) + 0)).toEqual([0, 10, 10]);
    const slow = change('mean-1', { day: 10, over: 5 });
    expect([9, 10, 12, 14, 20].map((day) => Math.round(10 * meanOn(slow, day)) + 0)).toEqual([0, 2, 6, 10, 10]);
  });

  it('leaves every row before it, and every other feature, as it was', () => {
    const world = spec('wobble-0.1', { rows: 20, features: 7, columns: 'mix' });
    const [plain, changed] = [open(world), open(world, change('mean-0.5', { day: 3 }))];
    expect([...changed.changed]).toHaveLength(1);
    expect(changed.day(2)).toEqual(plain.day(2));
    const [before, after] = [plain.day(3), changed.day(3)];
    const differing = [...before.columns].filter(([name, { numbers, codes }]) => {
      const other = after.columns.get(name)!;
      return String(numbers ?? codes) !== String(other.numbers ?? other.codes);
    });
    expect(differing.map(([name]) => name)).toEqual([...changed.changed]);
  });

  it('falls to another feature in each monitor, among those that can change so', () => {
    const world = spec('independent', { features: 7, columns: 'mix' });
    const changed = (name: string) =>
      Array.from({ length: 7 }, (_, monitor) => [...open(world, change(name), 10, monitor).changed].join());
    // normal, log-normal, zero-inflated, counts, few categories, many categories, missing
    expect(new Set(changed('mean-0.5'))).toEqual(new Set(['f0', 'f1', 'f2', 'f3', 'f6']));
    expect(new Set(changed('share-0.14'))).toEqual(new Set(['f4']));
    expect(new Set(changed('missing-0.05')).size).toBe(7);
  });

  it('is rejected where no feature can change like that', () => {
    expect(() => open(spec('independent'), change('share-0.14'))).toThrow('only 0 of the features');
    expect(() => parseChange('median-1')).toThrow('is not a change');
    expect(() => parseChange('share-1.4')).toThrow('is not a change');
  });
});

describe('days', () => {
  /** The shifts of many features, in standard deviations, day by day. */
  function levels(world: string, days: number, features = 40): number[][] {
    const generated = open(spec(world, { features }), null, days);
    return generated.columns.slice(0, features).map(({ shifts }) => Array.from(shifts.subarray(28)));
  }

  it.each([
    ['wobble-0.1', 0.1, 0.8],
    ['wobble-0.05', 0.05, 0.8],
    ['wobble-0.1-independent', 0.1, 0],
  ])('of %s have the spread %d and the autocorrelation %d', (world, deviation, autocorrelation) => {
    const all = levels(world, 2000);
    const squares = all.flat().map((level) => level ** 2);
    const variance = squares.reduce((a, b) => a + b, 0) / squares.length;
    const products = all.flatMap((series) => series.slice(1).map((level, i) => level * series[i]));
    expect(Math.sqrt(variance)).toBeCloseTo(deviation, 2);
    expect(products.reduce((a, b) => a + b, 0) / products.length / variance).toBeCloseTo(autocorrelation, 1);
  });

  it('have the same distribution on the first day as later', () => {
    const starts = levels('wobble-0.1', 1, 2000).map(([level]) => level);
    const variance = starts.reduce((sum, level) => sum + level ** 2, 0) / starts.length;
    expect(Math.sqrt(variance)).toBeCloseTo(0.1, 2);
  });

  it('of a week have higher weekends in every second feature, in the baseline too', () => {
    const { columns } = open(spec('seasons', { features: 2, baselineDays: 7 }), null, 7);
    const week = [0, 0, 0, 0, 0, 0.3, 0.3];
    expect(Array.from(columns[0].shifts)).toEqual([...week, ...week]);
    expect(Array.from(columns[1].shifts)).toEqual(Array(14).fill(0));
  });

  it('include one odd day, on which every column moves', () => {
    const world = open(spec('odd-day', { features: 3 }), null, 365);
    const meanOn = (day: number, name: string) => moments(world.day(day).columns.get(name)!).mean;
    expect(world.oddDay).toBeGreaterThanOrEqual(28);
    for (const name of ['f0', 'f1', 'f2']) {
      expect(meanOn(world.oddDay!, name)).toBeCloseTo(55, 0);
      expect(meanOn(world.oddDay! - 1, name)).toBeCloseTo(50, 0);
    }
  });

  it('move the shares of categories along a score', () => {
    const still = shares(first(open(spec('independent', { columns: 'few-categories' })), 0));
    const world = open(spec('wobble-0.5', { columns: 'few-categories' }));
    const moved = shares(first(world, 0));
    expect(still.slice(0, 4).map((share) => Math.round(100 * share))).toEqual([50, 25, 15, 10]);
    // χ² distance of a tilt: about the square of the shift.
    const [shift] = world.columns[0].shifts.subarray(28);
    const distance = moved.slice(0, 4).reduce((sum, share, i) => sum + (share - still[i]) ** 2 / still[i], 0);
    expect(Math.sqrt(distance) / Math.abs(shift)).toBeGreaterThan(0.8);
    expect(Math.sqrt(distance) / Math.abs(shift)).toBeLessThan(1.25);
  });
});

describe('a baseline', () => {
  it('has its rows from all of its days', () => {
    const world = open(spec('wobble-0.1', { features: 7, columns: 'mix', baselineRows: 1000, baselineDays: 28 }));
    const parts = [...world.baseline()];
    expect(parts.map(({ day }) => day)).toEqual(Array.from({ length: 28 }, (_, i) => i - 28));
    expect(new Set(parts.map(({ chunk }) => chunk.rows))).toEqual(new Set([35, 36]));
    expect(parts.reduce((sum, { chunk }) => sum + chunk.rows, 0)).toBe(1000);
  });

  it('differs between monitors, and by nothing else', () => {
    const make = (monitor: number) => [...open(spec('wobble-0.1', { rows: 10 }), null, 5, monitor).baseline()];
    expect(make(0)).toEqual(make(0));
    expect(make(0)).not.toEqual(make(1));
  });
});

it('has every kind of column', () => {
  const world = open(spec('independent', { rows: 10, features: COLUMN_KIND_NAMES.length, columns: 'mix' }));
  expect(world.columns.map(({ kind }) => kind)).toEqual([...COLUMN_KIND_NAMES, 'score']);
  expect(() => parseWorld('wobbly')).toThrow('is not a world');
});

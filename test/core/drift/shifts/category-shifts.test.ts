import { describe, expect, test } from 'vitest';
import type { AlignedCategories } from '../../../../lambdas/core/drift/aligned.ts';
import { measureCategoryShifts } from '../../../../lambdas/core/drift/shifts/category-shifts.ts';
import { keyOf, roundToKeep } from '../../../../lambdas/core/drift/shifts/shift.ts';
import { significanceTest } from '../../../../lambdas/core/drift/significance/registry.ts';
import { table } from '../align-samples.ts';

const measure = (aligned: AlignedCategories) =>
  measureCategoryShifts(aligned, significanceTest('chi_square').testCategories!(aligned));
const totalOf = (shifts: readonly { readonly part: number }[]) => shifts.reduce((sum, { part }) => sum + part, 0);

test('few categories: the share of each, the unseen and the missing; a category of the window alone has no share', () => {
  const shifts = measure({ ...table([600, 400], [50, 30, 20]), baselineMissing: 250, windowMissing: 100 });

  expect(shifts.map(keyOf)).toEqual(['share:c0', 'share:c1', 'unseen', 'missing']);
  expect(shifts.map(({ shares }) => shares)).toEqual([
    [0.6, 0.5],
    [0.4, 0.3],
    [0, 0.2],
    [0.2, 0.5],
  ]);
  expect(totalOf(shifts)).toBeCloseTo(1, 12);
});

describe('many categories', () => {
  const counts = Array.from({ length: 40 }, (_, i) => 1000 - i);

  test('the shares of the most frequent, and all in the shape', () => {
    const shifts = measure(table(counts, counts));

    const shares = shifts.filter(({ kind }) => kind === 'share');
    expect(shares.map(({ category }) => category)).toEqual(Array.from({ length: 12 }, (_, i) => `c${i}`));
    expect(shifts.map(({ kind }) => kind).slice(12)).toEqual(['unseen', 'shape', 'missing']);
    expect(shifts.every(({ effect }) => effect === 0)).toBe(true);
    expect(totalOf(shifts)).toBeCloseTo(1, 12);
  });

  test('twelve are followed one by one, and without a shape', () => {
    const kinds = (count: number) => new Set(measure(table(counts.slice(0, count), counts.slice(0, count))).map(keyOf));

    expect(kinds(12)).not.toContain('shape');
    expect(kinds(13)).toContain('shape');
  });

  test('the most frequent in the baseline given, in whatever order it has them, then the first by text', () => {
    const ramp = Array.from({ length: 20 }, (_, i) => 100 + i);
    const aligned = table(ramp, ramp);
    const followed = (given: AlignedCategories) => measure(given).flatMap(({ category }) => category ?? []);
    // c19 to c0 by rows; without most of theirs the first eight are the rarest.
    const baseline = aligned.baseline.map((rows, i) => (i < 8 ? 10 : rows));
    const even = { baseline: new Float64Array(20).fill(5), window: new Float64Array(20).fill(5) };

    expect(followed({ ...aligned, baseline })).toEqual(ramp.slice(0, 12).map((_, i) => `c${11 - i}`));
    expect(followed({ ...aligned, ...even })).toEqual(
      ramp
        .map((_, i) => `c${i}`)
        .sort()
        .slice(0, 12),
    );
  });

  test('without a difference the shape has the error of chance: √(2 · 19) of chi-square with 19 degrees of freedom', () => {
    const even = (rows: number) => new Array<number>(20).fill(rows);
    const shape = measure(table(even(1000), even(100))).find(({ kind }) => kind === 'shape')!;

    expect(shape).toMatchObject({ effect: 0, baselineError: 0 });
    // Per row: 1/20,000 + 1/2,000.
    expect(shape.error).toBeCloseTo(Math.sqrt(Math.sqrt(38) * (1 / 20_000 + 1 / 2000)), 12);
  });

  test('rare ones that trade places are in the shape alone', () => {
    const traded = counts.map((count, i) => (i < 12 ? count : count * (i % 2 === 0 ? 1.3 : 0.7)));
    const shifts = measure(table(counts, traded));

    const shape = shifts.find(({ kind }) => kind === 'shape')!;
    // χ² a row is Σ (shares' difference)² / share = 0.3² of 28 in 40 rows.
    expect(shape.effect).toBeCloseTo(0.3 * Math.sqrt(28 / 40), 2);
    expect(shape.effect / shape.error).toBeGreaterThan(5);
    for (const { kind, effect, material } of shifts)
      if (kind !== 'shape') expect(Math.abs(effect)).toBeLessThan(material);
  });
});

test('what is followed is a matter of the baseline: new categories in the window change nothing', () => {
  const baseline = [600, 400];
  const keys = (window: readonly number[]) => measure(table(baseline, window)).map(keyOf);

  expect(keys([60, 40, ...Array(30).fill(3)])).toEqual(keys([60, 40]));
});

test('cells of several categories are in the shape, and have no share: which they hold can differ from window to window', () => {
  const aligned = { ...table([900, 800, 500, 300], [90, 80, 50, 30]), unnamed: 2 };

  expect(measure(aligned).map(keyOf)).toEqual(['share:c0', 'share:c1', 'unseen', 'shape', 'missing']);
});

test('long categories have short keys of their own, however alike they begin', () => {
  const of = (category: string) => keyOf({ kind: 'share', category });

  expect(of('blue')).toBe('share:blue');
  expect(of('')).toBe('share:');
  expect(keyOf({ kind: 'location' })).toBe('location');
  expect(of('x'.repeat(50))).toBe(`share:${'x'.repeat(50)}`);
  expect(of('x'.repeat(51))).toMatch(/^share:x{50}…[0-9a-f]+$/);
  expect(of('x'.repeat(10_000)).length).toBeLessThan(80);
  expect(of('x'.repeat(10_000))).not.toBe(of('x'.repeat(9999)));
  expect(of(`${'x'.repeat(200)}a`)).not.toBe(of(`${'x'.repeat(200)}b`));
});

test('effects are kept to five digits', () => {
  for (const effect of [1.0000499, -0.123456, 3.14159e-7]) {
    expect(Math.abs(roundToKeep(effect) / effect - 1)).toBeLessThan(5e-5);
  }
});

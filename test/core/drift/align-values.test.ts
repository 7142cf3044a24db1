import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alignCategories, alignNumbers } from '../../../lambdas/core/drift/align-values.ts';
import { numbers } from './align-samples.ts';
import { tallyCategories, tallyNumbers } from './count-samples.ts';

describe('alignNumbers', () => {
  test('puts every distinct value of either side into a cell of its own', () => {
    const aligned = alignNumbers(tallyNumbers([1, 1, 3], 2), tallyNumbers([0, 3, 3, 7]));

    expect([...aligned.upper]).toEqual([0, 1, 3, 7]);
    expect([...aligned.baseline]).toEqual([0, 2, 1, 0]);
    expect([...aligned.window]).toEqual([1, 0, 2, 1]);
    expect([...aligned.baselineSums]).toEqual([0, 2, 3, 0]);
    expect([...aligned.windowSums]).toEqual([0, 0, 6, 7]);
    expect(aligned).toMatchObject({ exact: true, baselineRows: 3, windowRows: 4, min: 0, max: 7 });
    expect(aligned).toMatchObject({ baselineMissing: 2, windowMissing: 0 });
    // Mean 5/3, squared deviations 4/9 + 4/9 + 16/9 over 3 rows.
    expect(aligned.baselineStandardDeviation).toBeCloseTo(Math.sqrt(8 / 9), 15);
  });

  test('infinities are cells without a part in sums, range and deviation', () => {
    const aligned = numbers([Number.POSITIVE_INFINITY, 1, 3], [Number.NEGATIVE_INFINITY, 2]);

    expect([...aligned.upper]).toEqual([Number.NEGATIVE_INFINITY, 1, 2, 3, Number.POSITIVE_INFINITY]);
    expect([...aligned.baselineSums]).toEqual([0, 1, 0, 3, 0]);
    expect(aligned).toMatchObject({ min: 1, max: 3, baselineRows: 3, baselineStandardDeviation: 1 });
  });

  test('the deviation of one value is 0, that of no finite one is not known', () => {
    const infinite = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    const deviationOf = (sample: number[]) => numbers(sample, [7]).baselineStandardDeviation;

    for (const sample of [[0], [3, 3], [-3, ...infinite]]) expect(deviationOf(sample)).toBe(0);
    for (const sample of [[], infinite]) expect(deviationOf(sample)).toBeNaN();
    expect(numbers(infinite, infinite)).toMatchObject({ min: Number.NaN, max: Number.NaN, baselineRows: 2 });
  });

  test('makes as many bins as requested', () => {
    const ramp = tallyNumbers(Array.from({ length: 40 }, (_, i) => i));

    expect([...alignNumbers(ramp, ramp, 4).binEdges]).toEqual([9, 19, 29]);
    expect(alignNumbers(ramp, ramp).binEdges).toHaveLength(19);
  });

  test('a value of the window that differs from one of the baseline by rounding is that value', () => {
    const aligned = numbers([0.1, 0.5], [Math.fround(0.1), 0.6]);

    expect([...aligned.upper]).toEqual([0.1, 0.5, 0.6]);
    expect([...aligned.window]).toEqual([1, 0, 1]);
  });

  test('the deviation survives values whose squares do not', () => {
    expect(numbers([-1e200, 1e200], [0]).baselineStandardDeviation).toBeCloseTo(1e200, -187);
    expect(numbers([1e-200, 3e-200], [0]).baselineStandardDeviation / 1e-200).toBeCloseTo(1, 12);
  });

  test('keeps every row, in ascending cells', () => {
    const sample = fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(sample, sample, (baseline, window) => {
        const aligned = numbers(baseline, window);
        const rows = (counts: Float64Array) => counts.reduce((sum, count) => sum + count, 0);
        expect(rows(aligned.baseline)).toBe(baseline.length);
        expect(rows(aligned.window)).toBe(window.length);
        for (let i = 1; i < aligned.upper.length; i++) expect(aligned.upper[i]).toBeGreaterThan(aligned.upper[i - 1]);
      }),
    );
  });
});

describe('alignCategories', () => {
  test("baseline's by rows, then unseen ones, then other", () => {
    const baseline = {
      counts: new Map([
        ['b', 2],
        ['a', 2],
        ['c', 9],
      ]),
      other: 0,
      missing: 1,
    };
    const window = {
      counts: new Map([
        ['new', 4],
        ['a', 1],
        ['__proto__', 5],
      ]),
      other: 3,
      missing: 0,
    };

    const aligned = alignCategories(baseline, window);

    expect(aligned.categories).toEqual(['c', 'a', 'b', '__proto__', 'new', 'other']);
    expect([...aligned.baseline]).toEqual([9, 2, 2, 0, 0, 0]);
    expect([...aligned.window]).toEqual([0, 1, 0, 5, 4, 3]);
    expect(aligned).toMatchObject({ baselineRows: 13, windowRows: 13, baselineMissing: 1, windowMissing: 0 });
  });

  test('categories without rows are left out; cells of several follow the named ones, those counted by hash first', () => {
    const rest = (...rows: number[]) => Float64Array.from(rows);
    const counts = (...rows: [string, number][]) => new Map(rows);
    const baseline = { counts: counts(['a', 5], ['gone', 0]), other: 2, rest: rest(1, 0), missing: 0 };
    const window = { counts: counts(['a', 0], ['none', 0], ['gone', 3]), other: 0, rest: rest(0, 4), missing: 6 };

    expect(alignCategories(baseline, window)).toEqual({
      type: 'category',
      categories: ['a', 'gone', 'rest 0', 'rest 1', 'other'],
      unnamed: 3,
      baseline: Float64Array.of(5, 0, 1, 0, 2),
      window: Float64Array.of(0, 3, 0, 4, 0),
      baselineRows: 8,
      windowRows: 7,
      baselineMissing: 0,
      windowMissing: 6,
    });
  });

  test('a side that names all its categories has no rows in the cells of several', () => {
    const named = { counts: new Map([['a', 5]]), other: 0, missing: 0 };
    const hashed = { ...named, rest: Float64Array.of(3, 4) };

    expect([...alignCategories(named, hashed).baseline]).toEqual([5, 0, 0]);
    expect([...alignCategories(hashed, named).window]).toEqual([5, 0, 0]);
  });

  test('keeps every row of any texts', () => {
    // Code units one by one: lone surrogates are texts, too.
    const unit = fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code));
    const sample = fc.array(fc.option(fc.string({ unit, maxLength: 2 })), { maxLength: 30 });
    fc.assert(
      fc.property(sample, sample, (baseline, window) => {
        const aligned = alignCategories(tallyCategories(baseline), tallyCategories(window));
        expect(aligned.baselineRows + aligned.baselineMissing).toBe(baseline.length);
        expect(aligned.windowRows + aligned.windowMissing).toBe(window.length);
        expect(new Set(aligned.categories).size).toBe(aligned.categories.length);
      }),
    );
  });
});

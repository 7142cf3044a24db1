import { describe, expect, test } from 'vitest';
import { assessDrift } from '../../../lambdas/core/drift/assess.ts';
import { UnsuitableMethodError, type WantedSettings } from '../../../lambdas/core/drift/settings.ts';
import { categories, numbers, table } from './align-samples.ts';

const ALPHA = 0.004;
const ramp = (rows: number, shift = 0) => Float64Array.from({ length: rows }, (_, i) => i / rows + shift);
const constant = (value: number, rows: number) => new Float64Array(rows).fill(value);

describe('material and not noise', () => {
  test.each([
    { name: 'material and significant', aligned: numbers(ramp(1000), ramp(1000, 0.2)), drifted: true },
    // 0.01 of a uniform range is 0.035 deviations.
    { name: 'significant only', aligned: numbers(ramp(200_000), ramp(200_000, 0.01)), drifted: false },
    { name: 'material only', aligned: numbers(ramp(10), ramp(10, 0.2)), drifted: false },
    { name: 'neither', aligned: numbers(ramp(1000), ramp(900)), drifted: false },
    { name: 'categories, material and significant', aligned: table([500, 500], [700, 300]), drifted: true },
    { name: 'categories, significant only', aligned: table([500_000, 500_000], [510_000, 490_000]), drifted: false },
  ])('$name', ({ aligned, drifted }) => {
    const [feature] = assessDrift([{ name: 'x', aligned }], ALPHA).features;

    expect(feature.drifted).toBe(drifted);
  });

  test('the limit itself is not above the limit', () => {
    const aligned = numbers([0, 2], [3, 5]);
    const many = {
      ...aligned,
      baseline: aligned.baseline.map((c) => c * 500),
      window: aligned.window.map((c) => c * 500),
    };
    const grown = { ...many, baselineRows: 1000, windowRows: 1000 };
    const assess = (limit: number) => assessDrift([{ name: 'x', aligned: grown, settings: { limit } }], ALPHA);

    expect(assess(3).drifted).toBe(0);
    expect(assess(2.999).drifted).toBe(1);
  });

  test('the distance beyond chance has a limit of its own', () => {
    const drifted = (settings: WantedSettings) =>
      assessDrift([{ name: 'x', aligned: table([500, 500], [700, 300]), settings }], ALPHA).drifted;

    expect(drifted({ limit: 0.1, materialLimit: 0.1 })).toBe(1);
    expect(drifted({ limit: 0.1, materialLimit: 0.2 })).toBe(0);
    expect(drifted({ limit: 0.2, materialLimit: 0.1 })).toBe(0);
  });

  test('p-values are adjusted over all features', () => {
    const clear = { name: 'clear', aligned: table([500, 500], [560, 440]) };
    const quiet = Array.from({ length: 9 }, (_, i) => ({ name: `quiet ${i}`, aligned: table([500, 500], [500, 500]) }));

    const { features } = assessDrift([clear, ...quiet], ALPHA);

    expect(features[0].adjustedPValue).toBeCloseTo(features[0].pValue! * 10, 15);
    expect(features[0].smallSampleAdjustedPValue).toBeGreaterThanOrEqual(features[0].adjustedPValue!);
    expect(features[1].adjustedPValue).toBe(1);
  });
});

describe('what is reported', () => {
  test('one feature, field by field', () => {
    const aligned = { ...table([60, 40], [20, 80]), baselineMissing: 100, windowMissing: 0 };

    const assessment = assessDrift([{ name: 'origin', aligned, settings: { importance: 3 } }], ALPHA);

    expect(assessment).toMatchObject({ alpha: ALPHA, compared: 1, drifted: 1, driftedShare: 1, ranking: ['origin'] });
    expect(assessment.features[0]).toMatchObject({
      name: 'origin',
      type: 'category',
      method: 'jensen_shannon',
      test: 'chi_square',
      limit: 0.1,
      errorBound: 0,
      baselineRows: 100,
      windowRows: 100,
      baselineMissingShare: 0.5,
      windowMissingShare: 0,
      importance: 3,
      drifted: true,
      reason: null,
    });
    expect(assessment.features[0].effect).toBe(assessment.features[0].distance! / 0.1);
  });

  test('the outlier that makes up most of a distance', () => {
    const [{ extreme }] = assessDrift(
      [{ name: 'x', aligned: numbers(ramp(100), [...ramp(99), 1000]) }],
      ALPHA,
    ).features;

    expect(extreme).toEqual({ value: 1000, side: 'window', end: 'largest' });
    expect(assessDrift([{ name: 'x', aligned: numbers(ramp(100), ramp(99)) }], ALPHA).features[0]).not.toHaveProperty(
      'extreme',
    );
  });

  test('hostile names stay what they are and apart', () => {
    const names = ['__proto__', 'constructor', '', '\ud800', 'a"b\n', '__proto__'];
    const aligned = numbers(ramp(500), ramp(500, 1));

    const { features, ranking } = assessDrift(
      names.map((name) => ({ name, aligned })),
      ALPHA,
    );

    expect(features.map(({ name }) => name)).toEqual(names);
    expect(ranking).toEqual(names);
  });

  test('drifted features rank by effect × importance, a changed constant first if it matters at all', () => {
    const changed = numbers(constant(1, 500), constant(2, 500));
    const features = [
      { name: 'changed constant of no importance', aligned: changed, settings: { importance: 0 } },
      { name: 'small but important', aligned: numbers(ramp(500), ramp(500, 0.2)), settings: { importance: 100 } },
      { name: 'large', aligned: numbers(ramp(500), ramp(500, 2)) },
      { name: 'small', aligned: numbers(ramp(500), ramp(500, 0.2)) },
      { name: 'quiet', aligned: numbers(ramp(500), ramp(500)), settings: { importance: 1e9 } },
      { name: 'changed constant', aligned: changed },
    ];

    expect(assessDrift(features, ALPHA).ranking).toEqual([
      'changed constant',
      'small but important',
      'large',
      'small',
      'changed constant of no importance',
    ]);
  });

  test('without features there is nothing to compare', () => {
    expect(assessDrift([], ALPHA)).toEqual({
      alpha: ALPHA,
      features: [],
      compared: 0,
      drifted: 0,
      driftedShare: 0,
      ranking: [],
    });
  });
});

describe('unusual columns have defined results', () => {
  const empty = new Float64Array(0);

  test.each([
    { name: 'empty window', aligned: numbers([1, 2], empty), reason: 'no_window_values' },
    { name: 'empty baseline', aligned: numbers(empty, [1, 2]), reason: 'no_baseline_values' },
    { name: 'both empty', aligned: numbers(empty, empty), reason: 'no_baseline_values' },
    {
      name: 'all missing in the window',
      aligned: numbers([1, 2], [Number.NaN, Number.NaN]),
      reason: 'no_window_values',
    },
    { name: 'no categories', aligned: categories(['a'], [null]), reason: 'no_window_values' },
  ])('$name: not compared', ({ aligned, reason }) => {
    const { features, compared, drifted } = assessDrift([{ name: 'x', aligned }], ALPHA);

    expect(features[0]).toMatchObject({
      ...{ distance: null, errorBound: null, distanceBeyondChance: null, effect: null, statistic: null, pValue: null },
      ...{ adjustedPValue: null, smallSampleAdjustedPValue: null, reason },
    });
    const sides = [features[0].baselineMissingShare, features[0].windowMissingShare];
    const missing = [aligned.baselineMissing, aligned.windowMissing];
    const rows = [aligned.baselineRows, aligned.windowRows];
    expect(sides).toEqual(missing.map((count, side) => (count + rows[side] === 0 ? null : count === 0 ? 0 : 1)));
    expect(compared).toBe(0);
    expect(drifted).toBe(0);
  });

  test.each([
    { name: 'the same constant', aligned: numbers(constant(5, 900), constant(5, 900)), distance: 0, drifted: false },
    { name: 'a changed constant', aligned: numbers(constant(5, 900), constant(6, 900)), distance: null, drifted: true },
    {
      name: 'a constant with one outlier',
      aligned: numbers(constant(5, 900), [...constant(5, 899), 6]),
      distance: null,
      drifted: false,
    },
    { name: 'one row each', aligned: numbers([1], [2]), distance: null, drifted: false },
    { name: 'one category row each', aligned: categories(['a'], ['b']), distance: 1, drifted: false },
  ])('$name', ({ aligned, distance, drifted }) => {
    const [feature] = assessDrift([{ name: 'x', aligned }], ALPHA).features;

    expect(feature).toMatchObject({ distance, drifted });
  });

  test('every number of a result survives JSON', () => {
    const infinite = numbers([Number.POSITIVE_INFINITY, 1], [Number.NEGATIVE_INFINITY]);
    const aligned = [infinite, numbers([1], [2]), numbers(ramp(3), empty), categories([], []), table([1], [1])];
    const settings = { limit: 0 };

    const assessment = assessDrift(
      aligned.map((pair, i) => ({ name: `${i}`, aligned: pair, settings })),
      ALPHA,
    );

    expect(JSON.parse(JSON.stringify(assessment))).toEqual(assessment);
  });
});

test('a method that does not suit the column is refused', () => {
  const feature = { name: 'x', aligned: table([1, 2], [2, 1]), settings: { method: 'ks' as const } };

  expect(() => assessDrift([feature], ALPHA)).toThrow(UnsuitableMethodError);
});

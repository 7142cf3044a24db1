import { describe, expect, test } from 'vitest';
import type { Aligned } from '../../../lambdas/core/drift/aligned.ts';
import { assessDriftInStream } from '../../../lambdas/core/drift/assess-in-stream.ts';
import { UnsuitableMethodError } from '../../../lambdas/core/drift/settings.ts';
import { normalSurvival } from '../../../lambdas/core/statistics/normal.ts';
import { categories, numbers, table } from './align-samples.ts';
import { NO_HISTORY } from './no-history.ts';
import { ALPHA, assess, BASELINE, feature, moved, normal, quiet, ROWS, stream } from './streamed-column.ts';

describe('one column', () => {
  test('that has not changed has not drifted', () => {
    const { drifted, shift, shifts } = assess(quiet);

    expect(drifted).toBe(false);
    expect(assess(quiet)).not.toHaveProperty('flaggedBy');
    expect(shift!.pValue).toBe(1);
    expect(shifts!.map(([key]) => key)).toEqual(['location', 'spread', 'shape', 'missing']);
  });

  test.each([
    ['location', moved(0.5), 0.5],
    ['location', moved(-0.5), -0.5],
    ['spread', numbers(BASELINE, normal(ROWS, 0, 1.5)), null],
    ['missing', { ...quiet, windowMissing: ROWS }, null],
    ['share', table([500, 500], [800, 200]), null],
    ['unseen', table([500, 500, 0], [400, 300, 300]), null],
  ] as const)('that has changed is described by its %s', (kind, aligned, effect) => {
    const { drifted, shift } = assess(aligned);

    expect(drifted).toBe(true);
    expect(shift).toMatchObject({ kind, windows: 1, since: null, historyWindows: 0, limitSource: 'first_windows' });
    expect(Math.abs(shift!.effect)).toBeGreaterThan(shift!.limit);
    if (effect !== null) expect(shift!.effect).toBeCloseTo(effect, 1);
  });

  test('with two humps instead of one is found by its shape', () => {
    // Mean, variance and symmetry are the baseline's.
    const humps = normal(ROWS).map((z, i) => (i % 2 === 0 ? 0.98 : -0.98) + 0.2 * z);

    expect(assess(numbers(BASELINE, humps)).shift!.kind).toBe('shape');
  });

  test('whose change does not matter has not drifted, however certain it is', () => {
    const many = normal(50_000);
    const { drifted, shift } = assess(
      numbers(
        many,
        many.map((z) => z + 0.04),
      ),
      { moves: false },
    );

    expect(drifted).toBe(false);
    expect(shift!.limitSource).toBe('material');
  });
});

test('a location of numbers may spend 0.4 of the chance of its column, and 0.55 of that in one window', () => {
  const { shift, shifts } = assess(moved(0.16), { moves: false });
  const [, effect, error] = shifts!.find(([key]) => key === 'location')!;

  const tail = 2 * normalSurvival(effect / Math.hypot(error, 1 / Math.sqrt(4000)));
  expect(shift!.pValue / (tail / 0.4 / 0.55)).toBeCloseTo(1, 6);
});

test('movement is learned from shifts that have a sign, not from shapes', () => {
  const wobbly = Array.from({ length: 40 }, (_, i) => ({
    effect: 0.1 + 0.1 * Math.sin(1.7 * i),
    error: 0.02,
    flagged: false,
    groups: [],
  }));
  const usualAfter = (key: string) =>
    assess(numbers(BASELINE, normal(ROWS, 0, 1.5)), {
      historyOf: () => ({ ...NO_HISTORY, shifts: new Map([[key, wobbly]]) }),
    }).shift!.usual;

  expect(usualAfter('shape')).toBe(assess(numbers(BASELINE, normal(ROWS, 0, 1.5))).shift!.usual);
  expect(usualAfter('location')).toBeGreaterThan(usualAfter('shape'));
});

describe('a shift is described', () => {
  test('by its shape only where no other is improbable enough by itself', () => {
    const humpsAt = (by: number) => {
      const humps = normal(ROWS).map((z, i) => (i % 2 === 0 ? 0.98 : -0.98) + 0.2 * z + by);
      return assess(numbers(BASELINE, humps));
    };

    expect(humpsAt(0.05).shift!.kind).toBe('shape');
    expect(humpsAt(0.7)).toMatchObject({ drifted: true, flaggedBy: 'location', shift: { kind: 'location' } });
  });

  test('by the least probable one where none matters', () => {
    const wider = numbers(BASELINE, normal(ROWS, 0, 1.04));

    expect(assess(wider, { moves: false }).shift).toMatchObject({ kind: 'spread', pValue: 1 });
    expect(assess(moved(0.03), { moves: false }).shift).toMatchObject({ kind: 'location', pValue: 1 });
  });

  test('of a share with its category and the shares, of a spread with its ratio, and of nothing else with either', () => {
    const share = assess(table([500, 500], [800, 200])).shift!;
    const spread = assess(numbers(BASELINE, normal(ROWS, 0, 1.5))).shift!;

    expect(share).toMatchObject({ category: 'c0', shares: [0.5, 0.8] });
    expect(share).not.toHaveProperty('ratio');
    expect(spread.ratio).toBeCloseTo(1.5, 1);
    for (const key of ['category', 'shares']) expect(spread).not.toHaveProperty(key);
    for (const key of ['category', 'shares', 'ratio', 'normal'])
      expect(assess(moved(0.5)).shift).not.toHaveProperty(key);
  });

  test('with the limit that an effect in its direction has to pass, of a shape whichever way it goes', () => {
    const [up, down] = [moved(0.5), moved(-0.5)].map((aligned) => assess(aligned).shift!);

    expect(down.limit).toBe(up.limit);
    expect(up.limit).toBeGreaterThan(0.05);
    const humps = normal(ROWS).map((z, i) => (i % 2 === 0 ? 0.98 : -0.98) + 0.2 * z);
    const { effect, limit } = assess(numbers(BASELINE, humps)).shift!;
    expect(effect).toBeGreaterThan(limit);
  });

  test('with a limit of the season where it is known', () => {
    // On one weekday in seven the column lies a fifth of a standard deviation higher.
    const location = Array.from({ length: 56 }, (_, i) => ({
      effect: (i % 7 === 6 ? 0.2 : 0) + 0.01 * Math.sin(1.7 * i),
      error: 1 / Math.sqrt(ROWS),
      flagged: false,
      groups: [i % 7, 0, 0],
    }));
    const onDay = (day: number) =>
      assess(moved(0.2), {
        groups: [day, 0, 0],
        historyOf: () => ({ ...NO_HISTORY, shifts: new Map([['location', location]]) }),
      });

    expect(onDay(6)).toMatchObject({ drifted: false });
    expect(onDay(3)).toMatchObject({ drifted: true, shift: { kind: 'location', limitSource: 'season' } });
  });
});

describe('p-values over the columns', () => {
  const among = (count: number, still = quiet, other = moved(0.25)) => {
    const features = Array.from({ length: count }, (_, i) => feature(i === 3 ? other : still, { name: `${i}` }));
    return assessDriftInStream(features, ALPHA, stream());
  };

  test("are Benjamini and Hochberg's: one of ten costs ten times as much as one of one", () => {
    const alone = assess(moved(0.25)).shift!.pValue;

    expect(alone).toBeLessThan(0.01);
    expect(among(10).features[3].shift!.pValue / alone).toBeCloseTo(10, 6);
  });

  test('limits get wider the more columns there are', () => {
    const few = normal(200);
    const [still, other] = [0, 0.25].map((by) => numbers(few, normal(100, by)));
    const limits = [4, 40, 400].map((count) => among(count, still, other).features[3].shift!.limit);

    expect(limits[1]).toBeGreaterThan(limits[0]);
    expect(limits[2]).toBeGreaterThan(limits[1]);
    // Tails are steep.
    expect(limits[2]).toBeLessThan(2 * limits[0]);
  });

  test('columns without values do not count', () => {
    const empty = feature(numbers(BASELINE, []), { name: 'empty' });
    const assessment = assessDriftInStream([feature(moved(0.5)), empty], ALPHA, stream());

    expect(assessment).toMatchObject({ alpha: ALPHA, compared: 1, drifted: 1, driftedShare: 0.5, ranking: ['x'] });
    const { pValue, limit } = assess(moved(0.5)).shift!;
    expect(assessment.features[0].shift).toMatchObject({ pValue, limit });
    expect(assessment.features[1]).toMatchObject({ drifted: false, reason: 'no_window_values', shift: null });
  });

  test('without columns there is nothing to compare', () => {
    expect(assessDriftInStream([], ALPHA, stream())).toEqual({
      alpha: ALPHA,
      features: [],
      compared: 0,
      drifted: 0,
      driftedShare: 0,
      ranking: [],
    });
  });
});

test('drifted columns rank by effect × importance', () => {
  const features = [
    feature(moved(0.6), { name: 'small' }),
    feature(moved(0.5), { name: 'small but important', settings: { importance: 10 } }),
    feature(moved(-1.5), { name: 'large' }),
    feature(quiet, { name: 'quiet', settings: { importance: 1e9 } }),
  ];

  expect(assessDriftInStream(features, ALPHA, stream()).ranking).toEqual(['small but important', 'large', 'small']);
});

describe('a limit that the monitor file sets', () => {
  const withLimit = (limit: number) => assess(moved(0.5), {}, { hasOwnLimit: true, settings: { limit } });

  test('has to be passed, whatever moved', () => {
    expect(withLimit(0.4).drifted).toBe(true);
    expect(withLimit(0.6).drifted).toBe(false);
  });

  test('counts only where the monitor file sets it', () => {
    expect(assess(moved(0.5), {}, { settings: { limit: 0.6 } }).drifted).toBe(true);
  });

  test('is not enough: a distance that may be chance does not count', () => {
    const few = numbers(normal(30), normal(10, 0.2));

    expect(assess(few, {}, { hasOwnLimit: true, settings: { limit: 0.01 } }).drifted).toBe(false);
  });
});

describe('a baseline of one value', () => {
  const constant = (value: number, rows = 900) => new Array<number>(rows).fill(value);

  test.each([
    ['stays', constant(5), false],
    ['becomes another', constant(6), true],
    ['has one outlier', [...constant(5, 899), 6], false],
    ['becomes many', normal(900, 5), true],
  ])('%s', (_, window, drifted) => {
    expect(assess(numbers(constant(5), window)).drifted).toBe(drifted);
  });
});

test('every number of a result is finite, so that it survives JSON', () => {
  const pairs: Aligned[] = [
    numbers([Number.POSITIVE_INFINITY, 1], [Number.NEGATIVE_INFINITY]),
    numbers([1], [2]),
    numbers(BASELINE, []),
    numbers([], [1]),
    numbers(BASELINE, normal(ROWS, 1e300)),
    categories([], []),
    categories(['a'], ['b']),
    table([1], [1]),
    table([1_000_000, 0], [0, 1_000_000]),
  ];
  const assessment = assessDriftInStream(
    pairs.map((aligned, i) => feature(aligned, { name: `${i}` })),
    ALPHA,
    stream(),
  );

  expect(JSON.parse(JSON.stringify(assessment))).toEqual(assessment);
});

test('a method that does not suit the column is refused', () => {
  const wrong = feature(table([1, 2], [2, 1]), { settings: { method: 'ks' } });

  expect(() => assessDriftInStream([wrong], ALPHA, stream())).toThrow(UnsuitableMethodError);
});

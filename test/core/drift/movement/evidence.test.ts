import { describe, expect, test } from 'vitest';
import { findDistanceEvidence, findEvidence } from '../../../../lambdas/core/drift/movement/evidence.ts';
import { limitOf } from '../../../../lambdas/core/drift/movement/limit.ts';
import { ONLY_CHANCE } from '../../../../lambdas/core/drift/movement/model-weights.ts';
import { type Scale, scaleOfOdds, scaleOfValues } from '../../../../lambdas/core/drift/movement/scale.ts';
import { type Observation, Series } from '../../../../lambdas/core/drift/movement/series.ts';
import { normalSurvival } from '../../../../lambdas/core/statistics/normal.ts';
import { SeededRandom } from '../../../../lambdas/core/statistics/random.ts';
import { drawModel, drawSeries } from './draw-series.ts';
import { BASELINE_ERROR, CHANCE, ERROR, repeat, series, window } from './observed-windows.ts';

describe('one window without any before', () => {
  test.each([1, 3, 5])(
    '%i standard errors from the baseline, where nothing moves: their normal tail, and its price',
    (z) => {
      const { pValue, windows: count, effect } = findEvidence(series([]), window(z * CHANCE), ONLY_CHANCE);
      const tail = 2 * normalSurvival(z);

      expect(count).toBe(1);
      expect(effect).toBe(z * CHANCE);
      // One window alone has more than half of the chance to spend.
      expect(pValue).toBeGreaterThanOrEqual(Math.min(1, tail));
      expect(pValue).toBeLessThan(2 * tail);
    },
  );

  test('is less improbable where columns may move', () => {
    const judged = findEvidence(series([]), window(5 * CHANCE));

    expect(judged.pValue).toBeGreaterThan(1000 * findEvidence(series([]), window(5 * CHANCE), ONLY_CHANCE).pValue);
  });

  test('is the same on either side', () => {
    const [above, below] = [0.2, -0.2].map((effect) => findEvidence(series([]), window(effect)));

    expect(below.pValue).toBe(above.pValue);
    expect(below.effect).toBe(-above.effect);
  });
});

test.each([1e-2, 1e-4, 1e-6])('the limit is the effect whose chance is %d', (chance) => {
  for (const weights of [undefined, ONLY_CHANCE]) {
    const first = series([]);
    const limit = limitOf(first, { error: ERROR }, chance, weights);

    // To two digits, as it is shown.
    expect(findEvidence(first, window(limit * 1.01), weights).pValue).toBeLessThan(chance);
    expect(findEvidence(first, window(limit * 0.99), weights).pValue).toBeGreaterThan(chance);
  }
});

test('a window of one row has such a limit too', () => {
  const first = series([]);
  const limit = limitOf(first, { error: 1 }, 1e-6);

  // By sampling alone, one window in a million lies beyond 4.9 standard errors.
  expect(limit).toBeGreaterThan(4.9);
  expect(findEvidence(first, { ...window(limit * 1.01), error: 1 }).pValue).toBeLessThan(1e-6);
});

test('a column of skewed values moves further to one side than to the other', () => {
  const random = new SeededRandom(17);
  const moving = Array.from({ length: 60 }, () => window(Math.log1p(0.12 * random.normal())));
  const pValueOf = (effect: number, skew: number) =>
    findEvidence(new Series(moving, BASELINE_ERROR, 8, scaleOfValues(skew)), window(effect)).pValue;

  expect(pValueOf(-0.6, 1)).toBeGreaterThan(30 * pValueOf(-0.6, 0));
  expect(pValueOf(0.6, 1)).toBeCloseTo(pValueOf(0.6, 0), 12);

  // A distance does not say to which side.
  const standing = (skew: number) =>
    findDistanceEvidence(new Series(moving, BASELINE_ERROR, 8, scaleOfValues(skew)), window(0.6)).pValue;
  for (const skew of [1, -1]) expect(standing(skew)).toBeGreaterThan(10 * standing(0));
  const skewed = new Series(moving, BASELINE_ERROR, 8, scaleOfValues(1));
  const limit = limitOf(skewed, { error: ERROR, isUnsigned: true }, 1e-4);
  expect(findDistanceEvidence(skewed, window(limit * 1.02)).pValue).toBeLessThan(1e-4);
  expect(findDistanceEvidence(skewed, window(limit * 0.98)).pValue).toBeGreaterThan(1e-4);
});

describe('a share of 10 % that may move by its log-odds', () => {
  const UNIT = 0.3;
  const limit = (earlier: readonly Observation[], sign: number, scale: Scale | null) =>
    limitOf(new Series(earlier, BASELINE_ERROR, 8, scale), { error: ERROR, sign }, 1e-5);

  test('has wider limits only away from 0, by a quarter at most', () => {
    const up = limit([], 1, null);
    const upByOdds = limit([], 1, scaleOfOdds(0.1, UNIT));

    expect(upByOdds).toBeGreaterThan(1.1 * up);
    expect(upByOdds).toBeLessThan(up + 0.25);
    expect(limit([], -1, scaleOfOdds(0.1, UNIT))).toBe(limit([], -1, null));
  });

  test.each([
    [0.05, 0.188, 0.205],
    [0.1, 0.25, 0.31],
  ])(
    'after usual movement of %d, the limit is %d of the rows without the log-odds and %d with them',
    (sd, without, withOdds) => {
      const random = new SeededRandom(7);
      const histories = Array.from({ length: 40 }, () =>
        Array.from({ length: 60 }, () => window(Math.hypot(sd, ERROR) * random.normal())),
      );
      const shareAtLimit = (scale: Scale | null) =>
        0.1 + UNIT * (histories.reduce((sum, earlier) => sum + limit(earlier, 1, scale), 0) / histories.length);

      expect(Math.abs(shareAtLimit(null) - without)).toBeLessThan(0.005);
      expect(Math.abs(shareAtLimit(scaleOfOdds(0.1, UNIT)) - withOdds)).toBeLessThan(0.005);
    },
  );
});

describe('a lasting shift that is too small to be flagged at once and too large to be learned', () => {
  const [error, baselineError] = [1 / Math.sqrt(5000), 1 / Math.sqrt(20_000)];
  const quiet = [-0.02, 0.004, -0.011, 0.038, 0.006, -0.005, -0.002, 0.002, -0.009, -0.036];
  const lasting = [0.12, 0.135, 0.11, 0.125, 0.14, 0.12, 0.115, 0.13, 0.125, 0.12, 0.11, 0.135, 0.12];
  const of = (...effects: number[]) =>
    new Series(
      effects.map((effect) => ({ ...window(effect), error })),
      baselineError,
    );
  const pValueAfter = (...effects: number[]) => findEvidence(of(...effects), { ...window(0.13), error }).pValue;

  test('is found in a fortnight by the windows that were left out', () => {
    expect(of(...quiet, ...lasting).learned).toBe(10);
    expect(pValueAfter(...quiet)).toBeGreaterThan(1e-5);
    expect(pValueAfter(...quiet, ...lasting)).toBeLessThan(1e-6);
    // Also where all windows show the same.
    expect(pValueAfter(...quiet, ...lasting.map(() => 0.13))).toBeLessThan(1e-6);
  });

  test('is not hidden by one outlier among its windows', () => {
    const small = lasting.map(() => 0.06);
    const assess = (...since: number[]) => findEvidence(of(...quiet, ...since), { ...window(0.063), error }).pValue;

    expect(assess(...small)).toBeLessThan(1e-4);
    // The outlier takes one of fourteen windows away, and no more.
    for (const outlier of [0.3, -0.3]) expect(assess(outlier, ...small.slice(1))).toBeLessThan(1e-3);
  });
});

describe('several windows together', () => {
  test('show a shift that one of them does not', () => {
    const effect = 2.5 * CHANCE;
    const alone = findEvidence(series([]), window(effect), ONLY_CHANCE);
    const together = findEvidence(series(repeat(6, effect)), window(effect), ONLY_CHANCE);

    expect(alone.pValue).toBeGreaterThan(0.01);
    // Six are as good as one of 2.5 √6 standard errors, 1e-9, but for the baseline's error and the price of having looked.
    expect(together.pValue).toBeLessThan(1e-5);
    expect(together.windows).toBeGreaterThan(1);
    expect(together.effect).toBeCloseTo(effect, 12);
  });

  test('that lie together off the windows before are a shift: a movement as large would scatter them', () => {
    // Days of 5,000 rows; two of the first ten lie 2.5 standard errors off, so that movement of 0.05 is possible.
    const [error, baselineError] = [1 / Math.sqrt(5000), 1 / Math.sqrt(20_000)];
    const before = [-0.02, 0.004, -0.011, 0.038, 0.006, -0.005, -0.002, 0.002, -0.009, -0.036];
    const together = [0.089, 0.099, 0.095, 0.118, 0.103, 0.104, 0.113, 0.088, 0.113, 0.113, 0.138, 0.091, 0.085];
    const scattered = together.map((effect, i) => effect + (i < 12 ? 0.05 * (-1) ** Math.floor(i / 3) : 0));
    const assess = (since: readonly number[]) => {
      const earlier = [...before, ...since].map((effect) => ({ ...window(effect), error }));
      return findEvidence(new Series(earlier, baselineError), { ...window(0.115), error }).pValue;
    };

    // By the mean alone it would be 6e-4.
    expect(assess(together)).toBeLessThan(1e-5);
    expect(assess(scattered)).toBeGreaterThan(1e-4);
  });

  test('one outlier among them decides nothing', () => {
    const quiet = repeat(10, 0);
    for (const odd of [0.05, 0.3, 3]) {
      for (let ago = 0; ago < 6; ago++) {
        const { pValue } = findEvidence(series(quiet.with(9 - ago, window(odd))), window(0.015), ONLY_CHANCE);

        expect(pValue, `${odd}, ${ago} windows before`).toBeGreaterThan(0.05);
      }
    }
  });

  test('do not show one that is over, nor one that has changed sides', () => {
    const shifted = series(repeat(20, 0.1));

    expect(findEvidence(shifted, window(0), ONLY_CHANCE).pValue).toBe(1);
    expect(findEvidence(shifted, window(-0.01), ONLY_CHANCE)).toMatchObject({ windows: 1, effect: -0.01 });
    // Without this window, which is the farthest on its side, the others have a mean far on the other one.
    for (const earlier of [repeat(6, -0.3), [...repeat(10, 0), ...repeat(6, -0.3)], repeat(20, -0.3)]) {
      expect(findEvidence(series(earlier), window(0.2))).toMatchObject({ windows: 1, effect: 0.2 });
    }
  });

  test('all of them show an offset from the baseline that the last four weeks alone do not', () => {
    // Three standard errors of a day off, with no movement between the days.
    const since = (days: number) => findEvidence(series(repeat(days - 1, 3 * CHANCE)), window(3 * CHANCE));
    const [month, season] = [since(28), since(120)];

    expect(month.windows).toBeLessThanOrEqual(28);
    expect(season).toMatchObject({ windows: 120, effect: expect.closeTo(3 * CHANCE, 12) });
    expect(season.pValue).toBeLessThan(month.pValue / 10);
  });

  test('do not need all windows before them to be without a flag', () => {
    const flaggedLongAgo = [window(0.5, true), ...repeat(12, 0), ...repeat(6, 0.09)];
    const never = [...repeat(12, 0), ...repeat(6, 0.09)];
    const [after, without] = [flaggedLongAgo, never].map((earlier) => findEvidence(series(earlier), window(0.09)));

    expect(without.pValue).toBeLessThan(1e-4);
    expect(after.windows).toBe(without.windows);
    expect(after.pValue / without.pValue).toBeCloseTo(1, 1);
  });

  test('do not span a flagged window', () => {
    const effect = 2.5 * CHANCE;
    const { windows: count } = findEvidence(
      series([...repeat(6, effect), window(effect, true), ...repeat(1, effect)]),
      window(effect),
      ONLY_CHANCE,
    );

    expect(count).toBeLessThanOrEqual(2);
  });
});

test('a jump is found by the windows before where the baseline, of few rows, would not show it', () => {
  const random = new SeededRandom(4);
  const level = Array.from({ length: 40 }, () => window(0.1 + ERROR * random.normal()));
  const assess = (earlier: readonly Observation[], effect: number) =>
    findEvidence(new Series(earlier, 0.1), window(effect), ONLY_CHANCE).pValue;

  expect(assess([], -0.1)).toBeGreaterThan(0.1);
  expect(assess(level, 0.11)).toBeGreaterThan(0.1);
  // Ten standard errors from the other windows.
  expect(assess(level, -0.1)).toBeLessThan(1e-15);
});

describe('the season', () => {
  const groups = (day: number) => [Number(day % 7 > 4)];
  const random = new SeededRandom(8);
  const weeks = Array.from({ length: 70 }, (_, day) => ({
    ...window((day % 7 > 4 ? 0.3 : -0.12) + ERROR * random.normal()),
    groups: groups(day),
  }));

  test('explains a Saturday, but not an equally unusual Monday', () => {
    const [saturday, monday] = [5, 7].map((day) =>
      findEvidence(series(weeks), { ...window(0.3), groups: groups(day) }),
    );

    expect(saturday.pValue).toBeGreaterThan(0.05);
    expect(monday.pValue).toBeLessThan(1e-4);
  });

  test('of a shape explains as much of it', () => {
    const shape = (day: number) => findDistanceEvidence(series(weeks), { ...window(0.25), groups: groups(day) });

    expect(shape(5).pValue).toBeGreaterThan(shape(7).pValue);
    expect(shape(5).effect).toBeLessThan(shape(7).effect);
  });
});

describe('windows that move as a model predicts', () => {
  const SERIES = 2500;

  test('are found improbable no more often than promised', () => {
    const random = new SeededRandom(99);
    const pValues = Array.from({ length: SERIES }, (_, run) => {
      const length = [0, 4, 10, 30][run % 4];
      const drawn = drawSeries(drawModel(random), length + 1, { baseline: BASELINE_ERROR, window: ERROR }, random);
      return findEvidence(series(drawn.slice(0, -1)), drawn[length]).pValue;
    });

    for (const chance of [0.1, 0.01, 0.001]) {
      const found = pValues.filter((pValue) => pValue <= chance).length;
      expect(found, `${chance}`).toBeLessThanOrEqual(SERIES * chance + 4 * Math.sqrt(SERIES * chance) + 2);
    }
  });
});

import { describe, expect, test } from 'vitest';
import { findDistanceEvidence, findEvidence } from '../../../../lambdas/core/drift/movement/evidence.ts';
import { limitOf } from '../../../../lambdas/core/drift/movement/limit.ts';
import { ONLY_CHANCE, poolModels, usualVarianceOf } from '../../../../lambdas/core/drift/movement/model-weights.ts';
import { MOVEMENT_MODELS } from '../../../../lambdas/core/drift/movement/movement-models.ts';
import { type Scale, scaleOfOdds, scaleOfValues } from '../../../../lambdas/core/drift/movement/scale.ts';
import { type Observation, Series } from '../../../../lambdas/core/drift/movement/series.ts';
import { normalSurvival } from '../../../../lambdas/core/statistics/normal.ts';
import { SeededRandom } from '../../../../lambdas/core/statistics/random.ts';
import { drawModel, drawSeries } from './draw-series.ts';

const ERROR = 0.02;
const BASELINE_ERROR = 0.005;
const CHANCE = Math.hypot(ERROR, BASELINE_ERROR);

const window = (effect: number, flagged = false): Observation => ({ effect, error: ERROR, flagged, groups: [] });
const windows = (...effects: number[]) => effects.map((effect) => window(effect));
const repeat = (count: number, effect: number) => windows(...new Array<number>(count).fill(effect));
const series = (earlier: readonly Observation[]) => new Series(earlier, BASELINE_ERROR);

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

describe('usual movement is learned', () => {
  const random = new SeededRandom(21);
  const moving = Array.from({ length: 60 }, () => window(0.1 * random.normal()));
  const still = Array.from({ length: 60 }, () => window(ERROR * random.normal()));

  test('as large as it is: within a third of its standard deviation', () => {
    const sd = Math.sqrt(series(moving).usualVariance());

    expect(Math.abs(sd / 0.1 - 1)).toBeLessThan(0.34);
    expect(Math.sqrt(series(still).usualVariance())).toBeLessThan(0.02);
  });

  test('and widens what is usual; stillness narrows it', () => {
    const limits = [moving, [], still].map((earlier) => limitOf(series(earlier), { error: ERROR }, 1e-5));

    expect(limits[0]).toBeGreaterThan(limits[1]);
    expect(limits[1]).toBeGreaterThan(limits[2]);
    expect(limits[2]).toBeGreaterThan(4 * CHANCE);
  });

  test('the more windows of it the more certainly', () => {
    const limits = [10, 20, 40, 60].map((count) => limitOf(series(still.slice(0, count)), { error: ERROR }, 1e-5));

    for (let i = 1; i < limits.length; i++) expect(limits[i]).toBeLessThanOrEqual(limits[i - 1] * 1.05);
  });
});

test('weeks of stillness do not exclude that a column moves again, and hardly widen what is usual', () => {
  const random = new SeededRandom(5);
  const draw = (error: number) => ({ ...window(error * random.normal()), error });
  const still = series(Array.from({ length: 98 }, () => draw(0.03)));
  // Six standard errors twice in a row have a chance of 1e-16 if nothing moves; of 1e-3 with a movement of 0.05.
  const burst = series([...Array.from({ length: 97 }, () => draw(0.03)), { ...window(0.18), error: 0.03 }]);

  expect(findEvidence(burst, { ...window(0.18), error: 0.03 }).pValue).toBeGreaterThan(1e-8);
  expect(limitOf(still, { error: 0.03 }, 1e-4)).toBeLessThan(5 * 0.03);
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

describe('windows that are not learned from', () => {
  const quiet = windows(0.01, -0.02, 0.015, 0, -0.01, 0.02, -0.005, 0.01, 0.005, -0.015);
  const known = series(quiet);

  test.each([
    ['flagged ones', window(0.05, true)],
    ['broken ones, however usual they look', window(0, true)],
    ['one that is not usual, even if nothing flagged it', window(1)],
  ])('%s', (_, odd) => {
    const after = series([...quiet.slice(0, 5), odd, ...quiet.slice(5)]);

    expect(known.learned).toBe(10);
    expect(after.learned).toBe(10);
    expect(after.usualVariance()).toBeLessThan(2 * known.usualVariance());
    expect(limitOf(after, { error: ERROR }, 1e-5)).toBeLessThan(1.2 * limitOf(known, { error: ERROR }, 1e-5));
  });

  test('a flagged shift does not become normal, however long it lasts', () => {
    const after = series([...quiet, ...new Array<Observation>(60).fill(window(0.5, true))]);

    expect(after.learned).toBe(10);
    expect(findEvidence(after, window(0.5)).pValue).toBeLessThan(1e-4);
  });

  test('effects within three standard errors are always learned from', () => {
    expect(series([...quiet, window(3 * CHANCE)]).learned).toBe(11);
  });
});

describe('windows that are left out count as far out', () => {
  // Three of ten are less probable than one in a thousand when they come.
  const days = [0.25, -0.03, 0.05, -0.24, -0.06, 0.02, 0.26, -0.04, 0.03, -0.07];
  const isFar = (effect: number) => Math.abs(effect) > 0.2;
  const sizeOf = (one: Series) => Math.sqrt(one.usualVariance());

  test('once the windows after them lie on the other side: then they are movement', () => {
    const flagged = series(days.map((effect) => window(effect, isFar(effect))));
    const unflagged = series(windows(...days));
    const scatter = Math.sqrt(days.reduce((sum, effect) => sum + effect ** 2, 0) / days.length);

    expect(flagged.learned).toBe(7);
    expect(unflagged.learned).toBeLessThan(10);
    expect(sizeOf(flagged)).toBeLessThan(scatter / 2);
    expect(sizeOf(unflagged)).toBeGreaterThan((2 * scatter) / 3);
    expect(findEvidence(unflagged, window(0.3)).pValue).toBeGreaterThan(0.01);
  });

  test('but not before, nor if the column is flagged meanwhile: they may be where a lasting shift began', () => {
    const quiet = windows(0.01, -0.02, 0.015, 0, -0.01, 0.02, -0.005, 0.01);
    const without = sizeOf(series(quiet));
    const with15 = (...after: Observation[]) => sizeOf(series([...quiet, window(0.15), ...after]));
    const over = [window(0.02), window(-0.01)];

    expect(with15()).toBe(without);
    expect(with15(window(0.14), window(0.16))).toBe(without);
    // Afterwards a run counts as its first window does.
    expect(with15(window(0.4), ...over)).toBe(with15(window(0.3), ...over));
    expect(with15(window(0.14, true), ...over)).toBe(
      sizeOf(series([...quiet, window(0.15, true), window(0.14, true), ...over])),
    );
    expect(with15(...over)).toBeGreaterThan(without);
  });

  test('but one of them, which may be an outlier, makes no model 1,000 times as probable as another', () => {
    const oddsAfter = (odd: Observation) => {
      const posterior = series([...windows(0.01, -0.02, 0.015), odd, window(-0.01)]).posterior();
      return posterior.map((probability) => probability / posterior[0]);
    };
    const unknown = oddsAfter(window(0.6, true));
    const gains = oddsAfter(window(0.6)).map((odds, i) => odds / unknown[i]);

    expect(Math.max(...gains)).toBeGreaterThan(1.5);
    // A probability of at most 1 plus 0.001, over at least 0.001.
    expect(Math.max(...gains)).toBeLessThan(1001);
  });

  test('so that movement is not underestimated because the farthest windows are missing', () => {
    const random = new SeededRandom(31);
    const sd = 0.13;
    const moving = Array.from({ length: 150 }, () =>
      series(Array.from({ length: 14 }, () => window(Math.hypot(sd, ERROR) * random.normal()))),
    );
    const weights = poolModels(moving);
    const variance = moving.reduce((sum, one) => sum + one.usualVariance(weights), 0) / moving.length;

    expect(moving.reduce((sum, one) => sum + 14 - one.learned, 0)).toBeGreaterThan(50);
    expect(Math.abs(Math.sqrt(variance) / sd - 1)).toBeLessThan(0.05);
  });
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

test('the usual variance has the movement of a window and that of the 28 which the baseline is taken to be drawn from', () => {
  const only = (wanted: number) =>
    Float64Array.from(MOVEMENT_MODELS, ({ sd, autocorrelation }) => Number(sd === wanted && autocorrelation === 0));

  for (const sd of [0.05, 0.2]) expect(usualVarianceOf(only(sd))).toBeCloseTo(sd ** 2 * (1 + 1 / 28), 12);
  expect(usualVarianceOf(ONLY_CHANCE)).toBe(0);
});

describe('models weighed by all columns together', () => {
  const random = new SeededRandom(3);
  const drawMany = (sd: number) =>
    Array.from({ length: 50 }, () =>
      series(Array.from({ length: 15 }, () => window(sd * random.normal() + ERROR * random.normal()))),
    );
  const sizeOf = (weights: Float64Array) => weights.reduce((sum, weight, i) => sum + weight * MOVEMENT_MODELS[i].sd, 0);

  test('follow what most columns do, and exclude no model', () => {
    const [still, moving] = [0, 0.08].map((sd) => poolModels(drawMany(sd)));

    for (const weights of [still, moving]) {
      expect(weights.every((weight) => weight > 0)).toBe(true);
      expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 1);
    }
    expect(sizeOf(still)).toBeLessThan(0.02);
    expect(sizeOf(moving)).toBeGreaterThan(0.06);
    expect(sizeOf(moving)).toBeLessThan(0.11);
  });

  test('are those of all columns where four hundred of nine hundred are used, within a tenth of the size', () => {
    const many = [0, 0.05, 0.1].flatMap((sd) =>
      Array.from({ length: 300 }, () =>
        series(Array.from({ length: 10 }, () => window(sd * random.normal() + ERROR * random.normal()))),
      ),
    );
    const some = Array.from({ length: 400 }, (_, i) => many[Math.floor((i * many.length) / 400)]);

    expect(Math.abs(sizeOf(poolModels(some)) / sizeOf(poolModels(many)) - 1)).toBeLessThan(0.1);
  });

  test('are the prior without any column', () => {
    expect(sizeOf(poolModels([]))).toBeCloseTo(
      MOVEMENT_MODELS.reduce((sum, { sd, prior }) => sum + sd * prior, 0),
      12,
    );
  });
});

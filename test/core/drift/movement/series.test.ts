import { describe, expect, test } from 'vitest';
import { findEvidence } from '../../../../lambdas/core/drift/movement/evidence.ts';
import { limitOf } from '../../../../lambdas/core/drift/movement/limit.ts';
import { ONLY_CHANCE, poolModels, usualVarianceOf } from '../../../../lambdas/core/drift/movement/model-weights.ts';
import { MOVEMENT_MODELS } from '../../../../lambdas/core/drift/movement/movement-models.ts';
import type { Observation, Series } from '../../../../lambdas/core/drift/movement/series.ts';
import { SeededRandom } from '../../../../lambdas/core/statistics/random.ts';
import { CHANCE, ERROR, series, window, windows } from './observed-windows.ts';

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

import { describe, expect, test } from 'vitest';
import { type Counts, measureShare } from '../../../../lambdas/core/drift/shifts/share-shift.ts';
import rows from './reference/shares.json' with { type: 'json' };

const measure = (counts: Counts) => measureShare(counts, { kind: 'share', category: 'blue', part: 0.25 });
const measureRow = ([baseline, baselineRows, window, windowRows]: number[]) =>
  measure({ baseline, baselineRows, window, windowRows });
const scoreOf = ({ effect, error, baselineError }: ReturnType<typeof measure>) =>
  effect / Math.hypot(error, baselineError);

describe("normal scores of Fisher's exact test, by scipy", () => {
  test.each(rows)('$counts', ({ counts, score }) => {
    expect(Math.abs(scoreOf(measureRow(counts)) - score)).toBeLessThan(1e-9);
  });
});

test('of many rows the effect is the difference in standard deviations of a row', () => {
  const shift = measureRow([20_000, 100_000, 2400, 10_000]);

  expect(shift.effect).toBeCloseTo(0.04 / 0.4, 2);
  expect(shift.error).toBeCloseTo(0.01, 3);
  expect(shift.baselineError).toBeCloseTo(1 / Math.sqrt(100_000), 4);
  expect(shift.shares).toEqual([0.2, 0.24]);
  expect(shift).toMatchObject({ kind: 'share', category: 'blue', part: 0.25 });
});

test('may move by its odds only where it is that of a category', () => {
  const counts = { baseline: 20_000, baselineRows: 100_000, window: 2400, windowRows: 10_000 };

  expect(measure(counts).odds).toEqual({ share: 0.2, unit: 0.4 });
  expect(measure({ ...counts, baseline: 100 }).odds!.share).toBe(0.01);
  for (const kind of ['missing', 'unseen'] as const) {
    expect(measureShare(counts, { kind, part: 0.25 }).odds).toBeUndefined();
  }
});

test('two points of a hundred matter, whatever the share', () => {
  for (const share of [0, 0.001, 0.01, 0.2, 0.5, 0.9]) {
    const rows = 1e6;
    const at = (points: number) => measureRow([share * rows, rows, Math.round((share + points) * rows), rows]);

    expect(at(0.021).effect).toBeGreaterThan(at(0.021).material);
    expect(at(0.019).effect).toBeLessThan(at(0.019).material);
  }
});

describe('how much it is does not depend on how many rows the baseline has', () => {
  test.each([
    [0, 100],
    [0, 150],
    [0.001, 90],
    [0, 840],
  ])('%d of the baseline, %i of 3,000 rows of the window', (before, window) => {
    for (const baselineRows of [5000, 50_000, 500_000]) {
      const shift = measureRow([before * baselineRows, baselineRows, window, 3000]);

      // Shares below a hundredth are measured as if they were as frequent.
      const difference = (window / 3000 - before) / Math.sqrt(0.01 * 0.99);
      expect(Math.abs(shift.effect / difference - 1)).toBeLessThan(0.1);
      expect(shift.effect).toBeGreaterThan(shift.material);
      expect(scoreOf(shift)).toBeGreaterThan(10);
    }
  });
});

test('28 % unseen beside 500,000 rows of the baseline has a finite score of many standard errors', () => {
  const shift = measureRow([0, 500_000, 840, 3000]);

  expect(scoreOf(shift)).toBeGreaterThan(38);
  for (const value of [shift.effect, shift.error, shift.baselineError]) expect(Number.isFinite(value)).toBe(true);
});

test('the same share has no effect', () => {
  expect(measureRow([0, 1000, 0, 100]).effect).toBe(0);
  expect(measureRow([1000, 1000, 100, 100]).effect).toBe(0);
  expect(measureRow([250, 1000, 25, 100]).effect).toBe(0);
});

test('what is less than half a chance is none', () => {
  // 0.7 rows are expected.
  expect(measureRow([35, 5000, 1, 100]).effect).toBe(0);
});

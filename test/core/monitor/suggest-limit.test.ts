import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBreached, parseLimit } from '../../../lambdas/core/monitor/limit.ts';
import { describeMissingLimit, hasNoLimit } from '../../../lambdas/core/monitor/missing-limit.ts';
import { parseMonitor } from '../../../lambdas/core/monitor/parse.ts';
import { suggestLimit } from '../../../lambdas/core/monitor/suggest-limit.ts';
import { METRICS } from '../../../lambdas/core/performance/metrics/registry.ts';
import type { MetricName } from '../../../lambdas/core/performance/types.ts';

const estimate = (value: number | null, lower: number | null, upper: number | null, rows: number) => ({
  value,
  lower,
  upper,
  rows,
});

describe('a suggested limit', () => {
  // By hand, in another language: on the scale of the comparison, 1.96 times the root of error² + (0.05 row deviations)²; for shares
  // 2·asin√p, for losses ln, for r2 −ln(1 − r2). Then the distance from the best value, rounded up to two digits.
  it.each<[MetricName, number, number, number, number, string]>([
    // 0.90937
    ['accuracy', 0.936, 0.931, 0.9406, 10_000, 'accuracy < 0.909'],
    // 0.69612
    ['accuracy', 0.743, 0.7271, 0.7583, 3_000, 'accuracy < 0.69'],
    // 0.41419
    ['macro_f1', 0.466, 0.448, 0.484, 3_000, 'macro_f1 < 0.41'],
    // 2.1729
    ['mae', 2, 1.95, 2.05, 4_000, 'mae > 2.2'],
    // 0.27525
    ['log_loss', 0.244, 0.236, 0.252, 5_000, 'log_loss > 0.28'],
    // 0.70233
    ['r2', 0.78, 0.76, 0.8, 4_000, 'r2 < 0.7'],
    // -0.29734: an error of 1.29734.
    ['r2', -0.2, -0.25, -0.15, 1_000, 'r2 < -0.3'],
  ])('of %s, %d in the baseline (%d to %d of %d rows), is %s', (metric, value, lower, upper, rows, limit) => {
    expect(suggestLimit(metric, estimate(value, lower, upper, rows))).toBe(limit);
  });

  it('is farther away where fewer held-out rows say what the baseline is', () => {
    expect(suggestLimit('accuracy', estimate(0.9, 0.8506, 0.9343, 200))).toBe('accuracy < 0.84');
    expect(suggestLimit('accuracy', estimate(0.9, 0.894, 0.9058, 10_000))).toBe('accuracy < 0.86');
  });

  it.each<[MetricName, ReturnType<typeof estimate> | null]>([
    ['accuracy', null],
    ['accuracy', estimate(0.9, null, null, 12)],
    ['mae', estimate(0, null, null, 100)],
    ['bias', estimate(3, 2, 4, 100)],
    ['calibration_error', estimate(0.03, 0.02, 0.04, 100)],
    // Nothing is left below it.
    ['macro_f1', estimate(0.002, 0.001, 0.004, 100)],
  ])('of %s, %j in the baseline, does not exist', (metric, baseline) => {
    expect(suggestLimit(metric, baseline)).toBeNull();
  });

  // By hand, in another language: Wilson intervals; 2·asin√p of (p·n + 3/8) / (n + 3/4) rows; variance between windows = their variance
  // less the mean of error², at least 0.05²; 1.96 standard errors of a new window.
  describe('from the windows of the baseline', () => {
    const good = estimate(0.95, 0.93469, 0.96187, 1000);
    const bad = estimate(0.85, 0.82653, 0.87079, 1000);
    const pooled = estimate(0.9, 0.894504, 0.90524, 12_000);
    const times = (count: number, each: ReturnType<typeof estimate>) => Array<typeof each>(count).fill(each);
    const suggest = (estimates: readonly ReturnType<typeof estimate>[], minimumRows = 200) =>
      suggestLimit('accuracy', pooled, { estimates, minimumRows });

    it.each<[string, ReturnType<typeof estimate>[], number, string]>([
      // 0.86815, as without windows.
      ['without windows', [], 200, 'accuracy < 0.86'],
      ['two windows, of which the worse holds', [good, bad], 200, 'accuracy < 0.85'],
      [
        'windows with too few rows alone, too few to show their spread',
        [good, ...times(6, bad)],
        1001,
        'accuracy < 0.86',
      ],
      // 0.77639
      [
        'twelve windows of two kinds, whose spread holds',
        [...times(6, good), ...times(6, bad)],
        200,
        'accuracy < 0.77',
      ],
      ['the same without rows enough for one alone', [...times(6, good), ...times(6, bad)], 1001, 'accuracy < 0.77'],
      ['forty windows, of which the worst holds', [...times(20, good), ...times(20, bad)], 200, 'accuracy < 0.85'],
      [
        'a day that is odd',
        [...times(20, good), ...times(20, bad), estimate(0.1, 0.08293, 0.12015, 1000)],
        200,
        'accuracy < 0.85',
      ],
      ['windows without an interval', [good, estimate(0.1, null, null, 5000), good], 200, 'accuracy < 0.86'],
    ])('%s', (_name, windows, minimumRows, limit) => {
      expect(suggest(windows, minimumRows)).toBe(limit);
    });

    it('is above what they show where lower is better', () => {
      const lossOf = (value: number) =>
        estimate(value, value * Math.exp(-1.96 * 0.02), value * Math.exp(1.96 * 0.02), 500);
      const all = estimate(2.5, 2.5 * Math.exp(-1.96 * 0.005), 2.5 * Math.exp(1.96 * 0.005), 10_000);
      const estimates = Array.from({ length: 10 }, (_, i) => lossOf(i % 2 === 0 ? 2 : 3));
      // 3.79397; of two windows the worse one, above 2.6281.
      expect(suggestLimit('mae', all, { estimates, minimumRows: 200 })).toBe('mae > 3.8');
      expect(suggestLimit('mae', all, { estimates: estimates.slice(0, 2), minimumRows: 200 })).toBe('mae > 3');
      expect(suggestLimit('mae', all)).toBe('mae > 2.7');
    });

    it('holds every window that has rows enough, and is never nearer than without windows', () => {
      const window = fc.tuple(fc.double({ min: 0.5, max: 1, noNaN: true }), fc.integer({ min: 100, max: 2000 }));
      fc.assert(
        fc.property(fc.array(window, { maxLength: 7 }), (given) => {
          const estimates = given.map(([value, rows]) =>
            estimate(value, value - 0.02, Math.min(1, value + 0.02), rows),
          );
          const limit = parseLimit(suggest(estimates)!);
          expect(limit.value).toBeLessThanOrEqual(0.86);
          for (const { value, rows } of estimates) if (rows >= 200) expect(isBreached(limit, value!)).toBe(false);
        }),
      );
    });
  });

  it('is one that a monitor file can have and that the baseline does not meet', () => {
    const names = Object.keys(METRICS).filter((name): name is MetricName => name !== 'bias');
    fc.assert(
      fc.property(
        fc.constantFrom(...names),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0.001, max: 0.2, noNaN: true }),
        fc.integer({ min: 20, max: 100_000 }),
        (metric, value, half, rows) => {
          const [lower, upper] = [Math.max(0, value - half), Math.min(1, value + half)];
          const limit = suggestLimit(metric, estimate(value, lower, upper, rows));
          if (limit !== null) expect(isBreached(parseLimit(limit), value)).toBe(false);
        },
      ),
    );
  });
});

describe('a monitor without limits', () => {
  const HEAD = 'model: m\nproblem: regression\ncapture: { uri: x, prediction: { value: y } }\n';
  const LABELS = 'labels: { uri: y }\n';
  const lacks = (text: string) => hasNoLimit(parseMonitor(HEAD + text, 'm.yaml'));

  it('has labels, and neither alert nor retrain limits', () => {
    expect(lacks(LABELS)).toBe(true);
    expect(lacks('')).toBe(false);
    expect(lacks(`${LABELS}performance: { alert: [mae > 3] }\n`)).toBe(false);
    expect(lacks(`${LABELS}performance: { retrain: [mae > 3] }\n`)).toBe(false);
  });

  it('is described with the key to add, and an example where there is one', () => {
    const says = 'no performance limit: mae is measured, but no alert is raised: add';
    const performance = { metrics: { mae: estimate(2, 1.95, 2.05, 4_000) } };
    expect(describeMissingLimit('mae', { performance })).toBe(`${says} performance: { alert: [ mae > 2.2 ] }`);
    expect(describeMissingLimit('mae', { performance, suggestedLimits: { mae: 'mae > 2.5' } })).toContain('mae > 2.5');
    expect(describeMissingLimit('mae', null)).toBe(`${says} one under performance.alert`);
  });
});

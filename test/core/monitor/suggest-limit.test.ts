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
    const says = 'no limit is set, so worse performance raises no alert: add';
    expect(describeMissingLimit('mae', estimate(2, 1.95, 2.05, 4_000))).toBe(
      `${says} performance.alert, for example "mae > 2.2"`,
    );
    expect(describeMissingLimit('mae', null)).toBe(`${says} one under performance.alert`);
  });
});

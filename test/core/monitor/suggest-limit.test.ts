import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isBreached, parseLimit } from '../../../lambdas/core/monitor/limit.ts';
import { describeMissingLimit, hasNoLimit } from '../../../lambdas/core/monitor/missing-limit.ts';
import { parseMonitor } from '../../../lambdas/core/monitor/parse.ts';
import { suggestLimit } from '../../../lambdas/core/monitor/suggest-limit.ts';
import { METRICS } from '../../../lambdas/core/performance/metrics/registry.ts';
import type { MetricName } from '../../../lambdas/core/performance/types.ts';

describe('a suggested limit', () => {
  it.each<[MetricName, number, string]>([
    // 0.064 wrong, and a quarter more is 0.08.
    ['accuracy', 0.936, 'accuracy < 0.92'],
    // 0.0479 and a quarter more is 0.059875, rounded up 0.06.
    ['roc_auc', 0.9521, 'roc_auc < 0.94'],
    ['accuracy', 0.6, 'accuracy < 0.5'],
    ['r2', -0.2, 'r2 < -0.5'],
    ['log_loss', 0.244, 'log_loss > 0.31'],
    ['mae', 1_240, 'mae > 1600'],
  ])('of %s, %d in the baseline, is %s: a quarter more error', (metric, baseline, limit) => {
    expect(suggestLimit(metric, baseline)).toBe(limit);
  });

  it.each<[MetricName, number | null]>([
    ['accuracy', null],
    ['accuracy', 1],
    ['mae', 0],
    ['bias', 3],
    // 1.25 times the error of 0.85 is more than any error.
    ['macro_f1', 0.15],
    ['brier_score', 0.9],
  ])('of %s, %d in the baseline, does not exist', (metric, baseline) => {
    expect(suggestLimit(metric, baseline)).toBeNull();
  });

  it('is one that a monitor file can have and that the baseline does not meet', () => {
    const names = Object.keys(METRICS).filter((name): name is MetricName => name !== 'bias');
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.double({ min: 0, max: 1, noNaN: true }), (metric, baseline) => {
        const limit = suggestLimit(metric, baseline);
        if (limit !== null) expect(isBreached(parseLimit(limit), baseline)).toBe(false);
      }),
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
    expect(describeMissingLimit('mae', 2)).toBe(`${says} performance.alert, for example "mae > 2.5"`);
    expect(describeMissingLimit('mae', null)).toBe(`${says} one under performance.alert`);
  });
});

import { describe, expect, it } from 'vitest';
import { compareToReference } from '../../../lambdas/core/comparison/against-reference.ts';
import { evaluateMulticlass, evaluateRegression } from '../../../lambdas/core/performance/evaluate.ts';
import { metricNames } from '../../../lambdas/core/performance/metrics/registry.ts';
import type { MetricEstimate } from '../../../lambdas/core/performance/types.ts';
import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import { accuracyOf, drawAccuracy } from './streams.ts';

const UNKNOWN: MetricEstimate = { value: null, lower: null, upper: null, rows: 0, reason: 'there are no scores' };

/** A binary performance of which only the accuracy is known. */
function performanceOf(accuracy: MetricEstimate) {
  const metrics = Object.fromEntries(metricNames('binary-classification').map((name) => [name, UNKNOWN]));
  return { problem: 'binary-classification' as const, metrics: { ...metrics, accuracy } };
}

const compared = (now: MetricEstimate, before: MetricEstimate) =>
  compareToReference('accuracy', performanceOf(now), performanceOf(before));

describe('an evaluation against a reference', () => {
  it('is worse where the interval of the difference is below zero', () => {
    const { verdict, reason, metrics } = compared(accuracyOf(0.8, 1000), accuracyOf(0.85, 1000));
    expect([verdict, reason]).toEqual(['worse', null]);
    // statsmodels: confint_proportions_2indep(800, 1000, 850, 1000, method='newcomb', compare='diff')
    expect(metrics.accuracy.lower).toBeCloseTo(-0.08322670331739662, 9);
    expect(metrics.accuracy.upper).toBeCloseTo(-0.016701054306740383, 9);
    expect(metrics.accuracy.difference).toBeCloseTo(-0.05, 12);
  });

  it('is no worse where it is better, and where the rows exclude all but a small loss', () => {
    expect(compared(accuracyOf(0.85, 1000), accuracyOf(0.8, 1000))).toMatchObject({
      verdict: 'no-worse',
      metrics: { accuracy: { outcome: 'better' } },
    });
    expect(compared(accuracyOf(0.8, 1000), accuracyOf(0.8, 1000))).toMatchObject({
      verdict: 'no-worse',
      reason: null,
      metrics: { accuracy: { outcome: 'same' } },
    });
  });

  it('is not known where the rows are too few', () => {
    const { verdict, reason, metrics } = compared(accuracyOf(0.8, 50), accuracyOf(0.8, 1000));
    expect(verdict).toBe('not-enough-data');
    expect(reason).toBe(`a loss of up to ${(-metrics.accuracy.lower!).toFixed(4)} is not excluded`);
    expect(compared(UNKNOWN, accuracyOf(0.8, 1000))).toMatchObject({
      verdict: 'not-enough-data',
      reason: 'the file has no value: there are no scores',
    });
    expect(compared(accuracyOf(0.8, 1000), UNKNOWN)).toMatchObject({
      verdict: 'not-enough-data',
      reason: 'the reference has no value: there are no scores',
    });
  });

  it('says of a metric without a scale that no number of rows shows that it is no worse', () => {
    const measured = (value: number, rows: number) => {
      const estimate = { value, lower: value - 1 / Math.sqrt(rows), upper: value + 1 / Math.sqrt(rows), rows };
      const { metrics, ...rest } = performanceOf(accuracyOf(0.8, rows));
      return { ...rest, metrics: { ...metrics, calibration_error: estimate } };
    };
    const verdictOf = (now: number, before: number) =>
      compareToReference('calibration_error', measured(now, 1e6), measured(before, 1e6));
    expect(verdictOf(0.05, 0.05)).toMatchObject({
      verdict: 'not-enough-data',
      reason: 'calibration_error can only show that it is worse or better',
    });
    expect([verdictOf(0.06, 0.05).verdict, verdictOf(0.05, 0.06).verdict]).toEqual(['worse', 'no-worse']);
  });

  it('calls one of forty quiet samples worse at most, and misses a loss that matters as seldom', () => {
    // A loss of 0.2 on the scale 2 arcsin √p, from 0.85: (2 arcsin √0.85 - 0.2) / 2 has the sine 0.8773, squared 0.7723.
    const LOSS = Math.sin((2 * Math.asin(Math.sqrt(0.85)) - 0.2) / 2) ** 2;
    const RUNS = 1500;
    const random = new SeededRandom(7);
    const count = (chance: number, rows: number) => {
      const verdicts = { worse: 0, 'no-worse': 0, 'not-enough-data': 0 };
      for (let run = 0; run < RUNS; run++) {
        verdicts[compared(drawAccuracy(random, chance, rows), drawAccuracy(random, 0.85, rows)).verdict]++;
      }
      return verdicts;
    };
    expect(LOSS).toBeCloseTo(0.7723, 3);
    // Three standard errors of a share of 2.5 % of the runs above it.
    const most = RUNS * (0.025 + 3 * Math.sqrt((0.025 * 0.975) / RUNS));
    for (const rows of [150, 600]) {
      expect(count(0.85, rows).worse).toBeLessThan(most);
      expect(count(LOSS, rows)['no-worse']).toBeLessThan(most);
    }
    // 600 rows on each side show such a loss, and that there is none.
    // On the normal scale the interval has a half width of 1.96 √(2 / rows), so that it excludes a loss of 0.2 with the chance
    // Φ((0.2 - 1.96 √(2 / rows)) / √(2 / rows)): 0.516 of 200 rows, 0.934 of 600. The share of 1500 runs varies by 0.013 and 0.006.
    expect(Math.abs(count(0.85, 200)['no-worse'] / RUNS - 0.516)).toBeLessThan(0.05);
    expect(count(0.85, 600)['no-worse']).toBeGreaterThan(0.9 * RUNS);
    expect(count(LOSS, 600).worse).toBeGreaterThan(0.85 * RUNS);
  });

  it('knows that larger errors are worse', () => {
    const random = new SeededRandom(3);
    const sample = (spread: number) => {
      const actual = Float64Array.from({ length: 800 }, () => random.normal());
      return evaluateRegression({ actual, predicted: actual.map((value) => value + spread * random.normal()) });
    };
    const [small, large, other] = [sample(1), sample(1.5), sample(1)];
    expect(compareToReference('mae', large, small)).toMatchObject({ verdict: 'worse', metric: 'mae' });
    expect(compareToReference('mae', small, large).metrics).toMatchObject({
      mae: { outcome: 'better' },
      r2: { outcome: 'better' },
    });
    expect(compareToReference('mae', small, other).verdict).toBe('no-worse');
  });

  it('leaves out what cannot be compared, and says why', () => {
    const actual = Int32Array.from({ length: 300 }, (_, i) => i % 3);
    const sample = evaluateMulticlass({ classes: ['a', 'b', 'c'], actual, predicted: actual, scores: null });
    const macro = (name: string) => (name.startsWith('macro') ? 'a class is missing' : undefined);
    expect(compareToReference('macro_f1', sample, sample, macro)).toMatchObject({
      verdict: 'not-enough-data',
      reason: 'a class is missing',
      metrics: { macro_f1: { outcome: 'unknown', difference: null }, accuracy: { outcome: 'same' } },
    });
  });
});

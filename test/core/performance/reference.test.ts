import { describe, expect, it } from 'vitest';
import { comparePerformance } from '../../../lambdas/core/performance/compare.ts';
import { evaluateBinary, evaluateMulticlass, evaluateRegression } from '../../../lambdas/core/performance/evaluate.ts';
import { wilsonInterval } from '../../../lambdas/core/performance/intervals/wilson.ts';
import { METRICS } from '../../../lambdas/core/performance/metrics/registry.ts';
import type { MetricEstimate, MetricName, Performance } from '../../../lambdas/core/performance/types.ts';
import reference from './reference/reference.json' with { type: 'json' };

type Values = Partial<Record<MetricName, number | null>>;
type Intervals = Partial<Record<MetricName, number[] | null>>;

/** Relative where the number is large, absolute where it is small. */
const TOLERANCE = 1e-9;

/** Intervals that the reference takes from numerical derivatives have their error. */
const DERIVED_TOLERANCE = 1e-6;
const DERIVED = ['average_precision', 'calibration_error', 'macro_f1', 'weighted_precision', 'weighted_f1', 'r2'];

describe.each(reference.binary)('binary: $name', ({ actual, predicted, score, confusion, values, intervals }) => {
  const evaluate = () =>
    evaluateBinary({
      actual: Uint8Array.from(actual),
      predicted: Uint8Array.from(predicted),
      score: Float64Array.from(score),
    });
  checkAgainst(evaluate, values, intervals);

  it('has the confusion matrix', () => {
    expect(evaluate().confusionMatrix).toEqual({ classes: ['0', '1'], counts: confusion });
  });
});

describe.each(reference.multiclass)('multiclass: $name', (given) => {
  const evaluate = () =>
    evaluateMulticlass({
      actual: Int32Array.from(given.actual),
      predicted: Int32Array.from(given.predicted),
      classes: Array.from({ length: given.classes }, (_, k) => `class ${k}`),
      scores: given.scores?.map((score) => Float64Array.from(score)) ?? null,
    });
  checkAgainst(evaluate, given.values, given.intervals);

  it('has the confusion matrix', () => {
    expect(evaluate().confusionMatrix?.counts).toEqual(given.confusion);
  });

  it('has precision, recall and f1 by class', () => {
    evaluate().classes!.forEach((found, k) => {
      expect(found.rows).toBe(given.confusion[k].reduce((sum, n) => sum + n, 0));
      for (const name of ['precision', 'recall', 'f1'] as const) expectNear(found[name], given.byClass[k][name]);
    });
  });
});

describe.each(reference.regression)('regression: $name', ({ actual, predicted, values, intervals }) => {
  const evaluate = () =>
    evaluateRegression({ actual: Float64Array.from(actual), predicted: Float64Array.from(predicted) });
  checkAgainst(evaluate, values, intervals);
});

it.each(['binary', 'multiclass', 'regression'] as const)('every metric of %s has reference values', (problem) => {
  const covered = new Set(reference[problem].flatMap(({ values }) => Object.keys(values)));
  const names = Object.entries(METRICS).filter(([, definition]) => definition[problem] !== undefined);

  expect(names.map(([name]) => name).filter((name) => !covered.has(name))).toEqual([]);
});

describe('difference of two proportions', () => {
  it.each(reference.differences)('$baseline to $window has Newcombe’s interval', (given) => {
    const [baseline, window] = [given.baseline, given.window].map(([hits, trials]) => ({
      value: hits / trials,
      ...wilsonInterval(hits / trials, trials),
      rows: trials,
    }));

    const { lower, upper } = comparePerformance(baseline, window, { better: 'higher' });

    expectNear(lower, given.lower);
    expectNear(upper, given.upper);
  });
});

/** @param evaluate is called by each test, so that none of them rests on work that was done before the tests. */
function checkAgainst(evaluate: () => Performance, values: Values, intervals: Intervals): void {
  it('has every metric of the reference', () => {
    expect(Object.keys(evaluate().metrics)).toEqual(expect.arrayContaining(Object.keys(values)));
  });

  it.each(Object.entries(values))('%s', (name, value) => {
    const metric = evaluate().metrics[name as MetricName]!;

    expectNear(metric.value, value);
    const complete = metric.value !== null && metric.lower !== null && metric.upper !== null;
    expect(metric.reason === undefined, 'a reason is given exactly when value or interval is missing').toBe(complete);
  });

  it.each(Object.entries(intervals))('interval of %s', (name, limits) => {
    const { value, lower, upper, reason }: MetricEstimate = evaluate().metrics[name as MetricName]!;
    const tolerance = DERIVED.includes(name) ? DERIVED_TOLERANCE : TOLERANCE;

    expectNear(lower, limits?.[0] ?? null, tolerance);
    expectNear(upper, limits?.[1] ?? null, tolerance);
    if (value !== null && lower === null)
      expect(reason).toMatch(/; an interval needs \d+$|every row gives the same value/);
  });
}

function expectNear(found: number | null, expected: number | null | undefined, tolerance = TOLERANCE): void {
  if (found === null || expected === null || expected === undefined) {
    expect(found).toBe(expected);
    return;
  }
  const error = Math.abs(found - expected) / Math.max(1, Math.abs(expected));
  expect(error, `${found} is not ${expected}`).toBeLessThanOrEqual(tolerance);
}

import { describe, expect, it } from 'vitest';
import { InvalidPredictionsError, TooManyClassesError } from '../../../lambdas/core/performance/errors.ts';
import { evaluateBinary, evaluateMulticlass, evaluateRegression } from '../../../lambdas/core/performance/evaluate.ts';
import { METRICS, metricNames } from '../../../lambdas/core/performance/metrics/registry.ts';
import { metricEstimateSchema } from '../../../lambdas/core/result/performance-schema.ts';

const NONE = new Uint8Array(0);
const NO_CODES = new Int32Array(0);
const NO_NUMBERS = new Float64Array(0);

describe('METRICS', () => {
  it.each([
    ['binary-classification', 'roc_auc', true],
    ['multiclass-classification', 'roc_auc', false],
    ['multiclass-classification', 'macro_f1', true],
    ['regression', 'macro_f1', false],
    ['regression', 'mae', true],
  ] as const)('%s has %s: %s', (problem, metric, expected) => {
    expect(metricNames(problem).includes(metric)).toBe(expected);
  });

  it.each([
    ['accuracy', 'higher'],
    ['roc_auc', 'higher'],
    ['r2', 'higher'],
    ['log_loss', 'lower'],
    ['brier_score', 'lower'],
    ['calibration_error', 'lower'],
    ['mae', 'lower'],
    ['rmse', 'lower'],
    ['mse', 'lower'],
    ['mape', 'lower'],
    ['bias', 'zero'],
  ] as const)('knows which %s is better: %s', (metric, better) => {
    expect(METRICS[metric].better).toBe(better);
  });
});

describe('metrics without a value', () => {
  it.each([
    ['binary', evaluateBinary({ actual: NONE, predicted: NONE, score: NO_NUMBERS })],
    ['multiclass', evaluateMulticlass({ actual: NO_CODES, predicted: NO_CODES, classes: ['a', 'b'], scores: null })],
    ['regression', evaluateRegression({ actual: NO_NUMBERS, predicted: NO_NUMBERS })],
  ])('%s: no rows, no values, and the reason', (_, performance) => {
    expect(performance.rows).toBe(0);
    for (const metric of Object.values(performance.metrics)) {
      expect(metric).toEqual({ value: null, lower: null, upper: null, rows: 0, reason: 'there are no rows' });
    }
  });

  it.each([
    { metric: 'precision', actual: [1, 0], predicted: [0, 0], reason: 'no row is predicted positive' },
    { metric: 'recall', actual: [0, 0], predicted: [1, 0], reason: 'no row is positive' },
    { metric: 'specificity', actual: [1, 1], predicted: [1, 0], reason: 'no row is negative' },
    { metric: 'f1', actual: [0, 0], predicted: [0, 0], reason: 'no row is positive or predicted positive' },
    { metric: 'roc_auc', actual: [0, 0], predicted: [0, 0], reason: 'no row is positive' },
    { metric: 'roc_auc', actual: [1, 1], predicted: [0, 0], reason: 'no row is negative' },
    { metric: 'average_precision', actual: [0, 0], predicted: [0, 0], reason: 'no row is positive' },
  ] as const)('$metric: $reason', ({ metric, actual, predicted, reason }) => {
    const { metrics } = evaluateBinary({
      actual: Uint8Array.from(actual),
      predicted: Uint8Array.from(predicted),
      score: Float64Array.of(0.1, 0.2),
    });

    expect(metrics[metric]).toEqual({ value: null, lower: null, upper: null, rows: 2, reason });
  });

  it('says that there are no scores, or that they are no probabilities', () => {
    const rows = { actual: Uint8Array.of(0, 1), predicted: Uint8Array.of(0, 1) };

    const without = evaluateBinary({ ...rows, score: null }).metrics;
    const margins = evaluateBinary({ ...rows, score: Float64Array.of(-3, 4) }).metrics;

    for (const name of ['roc_auc', 'average_precision', 'log_loss', 'brier_score', 'calibration_error'] as const) {
      expect(without[name]!.reason).toBe('there are no scores');
    }
    expect(margins.roc_auc!.value).toBe(1);
    for (const name of ['log_loss', 'brier_score', 'calibration_error'] as const) {
      expect(margins[name]!.reason).toBe('a score is outside 0 to 1, so it is no probability');
    }
  });

  it.each([
    ['above 1, as percentages are', [90, 20], [10, 80]],
    ['below 0, as margins are', [0.9, -0.2], [0.1, 0.8]],
  ])('leaves out the multiclass log loss when a score is %s', (_name, first, second) => {
    const { metrics } = evaluateMulticlass({
      actual: Int32Array.of(0, 1),
      predicted: Int32Array.of(0, 1),
      classes: ['a', 'b'],
      scores: [Float64Array.from(first), Float64Array.from(second)],
    });

    expect(metrics.log_loss).toMatchObject({
      value: null,
      reason: 'a score is outside 0 to 1, so it is no probability',
    });
    expect(metrics.accuracy!.value).toBe(1);
  });

  it('leaves out the multiclass log loss when a label is of a class the model does not score', () => {
    const { metrics } = evaluateMulticlass({
      actual: Int32Array.of(0, 2),
      predicted: Int32Array.of(0, 1),
      classes: ['a', 'b', 'new'],
      scores: [Float64Array.of(0.9, 0.2), Float64Array.of(0.1, 0.8)],
    });

    expect(metrics.log_loss!.reason).toBe('a label is of a class that has no score');
    expect(metrics.accuracy!.value).toBe(0.5);
  });

  it('does not call the rounding of a mean variance: equal labels have no r2', () => {
    const { metrics } = evaluateRegression({
      actual: Float64Array.of(0.1, 0.1, 0.1),
      predicted: Float64Array.of(0.1, 0.2, 0.3),
    });

    expect(metrics.r2).toEqual({ value: null, lower: null, upper: null, rows: 3, reason: 'the labels do not vary' });
  });

  it('reports squares beyond the range of a double as undefined', () => {
    const { metrics } = evaluateRegression({
      actual: Float64Array.of(0, 1e200),
      predicted: Float64Array.of(1e200, 0),
    });

    expect(metrics.mse!.reason).toBe('the numbers are too large to compute it');
    expect(metrics.mae!.value).toBe(1e200);
  });

  it.each([1e100, 1e200])('keeps errors of %d in a form that can be stored', (error) => {
    const actual = Float64Array.from({ length: 300 }, (_, row) => row);
    const { metrics } = evaluateRegression({
      actual,
      predicted: actual.map((label, row) => (row % 2 === 0 ? error : label)),
    });

    expect(metrics.mae!.value! / error).toBeCloseTo(0.5, 9);
    for (const [name, estimate] of Object.entries(metrics)) {
      expect(metricEstimateSchema.parse(JSON.parse(JSON.stringify(estimate))), name).toEqual(estimate);
    }
  });

  it('counts only labels other than zero in the rows of mape', () => {
    const { metrics } = evaluateRegression({
      actual: Float64Array.of(0, 0, 2, 4),
      predicted: Float64Array.of(1, 1, 3, 4),
    });

    expect(metrics.mape).toMatchObject({ value: 0.25, rows: 2 });
    expect(metrics.mae!.rows).toBe(4);
  });
});

describe('values at the edge', () => {
  it('keeps the log loss of a certain and right model above zero, as scikit-learn does', () => {
    const { metrics } = evaluateBinary({
      actual: Uint8Array.of(1, 0),
      predicted: Uint8Array.of(1, 0),
      score: Float64Array.of(1, 0),
    });

    expect(metrics.log_loss!.value).toBe(2.2204460492503136e-16);
  });

  it('bounds a perfect F-score by the worse kind of error that could occur', () => {
    // Ten hits without an error: Wilson's lower limit of TP among hits and errors is 10 / (10 + 1.96²). For F2 the worse
    // error is a miss, which counts four times; for F0.5 a false alarm, which counts once.
    const ten = Uint8Array.from({ length: 10 }, () => 1);
    const share = 10 / (10 + 1.959963984540054 ** 2);

    const { metrics } = evaluateBinary({ actual: ten, predicted: ten, score: null });

    expect(metrics.f2!.lower).toBeCloseTo((5 * share) / (5 * share + 4 * (1 - share)), 12);
    expect(metrics.f0_5!.lower).toBeCloseTo((1.25 * share) / (1.25 * share + (1 - share)), 12);
  });
});

describe('inputs that do not fit', () => {
  it.each([
    {
      message: 'predicted: has 1 rows, expected 2, as many as actual',
      act: () => evaluateBinary({ actual: Uint8Array.of(0, 1), predicted: Uint8Array.of(0), score: null }),
    },
    {
      message: 'actual, row 1: class 2 is not in 0 to 1',
      act: () => evaluateBinary({ actual: Uint8Array.of(0, 2), predicted: Uint8Array.of(0, 1), score: null }),
    },
    {
      message: 'score, row 0: NaN is not a finite number',
      act: () =>
        evaluateBinary({ actual: Uint8Array.of(1), predicted: Uint8Array.of(1), score: Float64Array.of(Number.NaN) }),
    },
    {
      message: 'predicted, row 0: class -1 is not in 0 to 1',
      act: () =>
        evaluateMulticlass({
          actual: Int32Array.of(0),
          predicted: Int32Array.of(-1),
          classes: ['a', 'b'],
          scores: null,
        }),
    },
    {
      message: 'scores: has 2 columns for 1 classes',
      act: () =>
        evaluateMulticlass({
          actual: Int32Array.of(0),
          predicted: Int32Array.of(0),
          classes: ['a'],
          scores: [Float64Array.of(1), Float64Array.of(0)],
        }),
    },
    {
      message: 'predicted, row 0: Infinity is not a finite number',
      act: () => evaluateRegression({ actual: Float64Array.of(1), predicted: Float64Array.of(Infinity) }),
    },
  ])('$message', ({ message, act }) => {
    expect(act).toThrow(InvalidPredictionsError);
    expect(act).toThrow(message);
  });

  it('refuses more classes than a confusion matrix can hold', () => {
    const classes = Array.from({ length: 1001 }, (_, i) => `id-${i}`);
    const act = () => evaluateMulticlass({ actual: NO_CODES, predicted: NO_CODES, classes, scores: null });

    expect(act).toThrow(TooManyClassesError);
    expect(act).toThrow('1001 classes ("id-0", "id-1", "id-2", "id-3", ');
    expect(act).toThrow('"id-9", …), at most 1000 are accepted');
  });
});

import { describe, expect, it } from 'vitest';
import { InvalidPredictionsError, TooManyClassesError } from '../../../lambdas/core/performance/errors.ts';
import {
  evaluateBinary,
  evaluateMulticlass,
  evaluateRegression,
  unknownPerformance,
} from '../../../lambdas/core/performance/evaluate.ts';
import { metricNames } from '../../../lambdas/core/performance/metrics/registry.ts';
import type { MetricName, Performance } from '../../../lambdas/core/performance/types.ts';
import { metricEstimateSchema } from '../../../lambdas/core/result/performance-schema.ts';

const NONE = new Uint8Array(0);
const NO_CODES = new Int32Array(0);
const NO_NUMBERS = new Float64Array(0);

describe('metrics without a value', () => {
  it.each([
    ['binary', () => evaluateBinary({ actual: NONE, predicted: NONE, score: NO_NUMBERS })],
    [
      'multiclass',
      () => evaluateMulticlass({ actual: NO_CODES, predicted: NO_CODES, classes: ['a', 'b'], scores: null }),
    ],
    ['regression', () => evaluateRegression({ actual: NO_NUMBERS, predicted: NO_NUMBERS })],
  ])('%s: no rows, no values, and the reason', (problem, evaluate) => {
    const performance = evaluate();

    expect(performance.problem).toMatch(problem);
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
    [-0.001, 'a score is outside 0 to 1, so it is no probability'],
    [1.001, 'a score is outside 0 to 1, so it is no probability'],
    [0, undefined],
    [1, undefined],
  ])('takes the score %d of one row for a probability, or says why not', (score, reason) => {
    const scores = Float64Array.of(0.5, 0.25, score);
    const binary = evaluateBinary({ actual: Uint8Array.of(0, 1, 1), predicted: Uint8Array.of(0, 1, 1), score: scores });
    const multiclass = evaluateMulticlass({
      actual: Int32Array.of(0, 1, 1),
      predicted: Int32Array.of(0, 1, 1),
      classes: ['a', 'b'],
      scores: [Float64Array.of(0.5, 0.5, 0.5), scores],
    });

    for (const { metrics } of [binary, multiclass]) {
      expect(metrics.log_loss!.value === null).toBe(reason !== undefined);
      if (reason !== undefined) expect(metrics.log_loss!.reason).toBe(reason);
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

describe('metrics without an interval', () => {
  /** Binary rows that are answered right but for one of each class. */
  const binaryOf = (positives: number, negatives: number) => {
    const actual = Uint8Array.from({ length: positives + negatives }, (_, row) => (row < positives ? 1 : 0));
    return evaluateBinary({
      actual,
      predicted: actual,
      score: Float64Array.from(actual, (code, row) => (code === 1 ? 0.9 : 0.1) - row / 1000),
    }).metrics;
  };
  /** Rows of each class, answered right with a probability of 0.8 and less. */
  const multiclassOf = (...rows: number[]) => {
    const actual = Int32Array.from(rows.flatMap((count, k) => Array.from({ length: count }, () => k)));
    return evaluateMulticlass({
      actual,
      predicted: actual,
      classes: rows.map((_, k) => `class ${k}`),
      scores: rows.map((_, k) => Float64Array.from(actual, (code, row) => (code === k ? 0.8 - row / 1000 : 0.05))),
    }).metrics;
  };
  const regressionOf = (...errors: number[]) =>
    evaluateRegression({
      actual: Float64Array.from(errors, (_, row) => row),
      predicted: Float64Array.from(errors, (error, row) => row + error),
    }).metrics;
  const waves = (rows: number) => Array.from({ length: rows }, (_, row) => Math.sin(row));

  it.each<[MetricName, () => Performance['metrics'], string]>([
    ['accuracy', () => binaryOf(1, 0), '1 row; an interval needs 10'],
    ['accuracy', () => binaryOf(5, 4), '9 rows; an interval needs 10'],
    ['precision', () => binaryOf(5, 40), '5 predicted positive rows; an interval needs 10'],
    ['recall', () => binaryOf(1, 40), '1 positive row; an interval needs 10'],
    ['specificity', () => binaryOf(40, 4), '4 negative rows; an interval needs 10'],
    ['f1', () => binaryOf(1, 40), '1 row that is positive or predicted so; an interval needs 10'],
    ['f2', () => binaryOf(5, 40), '5 rows that are positive or predicted so; an interval needs 10'],
    ['roc_auc', () => binaryOf(5, 40), '5 positive rows; an interval needs 20'],
    ['roc_auc', () => binaryOf(40, 1), '1 negative row; an interval needs 20'],
    ['roc_auc', () => binaryOf(19, 19), '19 positive rows; an interval needs 20'],
    ['average_precision', () => binaryOf(19, 4), '19 positive rows; an interval needs 20'],
    ['log_loss', () => binaryOf(9, 50), '9 positive rows; an interval needs 10'],
    ['log_loss', () => binaryOf(20, 20), '40 rows; an interval needs 50'],
    ['brier_score', () => binaryOf(50, 9), '9 negative rows; an interval needs 10'],
    ['calibration_error', () => binaryOf(50, 9), '9 negative rows; an interval needs 10'],
    ['log_loss', () => multiclassOf(60, 1, 0), '1 row outside the largest class; an interval needs 10'],
    ['log_loss', () => multiclassOf(60, 3, 4), '7 rows outside the largest class; an interval needs 10'],
    ['macro_f1', () => multiclassOf(60, 1, 40), '1 row of the rarest class; an interval needs 10'],
    ['macro_recall', () => multiclassOf(60, 9, 40), '9 rows of the rarest class; an interval needs 10'],
    ['weighted_precision', () => multiclassOf(30, 20, 10), '60 rows of 3 classes; an interval needs 100'],
    ['weighted_precision', () => multiclassOf(30, 20, 10, 30, 20), '110 rows of 5 classes; an interval needs 125'],
    ['weighted_precision', () => multiclassOf(1), '1 row; an interval needs 100'],
    ['weighted_f1', () => multiclassOf(30, 20, 10), '60 rows; an interval needs 100'],
    ['weighted_f1', () => multiclassOf(1), '1 row; an interval needs 100'],
    ['mae', () => regressionOf(...waves(49)), '49 rows; an interval needs 50'],
    ['bias', () => regressionOf(0.5), '1 row; an interval needs 50'],
    ['mse', () => regressionOf(...waves(199)), '199 rows; an interval needs 200'],
    ['r2', () => regressionOf(...waves(199)), '199 rows; an interval needs 200'],
    ['mae', () => regressionOf(...Array<number>(50).fill(2)), 'every row gives the same value'],
    ['r2', () => regressionOf(...Array<number>(200).fill(0)), 'every row gives the same value'],
  ])('%s, %s: %s', (name, metricsOf, reason) => {
    const { value, lower, upper, reason: found } = metricsOf()[name]!;

    expect(value).not.toBeNull();
    expect([lower, upper, found]).toEqual([null, null, reason]);
  });

  it('says why there is no value of a regression', () => {
    const { metrics } = evaluateRegression({ actual: Float64Array.of(0), predicted: Float64Array.of(1) });

    expect(metrics.r2).toEqual({ value: null, lower: null, upper: null, rows: 1, reason: 'one row has no variance' });
    expect(metrics.mape).toEqual({ value: null, lower: null, upper: null, rows: 0, reason: 'every label is zero' });
  });

  it('calls all rows unknown where they have a problem in common', () => {
    const found = { labels: ['a'], answers: ['b'] };
    const { metrics, disjoint, rows } = unknownPerformance('regression', 7, found);

    expect([disjoint, rows]).toEqual([found, 7]);
    expect(Object.keys(metrics)).toEqual(metricNames('regression'));
    expect(metrics.mae).toEqual({ value: null, lower: null, upper: null, rows: 0, reason: 'not known' });
  });
});

describe('the mean of the squared losses', () => {
  it.each([1, 2, 60])('comes with the mean loss of %d rows', (rows) => {
    const errors = Float64Array.from({ length: rows }, (_, row) => Math.sin(row + 1));
    const meanOfPower = (power: number) => errors.reduce((sum, error) => sum + Math.abs(error) ** power, 0) / rows;
    const { metrics } = evaluateRegression({
      actual: new Float64Array(rows).fill(1),
      predicted: errors.map((e) => 1 + e),
    });

    expect(metrics.mae!.meanSquare).toBeCloseTo(meanOfPower(2), 12);
    expect(metrics.mape!.meanSquare).toBeCloseTo(meanOfPower(2), 12);
    expect(metrics.mse!.meanSquare).toBeCloseTo(meanOfPower(4), 12);
    expect(metrics.rmse!.meanSquare).toBeCloseTo(meanOfPower(4), 12);
    expect(metrics.bias).not.toHaveProperty('meanSquare');
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
      message: 'score: has 1 rows, expected 2, as many as actual',
      act: () =>
        evaluateBinary({ actual: Uint8Array.of(0, 1), predicted: Uint8Array.of(0, 1), score: Float64Array.of(0.5) }),
    },
    {
      message: 'predicted: has 1 rows, expected 2, as many as actual',
      act: () => evaluateRegression({ actual: Float64Array.of(0, 1), predicted: Float64Array.of(0) }),
    },
    {
      message: 'actual, row 1: NaN is not a finite number',
      act: () => evaluateRegression({ actual: Float64Array.of(0, Number.NaN), predicted: Float64Array.of(0, 1) }),
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
      message: 'scores: has 1 rows, expected 2, as many as actual',
      act: () =>
        evaluateMulticlass({
          actual: Int32Array.of(0, 1),
          predicted: Int32Array.of(0, 1),
          classes: ['a', 'b'],
          scores: [Float64Array.of(1, 0), Float64Array.of(0)],
        }),
    },
    {
      message: 'scores, row 1: NaN is not a finite number',
      act: () =>
        evaluateMulticlass({
          actual: Int32Array.of(0, 1),
          predicted: Int32Array.of(0, 1),
          classes: ['a', 'b'],
          scores: [Float64Array.of(1, Number.NaN)],
        }),
    },
    {
      message: 'predicted, row 0: Infinity is not a finite number',
      act: () => evaluateRegression({ actual: Float64Array.of(1), predicted: Float64Array.of(Infinity) }),
    },
  ])('$message', ({ message, act }) => {
    expect(act).toThrow(InvalidPredictionsError);
    expect(act).toThrow(message);
    expect(act).toThrow(expect.objectContaining({ name: 'InvalidPredictionsError' }));
  });

  it('refuses more classes than a confusion matrix can hold', () => {
    const classes = Array.from({ length: 1001 }, (_, i) => `id-${i}`);
    const act = () => evaluateMulticlass({ actual: NO_CODES, predicted: NO_CODES, classes, scores: null });

    expect(act).toThrow(TooManyClassesError);
    expect(act).toThrow(expect.objectContaining({ name: 'TooManyClassesError' }));
    expect(act).toThrow('1001 classes ("id-0", "id-1", "id-2", "id-3", ');
    expect(act).toThrow('"id-9", …), at most 1000 are accepted');
  });
});

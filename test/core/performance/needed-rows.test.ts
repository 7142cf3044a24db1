import { describe, expect, it } from 'vitest';
import { binaryWorld } from '../../../bench/intervals/binary-world.ts';
import { countCoverage } from '../../../bench/intervals/count-coverage.ts';
import { multiclassWorld } from '../../../bench/intervals/multiclass-world.ts';
import { regressionWorld } from '../../../bench/intervals/regression-world.ts';
import type { World } from '../../../bench/intervals/world.ts';
import { evaluateBinary, evaluateMulticlass, evaluateRegression } from '../../../lambdas/core/performance/evaluate.ts';
import { wilsonInterval } from '../../../lambdas/core/performance/intervals/wilson.ts';
import type { MetricName, Performance } from '../../../lambdas/core/performance/types.ts';

/** Lowest share of intervals that hold the true value. */
const LEAST = 0.92;
const SAMPLES = 1000;

/** Where the fewest rows, positives or rows of a class have intervals, in the worlds that are hardest for them. */
const HARDEST: readonly {
  readonly name: string;
  readonly world: World;
  readonly rows: number;
  readonly metrics: readonly MetricName[];
}[] = [
  {
    name: '20 positives among 200, ranked well',
    world: binaryWorld({ positives: 0.1, auc: 0.95, confidence: 1 }),
    rows: 200,
    metrics: ['roc_auc', 'average_precision', 'log_loss', 'brier_score', 'f1', 'recall', 'specificity', 'accuracy'],
  },
  {
    name: '20 positives among 200, ranked badly',
    world: binaryWorld({ positives: 0.1, auc: 0.8, confidence: 1.5 }),
    rows: 200,
    metrics: [
      'roc_auc',
      'average_precision',
      'log_loss',
      'brier_score',
      'calibration_error',
      'precision',
      'f0_5',
      'f2',
    ],
  },
  {
    name: '10 positives among 1,000, overconfident',
    world: binaryWorld({ positives: 0.01, auc: 0.99, confidence: 1.5 }),
    rows: 1000,
    metrics: ['log_loss', 'brier_score', 'calibration_error', 'precision', 'recall', 'f0_5', 'f1', 'f2'],
  },
  {
    name: '50 rows, hardly one positive',
    world: binaryWorld({ positives: 0.01, auc: 0.99, confidence: 1 }),
    rows: 50,
    metrics: ['accuracy', 'specificity'],
  },
  {
    name: '10 rows of the rarest class',
    world: multiclassWorld({ shares: [0.85, 0.1, 0.05], auc: 0.99 }),
    rows: 200,
    metrics: ['macro_precision', 'macro_recall', 'macro_f1', 'weighted_f1', 'log_loss', 'accuracy'],
  },
  {
    name: 'one row of a class that is hardly ever predicted',
    world: multiclassWorld({ shares: [0.9, 0.09, 0.01], auc: 0.8 }),
    rows: 100,
    metrics: ['weighted_precision', 'weighted_recall', 'weighted_f1', 'log_loss'],
  },
  {
    name: '50 log-normal errors',
    world: regressionWorld({ errors: 'log-normal', labels: 'uniform' }),
    rows: 50,
    metrics: ['mae', 'mape', 'bias'],
  },
  {
    name: 'errors whose squares have no variance',
    world: regressionWorld({ errors: 't with 3 degrees', labels: 'uniform' }),
    rows: 200,
    metrics: ['mae', 'mse', 'rmse', 'mape', 'bias', 'r2'],
  },
  {
    name: '200 log-normal labels',
    world: regressionWorld({ errors: 'normal', labels: 'log-normal' }),
    rows: 200,
    metrics: ['r2', 'mape'],
  },
];

describe.each(HARDEST)('95 % intervals at the fewest rows they are given for: $name', ({ world, rows, metrics }) => {
  const coverages = countCoverage(world, world.truth(), { rows, samples: SAMPLES, seed: 4 });

  it.each(metrics)('%s', (name) => {
    const { intervals, above, below } = coverages.find(({ metric }) => metric === name)!;

    expect(intervals).toBeGreaterThan(SAMPLES / 3);
    expect(1 - (above + below) / intervals).toBeGreaterThanOrEqual(LEAST);
  });
});

describe("Wilson's interval", () => {
  it.each([
    [10, 0.91],
    [20, 0.92],
    [50, 0.92],
    [1000, 0.92],
  ])('of %i trials holds each share in %f of the samples', (trials, least) => {
    const intervals = Array.from({ length: trials + 1 }, (_, hits) => wilsonInterval(hits / trials, trials));
    for (let share = 0.0005; share < 1; share += 0.0005) {
      // The binomial distribution, from its logarithm.
      let logOf = trials * Math.log1p(-share);
      let held = 0;
      for (const [hits, { lower, upper }] of intervals.entries()) {
        if (lower <= share && share <= upper) held += Math.exp(logOf);
        logOf += Math.log(((trials - hits) / (hits + 1)) * (share / (1 - share)));
      }
      expect(held, `share ${share}`).toBeGreaterThanOrEqual(least);
    }
  });
});

/** Every third row is predicted wrong. */
function binary(positives: number, negatives: number): Performance {
  const actual = Uint8Array.from({ length: positives + negatives }, (_, row) => (row < positives ? 1 : 0));
  const score = Float64Array.from(actual, (label, row) =>
    row % 3 === 0 ? 0.6 - 0.3 * label : 0.1 + 0.7 * label + 0.01 * (row % 7),
  );
  return evaluateBinary({ actual, predicted: actual.map((_, row) => (score[row] > 0.5 ? 1 : 0)), score });
}

function multiclass(...rows: readonly number[]): Performance {
  const actual = Int32Array.from(rows.flatMap((count, k) => Array.from({ length: count }, () => k)));
  const predicted = actual.map((k, row) => (row % 4 === 0 ? (k + 1) % rows.length : k));
  const scores = rows.map((_, k) =>
    Float64Array.from(predicted, (guess, row) => (guess === k ? 0.7 : 0.1 + (row % 2) / 10)),
  );
  return evaluateMulticlass({ actual, predicted, scores, classes: rows.map((_, k) => `class ${k}`) });
}

function regression(rows: number): Performance {
  const actual = Float64Array.from({ length: rows }, (_, row) => 10 + (row % 5));
  return evaluateRegression({ actual, predicted: actual.map((label, row) => label + Math.sin(row)) });
}

describe('too few rows', () => {
  const many = 'an interval needs';

  it.each<[MetricName, Performance, Performance, string]>([
    ['accuracy', binary(5, 5), binary(5, 4), `9 rows; ${many} 10`],
    ['recall', binary(10, 90), binary(9, 90), `9 positive rows; ${many} 10`],
    ['specificity', binary(90, 10), binary(90, 9), `9 negative rows; ${many} 10`],
    ['roc_auc', binary(20, 90), binary(19, 90), `19 positive rows; ${many} 20`],
    ['roc_auc', binary(90, 20), binary(90, 19), `19 negative rows; ${many} 20`],
    ['average_precision', binary(20, 90), binary(19, 90), `19 positive rows; ${many} 20`],
    ['log_loss', binary(10, 90), binary(9, 91), `9 positive rows; ${many} 10`],
    ['log_loss', binary(25, 25), binary(25, 24), `49 rows; ${many} 50`],
    ['log_loss', multiclass(90, 9, 1), multiclass(91, 9), `9 rows outside the largest class; ${many} 10`],
    ['brier_score', binary(90, 10), binary(99, 1), `1 negative row; ${many} 10`],
    ['calibration_error', binary(10, 90), binary(9, 91), `9 positive rows; ${many} 10`],
    ['macro_recall', multiclass(50, 10, 10), multiclass(50, 10, 9), `9 rows of the rarest class; ${many} 10`],
    ['macro_precision', multiclass(50, 10), multiclass(50, 10, 0), `0 rows of the rarest class; ${many} 10`],
    ['macro_f1', multiclass(50, 10), multiclass(50, 1), `1 row of the rarest class; ${many} 10`],
    ['weighted_precision', multiclass(50, 50), multiclass(50, 49), `99 rows of 2 classes; ${many} 100`],
    [
      'weighted_precision',
      multiclass(25, 25, 25, 25, 25),
      multiclass(25, 25, 25, 25, 24),
      `124 rows of 5 classes; ${many} 125`,
    ],
    ['weighted_f1', multiclass(50, 50), multiclass(50, 49), `99 rows; ${many} 100`],
    ['mae', regression(50), regression(49), `49 rows; ${many} 50`],
    ['mse', regression(200), regression(199), `199 rows; ${many} 200`],
    ['rmse', regression(200), regression(199), `199 rows; ${many} 200`],
    ['mape', regression(50), regression(49), `49 rows; ${many} 50`],
    ['bias', regression(50), regression(49), `49 rows; ${many} 50`],
    ['r2', regression(200), regression(199), `199 rows; ${many} 200`],
  ])(
    '%s has an interval from the rows on that it needs, and says what is missing below',
    (name, enough, few, reason) => {
      const { value, lower, upper } = enough.metrics[name]!;
      const without = few.metrics[name]!;

      expect(lower).toBeLessThan(value!);
      expect(upper).toBeGreaterThan(value!);
      expect(without).toMatchObject({ lower: null, upper: null, reason });
      expect(without.value).toEqual(expect.any(Number));
    },
  );

  it('counts the rows predicted positive for precision, and those that are or are predicted so for F-scores', () => {
    const actual = Uint8Array.from({ length: 200 }, (_, row) => (row < 8 ? 1 : 0));
    const predicted = actual.map((_, row) => (row > 5 && row < 9 ? 1 : 0));
    const { precision, f1 } = evaluateBinary({ actual, predicted, score: null }).metrics;

    expect(precision!.reason).toBe('3 predicted positive rows; an interval needs 10');
    expect(f1!.reason).toBe('9 rows that are positive or predicted so; an interval needs 10');
  });

  it('takes rows without spread for no certainty', () => {
    const same = Float64Array.from({ length: 200 }, () => 5);
    const varied = same.map((_, row) => row);
    const { mae } = evaluateRegression({ actual: varied, predicted: varied.map((label) => label + 1) }).metrics;
    const { r2 } = evaluateRegression({ actual: varied, predicted: varied }).metrics;

    expect(mae).toMatchObject({ value: 1, lower: null, upper: null, reason: 'every row gives the same value' });
    expect(r2).toMatchObject({ value: 1, lower: null, upper: null, reason: 'every row gives the same value' });
  });
});

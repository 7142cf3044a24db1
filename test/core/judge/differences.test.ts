import { describe, expect, it } from 'vitest';
import { compareMetric } from '../../../lambdas/core/judge/compare-metric.ts';
import { bootstrapDifference } from '../../../lambdas/core/judge/paired/bootstrap.ts';
import { isKnown } from '../../../lambdas/core/judge/paired/difference.ts';
import { binaryRows, errorsOf, regressionRows } from './rows.ts';

const Z = 1.959963984540054;

/** A positive row, scored and answered alike by one model and differently by the other. */
const positive = { actual: 1, candidate: 1, live: 1, candidateScore: 0.9, liveScore: 0.6 };
const negative = { actual: 0, candidate: 0, live: 1, candidateScore: 0.1, liveScore: 0.7 };

describe('a difference', () => {
  it.each(['average_precision', 'f1'] as const)('of %s needs two rows', (metric) => {
    const { difference, reason } = compareMetric(binaryRows([positive]), metric);

    expect(difference).toBeNull();
    expect(reason).toBe(`${metric} has no interval of the difference: one row has no spread`);
    expect(compareMetric(binaryRows([positive, positive]), metric).difference).not.toBeNull();
  });

  it.each(['mae', 'rmse', 'bias'] as const)('of %s needs two rows', (metric) => {
    const { difference, reason } = compareMetric(regressionRows([1], [2]), metric);

    expect(difference).toBeNull();
    expect(reason).toBe(`${metric} has no interval of the difference: one row has no spread`);
    expect(compareMetric(regressionRows([1, 2], [2, 4]), metric).difference).not.toBeNull();
  });

  it('of roc_auc needs two rows of each class', () => {
    const one = compareMetric(binaryRows([positive, negative, negative]), 'roc_auc');
    const two = compareMetric(binaryRows([positive, positive, negative, { ...negative, liveScore: 0.5 }]), 'roc_auc');

    expect(one.reason).toBe('roc_auc has no interval of the difference: a class has only one row');
    expect(two.difference).not.toBeNull();
  });

  it.each([
    ['bias', [1.2e308, 0, -1.2e308, 0]],
    ['mse', [0.9e154, 0]],
  ] as const)('of %s has to be within the range of a double, as the metric is', (metric, errors) => {
    const { candidate, reason } = compareMetric(
      regressionRows(
        errors,
        errors.map(() => 0),
      ),
      metric,
    );

    expect(candidate.value).not.toBeNull();
    expect(reason).toBe(`${metric} has no interval of the difference: the numbers are too large to compute it`);
  });

  it('of a model and itself is 0 without doubt', () => {
    const rows = [positive, positive, negative, negative].map((row) => ({ ...row, liveScore: row.candidateScore }));

    expect(compareMetric(binaryRows(rows), 'roc_auc').difference).toEqual({
      value: 0,
      lower: 0,
      upper: 0,
      pValue: 1,
      test: 'DeLong (paired)',
    });
    expect(compareMetric(binaryRows(rows), 'brier_score').difference).toMatchObject({ value: 0, pValue: 1 });
  });

  it('of a model and its mirror image is 0 in bias', () => {
    // Both are 1 from zero, and no row shows which is nearer.
    const { difference } = compareMetric(regressionRows([1, 2, 0], [-1, -2, 0]), 'bias');

    expect(difference).toMatchObject({ value: 0, pValue: 1 });
  });

  it('of rmse is known for a perfect model', () => {
    // Squared errors of 1, 4 and 4 against none.
    const { difference } = compareMetric(regressionRows([0, 0, 0], [1, -2, 2]), 'rmse');

    expect(difference!.value).toBeCloseTo(-Math.sqrt(3), 12);
    expect(difference!.upper).toBeGreaterThan(difference!.lower);
  });

  it.each([
    ['roc_auc', 'DeLong (paired)'],
    ['average_precision', 'influence of each row, normal'],
    ['brier_score', 'paired t'],
    ['f1', 'bootstrap, 1000 resamples'],
    ['accuracy', 'McNemar (mid-p)'],
  ] as const)('of %s names its test: %s', (metric, test) => {
    const rows = Array.from({ length: 40 }, (_, row) => ({
      actual: row % 2,
      candidate: row % 5 === 0 ? 1 : row % 2,
      live: row % 3 === 0 ? 1 : row % 2,
      candidateScore: Math.abs(Math.sin(row)),
      liveScore: Math.abs(Math.sin(2 * row)),
    }));

    expect(compareMetric(binaryRows(rows), metric).difference!.test).toBe(test);
  });

  it.each([
    ['mae', 'paired t'],
    ['rmse', 'delta method, paired t'],
    ['r2', 'delta method, paired t'],
    ['bias', 'two paired t'],
  ] as const)('of %s names its test: %s', (metric, test) => {
    expect(compareMetric(regressionRows(errorsOf(1), errorsOf(2)), metric).difference!.test).toBe(test);
  });
});

describe('a bootstrap', () => {
  it('has the standard deviation of the differences on the resamples as its standard error', () => {
    // Deviations of 1, 2, …, 1000: their sample variance is 1000 · 1001 / 12.
    let drawn = 0;
    const outcome = bootstrapDifference(2, 3, () => 3 + ++drawn);

    expect(drawn).toBe(1000);
    expect(isKnown(outcome) && (outcome.upper - 3) / Z).toBeCloseTo(Math.sqrt((1000 * 1001) / 12), 9);
    expect(isKnown(outcome) && (3 - outcome.lower) / Z).toBeCloseTo(Math.sqrt((1000 * 1001) / 12), 9);
  });

  it('is none where the metric is not defined on a resample', () => {
    let drawn = 0;
    const outcome = bootstrapDifference(2, 3, () => (++drawn === 7 ? Number.NaN : 3));

    expect(drawn).toBe(7);
    expect(outcome).toEqual({ reason: 'too few rows determine it: it is undefined on some resamples' });
  });
});

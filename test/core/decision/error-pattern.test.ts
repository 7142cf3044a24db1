import { describe, expect, it } from 'vitest';
import { describeErrorPattern } from '../../../lambdas/core/decision/error-pattern.ts';
import type { CheckResult } from '../../../lambdas/core/result/schema.ts';

type Performance = NonNullable<CheckResult['performance']>;

const estimate = (value: number, half = 0.05) => ({ value, lower: value - half, upper: value + half, rows: 500 });

/** Rows are actual classes, columns predicted ones. */
const ofMatrix = (classes: string[], counts: number[][]): Performance => ({
  problem: 'multiclass-classification',
  rows: counts.flat().reduce((sum, rows) => sum + rows, 0),
  metrics: {},
  confusionMatrix: { classes, counts },
  classes: null,
});

const ofMetrics = (metrics: Performance['metrics']): Performance => ({
  problem: 'regression',
  rows: 500,
  metrics,
  confusionMatrix: null,
  classes: null,
});

describe('describeErrorPattern', () => {
  it('names two classes that are each predicted as the other', () => {
    const matrix = [
      [30, 200, 5],
      [180, 40, 2],
      [4, 6, 90],
    ];
    expect(describeErrorPattern(ofMatrix(['cat', 'dog', 'owl'], matrix), null)).toBe(
      'labels or answers may have exchanged two classes: 200 of 235 rows with the label cat are predicted as dog, and 180 of 222 rows with the label dog are predicted as cat',
    );
  });

  it.each([
    // A class that hardly any model finds.
    [
      'a rare class',
      [
        [900, 5],
        [80, 15],
      ],
    ],
    [
      'a useless model',
      [
        [50, 52],
        [49, 51],
      ],
    ],
    [
      'few rows',
      [
        [1, 4],
        [5, 1],
      ],
    ],
    [
      'one class that is predicted as another',
      [
        [10, 200],
        [40, 300],
      ],
    ],
  ])('finds no exchange in %s', (_, counts) => {
    expect(describeErrorPattern(ofMatrix(['no', 'yes'], counts), null)).toBeNull();
  });

  it('says that scores rank the wrong way round, unless the baseline does', () => {
    const now = { roc_auc: estimate(0.1, 0.03) };
    expect(describeErrorPattern(ofMetrics(now), { roc_auc: estimate(0.9) })).toBe(
      'scores may be those of the other class: roc_auc is 0.1000, and 0.9000 if high scores mean the negative class',
    );
    expect(describeErrorPattern(ofMetrics(now), { roc_auc: estimate(0.12) })).toBeNull();
    expect(describeErrorPattern(ofMetrics({ roc_auc: estimate(0.46) }), { roc_auc: estimate(0.9) })).toBeNull();
  });

  it('names a bias that makes up much of the error', () => {
    // 12.3² / 15.6² = 0.6217
    const now = { bias: estimate(12.3, 2), rmse: estimate(15.6) };
    expect(describeErrorPattern(ofMetrics(now), { bias: estimate(0.2) })).toBe(
      'predictions are too high by 12.3 on average (bias 0.2 in the baseline), which makes up 62.2 % of the mean squared error',
    );
    const low = { bias: estimate(-12.3, 2), rmse: estimate(15.6) };
    expect(describeErrorPattern(ofMetrics(low), null)).toMatch(/^predictions are too low by 12.3 on average, which/);
  });

  it.each([
    ['a small bias', { bias: estimate(2, 1), rmse: estimate(10) }, 0],
    ['a bias that may be chance', { bias: estimate(6, 7), rmse: estimate(10) }, 0],
    ['the bias of the baseline', { bias: estimate(8, 1), rmse: estimate(10) }, -8.1],
    ['no error at all', { bias: estimate(0, 0), rmse: estimate(0) }, 0],
  ])('passes over %s', (_, metrics, before) => {
    expect(describeErrorPattern(ofMetrics(metrics), { bias: estimate(before) })).toBeNull();
  });

  it('shows hostile names of classes safely', () => {
    const matrix = ofMatrix(
      ['\u001b[31mred', '<b>'],
      [
        [0, 50],
        [50, 0],
      ],
    );
    const text = describeErrorPattern(matrix, null)!;
    expect(text).not.toContain('\u001b');
    expect(text).toContain('"<b>"');
  });
});

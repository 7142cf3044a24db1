import { describe, expect, it } from 'vitest';
import { valueDistribution } from '../../../../lambdas/core/report/distributions/value-distribution.ts';
import { Redactor } from '../../../../lambdas/core/text/redactor.ts';
import { alignOnGrid } from '../../drift/align-on-grid.ts';
import { numbers } from '../../drift/align-samples.ts';

const shown = (baseline: readonly number[], window: readonly number[]) =>
  valueDistribution(numbers(baseline, window), undefined, Redactor.SHOW);
const range = (length: number) => Array.from({ length }, (_, i) => i);

describe('the values of a column of few whole numbers', () => {
  it('are those of both sides with their rows, ascending', () => {
    const infinities = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
    expect(shown([1, 1, 5, 99], [-3, 1, ...infinities])).toEqual({
      type: 'value',
      values: [
        { value: -3, baseline: 0, window: 1 },
        { value: 1, baseline: 2, window: 1 },
        { value: 5, baseline: 1, window: 0 },
        { value: 99, baseline: 1, window: 0 },
      ],
      below: { baseline: 0, window: 1 },
      above: { baseline: 0, window: 2 },
    });
  });

  it('are not counted of fractions, of many values, and of columns in cells', () => {
    expect(shown([0, 1], [0.5])).toBeNull();
    expect(shown(range(20), [0])?.values).toHaveLength(20);
    expect(shown(range(20), [20])).toBeNull();
    expect(shown([Number.POSITIVE_INFINITY], [Number.POSITIVE_INFINITY])).toBeNull();
    expect(valueDistribution(alignOnGrid([1, 2], [1], [1]), undefined, Redactor.SHOW)).toBeNull();
  });

  it('are not shown where the data is not, nor as whole numbers where they stand for times', () => {
    expect(valueDistribution(numbers([1], [2]), undefined, Redactor.HIDE)).toBeNull();
    expect(valueDistribution(numbers([1], [2]), 'time', Redactor.SHOW)).toBeNull();
  });
});

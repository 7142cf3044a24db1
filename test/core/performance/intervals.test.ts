import { describe, expect, it } from 'vitest';
import { estimate } from '../../../lambdas/core/performance/intervals/interval.ts';
import { logitInterval } from '../../../lambdas/core/performance/intervals/logit.ts';
import { meanOf, studentInterval } from '../../../lambdas/core/performance/intervals/mean.ts';
import { unskew } from '../../../lambdas/core/performance/intervals/skewness.ts';
import { wilsonInterval } from '../../../lambdas/core/performance/intervals/wilson.ts';
import { binOf } from '../../../lambdas/core/performance/metrics/calibration-error.ts';

describe("Student's interval", () => {
  it('of four values has the quantile 3.182446 of three degrees of freedom', () => {
    // 1, 2, 3, 4: a mean of 2.5 with a standard error of √(5/3)/2.
    const { lower, upper } = studentInterval(meanOf(Float64Array.of(1, 2, 3, 4)));

    expect(upper - 2.5).toBeCloseTo((3.182446305 * Math.sqrt(5 / 3)) / 2, 8);
    expect(2.5 - lower).toBeCloseTo((3.182446305 * Math.sqrt(5 / 3)) / 2, 8);
  });
});

describe("Wilson's interval", () => {
  it('of endless trials is a point, and of none is everything', () => {
    expect(wilsonInterval(0.3, Number.POSITIVE_INFINITY)).toEqual({ lower: 0.3, upper: 0.3 });
    expect(wilsonInterval(0.3, 0)).toEqual({ lower: 0, upper: 1 });
  });

  it('reaches 0 without a hit and 1 without a miss', () => {
    // 1 - 10 / (10 + 1.96²): Wilson's other limit.
    const other = 1 - 10 / (10 + 1.959963984540054 ** 2);
    expect(wilsonInterval(0, 10)).toEqual({ lower: 0, upper: expect.closeTo(other, 12) });
    expect(wilsonInterval(1, 10)).toEqual({ lower: expect.closeTo(1 - other, 12), upper: 1 });
  });
});

describe('an interval on the logit scale', () => {
  it('ends at 1 where the odds are beyond the range of a double', () => {
    expect(logitInterval(0.5, 1000, 2)).toEqual({ lower: 0, upper: 1 });
  });
});

describe('an estimate', () => {
  it.each([
    [Number.NEGATIVE_INFINITY, 0.6],
    [0.4, Number.POSITIVE_INFINITY],
  ])('has no interval from %d to %d', (lower, upper) => {
    expect(estimate(0.5, { lower, upper }, 9)).toEqual({
      value: 0.5,
      lower: null,
      upper: null,
      rows: 9,
      reason: 'the numbers are too large to compute it',
    });
  });
});

describe("Hall's transformation", () => {
  it('of hardly any skewness is none, without the rounding of its formula', () => {
    expect(unskew(2, 1e-13)).toBeCloseTo(2, 12);
    expect(unskew(2, 0)).toBe(2);
    // (1 + s(y - s/6))^(1/3) = 1 + s x / 3, solved for y: x + s x² / 3 + s² x³ / 27 + s / 6.
    const x = unskew(2, 0.3);
    expect(x + (0.3 * x ** 2) / 3 + (0.3 ** 2 * x ** 3) / 27 + 0.3 / 6).toBeCloseTo(2, 12);
  });
});

describe('the bin of a probability', () => {
  it.each([
    [0, 0],
    [0.1, 0],
    [0.1000001, 1],
    // 3 · 0.1 and 6 · 0.1 are above 0.3 and 0.6 in floating point.
    [0.3, 2],
    [3 * 0.1, 2],
    [0.6, 5],
    [0.65, 6],
    [0.9, 8],
    [0.95, 9],
    [1, 9],
  ])('%d is closed above: %d', (probability, bin) => {
    expect(binOf(probability)).toBe(bin);
  });
});

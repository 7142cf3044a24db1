import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { type Scale, scaleOf, standardise } from '../../../lambdas/core/comparison/scale.ts';
import { METRICS } from '../../../lambdas/core/performance/metrics/registry.ts';
import type { MetricName } from '../../../lambdas/core/performance/types.ts';
import { accuracyOf } from './streams.ts';

const ARCSINE = scaleOf('accuracy')!;
const Z = 1.959963984540054;

test('differences of shares are those of Cohen', () => {
  // Statistical Power Analysis, 1988, table 6.2.2: φ of 0.50, 0.25 and 0.95 is 1.571, 1.047 and 2.691.
  expect(ARCSINE.to(0.5)).toBeCloseTo(1.571, 3);
  expect(ARCSINE.to(0.25)).toBeCloseTo(1.047, 3);
  expect(ARCSINE.to(0.95)).toBeCloseTo(2.691, 3);
});

test.each((Object.keys(METRICS) as MetricName[]).filter((name) => scaleOf(name) !== null))(
  '%s comes back from its scale',
  (name) => {
    const scale = scaleOf(name)!;
    const [min, max] = METRICS[name].range;
    const lower = scale === scaleOf('mae') ? 1e-6 : Math.max(min, -1e3);
    fc.assert(
      fc.property(fc.double({ min: lower, max: Math.min(max, 1e3), noNaN: true }), (value) => {
        fc.pre(Number.isFinite(scale.to(value)));
        expect(scale.from(scale.to(value))).toBeCloseTo(value, 6);
      }),
    );
  },
);

describe('the standard error', () => {
  it.each([
    [0.5, 400],
    [0.95, 1000],
    [0.99, 500],
    [1, 500],
  ])('of a share of %d in %d rows is one over their root, by Wilson’s interval', (share, rows) => {
    const { error } = standardise(accuracyOf(share, rows), ARCSINE)!;
    expect(error * Math.sqrt(rows)).toBeGreaterThan(0.98);
    expect(error * Math.sqrt(rows)).toBeLessThan(1.02);
  });

  it('is that of the interval on the scale on which it is symmetric', () => {
    const error = 0.07;
    const around = (scale: Scale, at: number) => ({
      value: scale.from(at),
      lower: scale.from(at - Z * error),
      upper: scale.from(at + Z * error),
      rows: 100,
    });
    for (const metric of ['mae', 'r2', 'bias'] as const) {
      const scale = scaleOf(metric)!;
      const found = standardise(around(scale, 0.4), scale)!;
      expect(found.error).toBeCloseTo(error, 12);
      expect(found.value).toBeCloseTo(0.4, 12);
    }
  });
});

it('few errors make no bias: the mean over the binomial distribution is where the share is', () => {
  for (const [rows, share] of [
    [200, 0.99],
    [200, 0.95],
    [2000, 0.999],
  ]) {
    let probability = share ** rows;
    let mean = 0;
    for (let errors = 0; errors <= 40; errors++) {
      mean += probability * standardise(accuracyOf(1 - errors / rows, rows), ARCSINE)!.value;
      probability *= ((rows - errors) / (errors + 1)) * ((1 - share) / share);
    }
    // In standard errors: without the three eighths of a row it would be 0.2 and more, and with the exact number of rows 0.1.
    // Intervals of one to three errors are wider at that end by design, so that the rows inferred from them are fewer.
    expect(Math.abs(mean - ARCSINE.to(share)) * Math.sqrt(rows)).toBeLessThan(0.14);
  }
});

it('what has no interval, or one without a width or an end, has no place on a scale', () => {
  const log = scaleOf('mae')!;
  expect(standardise({ value: 0.3, lower: null, upper: null, rows: 1 }, log)).toBeNull();
  expect(standardise({ value: null, lower: null, upper: null, rows: 0 }, log)).toBeNull();
  expect(standardise({ value: 0, lower: 0, upper: 0, rows: 500 }, log)).toBeNull();
  expect(standardise({ value: 0.1, lower: 0, upper: 0.2, rows: 500 }, log)).toBeNull();
  expect(standardise({ value: 1, lower: 1, upper: 1, rows: 500 }, scaleOf('r2')!)).toBeNull();
});

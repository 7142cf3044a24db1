import { describe, expect, it } from 'vitest';
import { MomentsAccumulator, mergeMoments, momentsOfCounts } from '../../../lambdas/core/profile/moments.ts';
import { NumberTable } from '../../../lambdas/core/profile/number-table.ts';
import type { Moments } from '../../../lambdas/core/profile/types.ts';
import samples from './reference/moments.json' with { type: 'json' };

function momentsOf(values: Float64Array): Moments {
  const moments = new MomentsAccumulator();
  moments.addAll(values, 0, values.length);
  return moments.finish()!;
}

function expectNear(actual: Moments, sample: (typeof samples)[number]): void {
  const size = Math.max(...sample.values.map(Math.abs));
  expect(actual.count).toBe(sample.values.length);
  expect(actual.min).toBe(Math.min(...sample.values));
  expect(actual.max).toBe(Math.max(...sample.values));
  expect(Math.abs(actual.mean - sample.mean)).toBeLessThanOrEqual(1e-15 * size);
  // The mean is known to half a unit in its last place, which moves m2 by the condition of the variance.
  const bound = 1e-12 * (sample.m2 + size * Math.sqrt(sample.m2));
  expect(Math.abs(actual.m2 - sample.m2)).toBeLessThanOrEqual(bound);
}

describe.each(samples)('moments of a $name sample', (sample) => {
  const values = Float64Array.from(sample.values);

  it('agree with rational arithmetic in one pass', () => {
    expectNear(momentsOf(values), sample);
  });

  it('agree with rational arithmetic merged from parts', () => {
    const third = Math.ceil(values.length / 3);
    const merged = new MomentsAccumulator();
    for (let i = 0; i < values.length; i += third) merged.merge(momentsOf(values.subarray(i, i + third)));
    expectNear(merged.finish()!, sample);
  });

  it('agree with rational arithmetic from counts by value', () => {
    const table = new NumberTable();
    for (const value of values) table.add(value, 1);
    const sorted = table.sorted();
    expectNear(momentsOfCounts(sorted.values, sorted.counts)!, sample);
  });
});

describe('moments', () => {
  it('saturate where squares and sums overflow', () => {
    const huge = Float64Array.of(Number.MAX_VALUE, -Number.MAX_VALUE, Number.MAX_VALUE, Number.MAX_VALUE);
    const merged = mergeMoments(momentsOf(huge.subarray(0, 1)), momentsOf(huge.subarray(1, 2)));
    expect(merged).toEqual({ count: 2, min: -Number.MAX_VALUE, max: Number.MAX_VALUE, mean: 0, m2: Number.MAX_VALUE });
    expect(momentsOf(huge).mean).toBeCloseTo(Number.MAX_VALUE / 2, -295);
    expect(momentsOf(huge).m2).toBe(Number.MAX_VALUE);
  });

  it('are null without a finite value', () => {
    expect(momentsOfCounts([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY], [1, 2])).toBeNull();
    expect(new MomentsAccumulator().finish()).toBeNull();
  });
});

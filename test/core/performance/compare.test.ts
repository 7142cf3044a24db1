import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparePerformance } from '../../../lambdas/core/performance/compare.ts';
import { wilsonInterval } from '../../../lambdas/core/performance/intervals/wilson.ts';
import type { MetricEstimate } from '../../../lambdas/core/performance/types.ts';

const proportion = fc
  .tuple(fc.integer({ min: 1, max: 5000 }), fc.nat())
  .map(([trials, n]) => estimateProportion(n % (trials + 1), trials));

describe('comparePerformance', () => {
  it.each([
    { better: 'higher', baseline: [900, 1000], window: [800, 1000], outcome: 'worse' },
    { better: 'higher', baseline: [800, 1000], window: [900, 1000], outcome: 'better' },
    { better: 'higher', baseline: [900, 1000], window: [895, 1000], outcome: 'same' },
    { better: 'higher', baseline: [900, 1000], window: [8, 10], outcome: 'same' },
    { better: 'lower', baseline: [100, 1000], window: [200, 1000], outcome: 'worse' },
    { better: 'lower', baseline: [200, 1000], window: [100, 1000], outcome: 'better' },
  ] as const)('$better is better, $baseline to $window: $outcome', ({ better, baseline, window, outcome }) => {
    const compared = comparePerformance(
      estimateProportion(baseline[0], baseline[1]),
      estimateProportion(window[0], window[1]),
      { better },
    );

    expect(compared.outcome).toBe(outcome);
    expect(compared.difference).toBeCloseTo(window[0] / window[1] - baseline[0] / baseline[1], 12);
  });

  it.each([
    { name: 'from too low to too high, as far', baseline: [-1.1, -1, -0.9], window: [0.9, 1, 1.1], outcome: 'same' },
    { name: 'further below zero', baseline: [-1.1, -1, -0.9], window: [-3.1, -3, -2.9], outcome: 'worse' },
    { name: 'from above to around zero', baseline: [0.9, 1, 1.1], window: [-0.1, 0, 0.1], outcome: 'better' },
    { name: 'away from zero', baseline: [-0.1, 0, 0.1], window: [-0.9, -0.8, -0.7], outcome: 'worse' },
  ] as const)('a bias $name: $outcome', ({ baseline, window, outcome }) => {
    const [first, second] = [baseline, window].map(([lower, value, upper]) => ({ lower, value, upper, rows: 100 }));

    expect(comparePerformance(first, second, { better: 'zero' }).outcome).toBe(outcome);
  });

  it('does not take a negative R² for a distance', () => {
    const baseline = { value: -0.5, lower: -0.6, upper: -0.4, rows: 300 };
    const window = { value: 0.2, lower: 0.1, upper: 0.3, rows: 300 };

    const { outcome, difference } = comparePerformance(baseline, window, { better: 'higher' });

    expect(outcome).toBe('better');
    expect(difference).toBeCloseTo(0.7, 12);
  });

  it('takes a bias around zero as a distance from 0 to its farther limit', () => {
    const baseline = { value: 0, lower: -0.2, upper: 0.1, rows: 100 };
    const window = { value: 0.3, lower: 0.25, upper: 0.35, rows: 100 };

    const { difference, lower, upper } = comparePerformance(baseline, window, { better: 'zero' });

    expect(difference).toBeCloseTo(0.3, 12);
    expect(lower).toBeCloseTo(0.3 - Math.hypot(0.05, 0.2), 12);
    expect(upper).toBeCloseTo(0.3 + 0.05, 12);
  });

  it.each([
    [{ value: null, lower: null, upper: null, rows: 3, reason: 'no row is positive' }, 'no value: no row is positive'],
    [{ value: 0.5, lower: null, upper: null, rows: 1 }, 'no confidence interval'],
    [
      { value: 0.5, lower: null, upper: null, rows: 90, reason: '12 positive rows; an interval needs 20' },
      'no confidence interval: 12 positive rows; an interval needs 20',
    ],
  ])('is unknown without a value or an interval', (missing: MetricEstimate, reason) => {
    const known = estimateProportion(9, 10);

    expect(comparePerformance(known, missing, { better: 'higher' })).toEqual({
      outcome: 'unknown',
      difference: null,
      lower: null,
      upper: null,
      reason: `the window has ${reason}`,
    });
    expect(comparePerformance(missing, known, { better: 'higher' }).reason).toBe(`the baseline has ${reason}`);
  });

  it('turns around with its arguments', () => {
    fc.assert(
      fc.property(proportion, proportion, (a, b) => {
        const there = comparePerformance(a, b, { better: 'higher' });
        const back = comparePerformance(b, a, { better: 'higher' });

        expect(back.difference).toBeCloseTo(-there.difference!, 12);
        expect(back.lower).toBeCloseTo(-there.upper!, 12);
        expect(back.upper).toBeCloseTo(-there.lower!, 12);
        expect([there.outcome, back.outcome].sort().join()).toMatch(/^(same,same|better,worse)$/);
      }),
    );
  });

  it('calls an estimate the same as itself, and lower the opposite of higher', () => {
    fc.assert(
      fc.property(proportion, proportion, (a, b) => {
        const higher = comparePerformance(a, b, { better: 'higher' }).outcome;
        const lower = comparePerformance(a, b, { better: 'lower' }).outcome;

        expect(comparePerformance(a, a, { better: 'higher' }).outcome).toBe('same');
        expect(lower).toBe(higher === 'same' ? 'same' : higher === 'better' ? 'worse' : 'better');
      }),
    );
  });
});

function estimateProportion(hits: number, trials: number): MetricEstimate {
  return { value: hits / trials, ...wilsonInterval(hits / trials, trials), rows: trials };
}

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { learnLimit, MIN_HISTORY_WINDOWS } from '../../../lambdas/core/drift/history-limit.ts';
import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';

const MATERIAL = 0.1;
const windows = (distances: number[], weekday = 1) => distances.map((distance) => ({ weekday, distance }));
const learn = (earlier: { weekday: number; distance: number }[], alpha = 0.01) =>
  learnLimit(earlier, { weekday: 1, materialLimit: MATERIAL, alpha });

describe('learnLimit', () => {
  test('by hand', () => {
    // Logs −3 … 3 around log 0.2: median 0, absolute deviations 0, 1, 1, 2, 2, 3, 3, their median 2. t(0.99; 6) = 3.142668.
    const distances = [-3, -2, -1, 0, 1, 2, 3].map((log) => 0.2 * Math.exp(log / 10));
    const expected = 0.2 * Math.exp(3.1426684033 * 0.2 * 1.4826022185 * Math.sqrt(8 / 7));

    const learned = learn(windows(distances, 2));

    expect(learned.limit).toBeCloseTo(expected, 9);
    expect(learned).toMatchObject({ source: 'history', windows: 7 });
  });

  test.each([
    { name: 'no history', earlier: [], expected: { limit: MATERIAL, source: 'material', windows: 0 } },
    {
      name: 'one window too few',
      earlier: windows(Array(MIN_HISTORY_WINDOWS - 1).fill(5)),
      expected: { limit: MATERIAL, source: 'material', windows: 0 },
    },
    {
      name: 'quiet history',
      earlier: windows([0.01, 0.011, 0.012, 0.01, 0.013, 0.011, 0.012]),
      expected: { limit: MATERIAL, source: 'material', windows: 7 },
    },
    {
      name: 'zeros',
      earlier: windows(Array(9).fill(0)),
      expected: { limit: MATERIAL, source: 'material', windows: 9 },
    },
  ])('$name: the material limit', ({ earlier, expected }) => {
    expect(learn(earlier)).toEqual(expected);
  });

  test('windows of the same weekday count alone once there are enough', () => {
    const others = windows(Array(20).fill(0.9), 6);
    const mondays = (count: number) => windows(Array(count).fill(0.2), 1);

    expect(learn([...others, ...mondays(7)])).toMatchObject({ source: 'weekday_history', windows: 7 });
    expect(learn([...others, ...mondays(7)]).limit).toBeCloseTo(0.2, 12);
    expect(learn([...others, ...mondays(6)])).toMatchObject({ source: 'history', windows: 26 });
  });

  test('one odd day does not switch the check off', () => {
    const usual = [0.18, 0.2, 0.22, 0.19, 0.21, 0.2, 0.205, 0.195, 0.215, 0.185];

    const without = learn(windows(usual)).limit;
    const withOdd = learn(windows([...usual, 1e6])).limit;

    expect(withOdd).toBeLessThan(1.1 * without);
  });

  test('is finite and never below the material limit', () => {
    const distance = fc.double({ min: 0, max: 1e300, noNaN: true });
    fc.assert(
      fc.property(fc.array(distance, { maxLength: 30 }), (distances) => {
        const { limit } = learn(windows(distances), 1e-5);
        expect(limit).toBeGreaterThanOrEqual(MATERIAL);
        expect(limit).toBeLessThan(Number.POSITIVE_INFINITY);
      }),
    );
  });

  test('a smaller chance asks for a larger distance', () => {
    const earlier = windows([0.18, 0.2, 0.25, 0.19, 0.3, 0.2, 0.15, 0.22]);
    const limits = [0.2, 0.05, 0.01, 1e-4].map((alpha) => learn(earlier, alpha).limit);

    expect(limits).toEqual([...limits].sort((a, b) => a - b));
    expect(new Set(limits).size).toBe(limits.length);
  });

  test('about the promised share of log-normal windows exceeds it', () => {
    // The bound is 1.671 √(1 + 1/60) = 1.684 spreads above the centre. The median's variance is (π/2)/60, the scaled MAD's
    // 1.36/60 (efficiencies 64 % and 37 %), so the bound's is 0.026 + 1.684² · 0.0227 = 0.091, and a new window exceeds it
    // with P(Z > 1.684 / √1.091) = 0.0535. The bounds are four standard errors of 4000 trials, 0.0036 each, around that.
    const random = new SeededRandom(11);
    const draw = () => Math.exp(-1 + 0.4 * random.normal());
    const trials = 4000;
    let exceeded = 0;
    for (let trial = 0; trial < trials; trial++) {
      const earlier = windows(Array.from({ length: 60 }, draw), 2);
      if (draw() > learn(earlier, 0.05).limit) exceeded++;
    }

    expect(exceeded / trials).toBeGreaterThan(0.0535 - 4 * 0.0036);
    expect(exceeded / trials).toBeLessThan(0.0535 + 4 * 0.0036);
  });
});

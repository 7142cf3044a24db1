import { describe, expect, it } from 'vitest';
import { buildBaselineProfile } from '../../../lambdas/core/profile/baseline.ts';
import { Profiler } from '../../../lambdas/core/profile/profiler.ts';
import { schemaOf } from '../../../lambdas/core/profile/schema.ts';
import type { Profile } from '../../../lambdas/core/profile/types.ts';
import { assessQuality, type QualityOptions } from '../../../lambdas/core/quality/assess.ts';
import { DEFAULT_QUALITY_LIMITS } from '../../../lambdas/core/quality/default-limits.ts';
import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import { makeChunk, reading } from '../profile/make-columns.ts';

/** Temperatures of a summer: the days differ by 3.3 degrees, the rows of a day by 2. */
const SUMMER = { mean: 16, days: 3.3, rows: 2 };

/** The finding about values out of the range of these, in windows. */
async function rangeOf(baseline: readonly number[]) {
  const whole = await buildBaselineProfile(reading([makeChunk([['x', baseline]])]));
  return (values: readonly number[]) => {
    const profiler = new Profiler({ schema: schemaOf(whole) });
    profiler.add(makeChunk([['x', values]]));
    return assessQuality(whole, profiler.finish(), DEFAULT_QUALITY_LIMITS).find(
      ({ check }) => check === 'out_of_range',
    );
  };
}

describe('a column that moves much between windows', () => {
  const random = new SeededRandom(7);
  const dayOf = (mean: number, rows: number) =>
    Array.from({ length: rows }, () => mean + SUMMER.rows * random.normal());
  const summer = Array.from({ length: 90 }, () => dayOf(SUMMER.mean + SUMMER.days * random.normal(), 200)).flat();
  const baseline = buildBaselineProfile(reading([makeChunk([['temperature', summer]])]));

  async function breachesOf(values: readonly number[], options: QualityOptions = {}): Promise<string[]> {
    const whole: Profile = await baseline;
    const profiler = new Profiler({ schema: schemaOf(whole) });
    profiler.add(makeChunk([['temperature', values]]));
    const found = assessQuality(whole, profiler.finish(), DEFAULT_QUALITY_LIMITS, options);
    return found.filter(({ breached }) => breached).map(({ check }) => check);
  }

  it('is in no other unit on a cold day', async () => {
    // 62 % of the mean and of the standard deviation of summer, as kilometres in miles are.
    const cold = dayOf(16 * 0.6214, 700).map((value) => 9.94 + (value - 9.94) * 1.2);
    const usual = new Map([['temperature', 0.85]]);
    expect(await breachesOf(cold)).toEqual(['scale_change']);
    expect(await breachesOf(cold, { usualMovement: usual })).toEqual([]);
  });

  it('is in another unit where the factor is beyond any day', async () => {
    const fahrenheit = dayOf(14, 700).map((value) => value * 1.8 + 32);
    expect(await breachesOf(fahrenheit, { usualMovement: new Map([['temperature', 0.85]]) })).not.toEqual([]);
  });

  it('has drifted, and is not broken, where the whole column moves beyond an end of its range', async () => {
    const least = Math.min(...summer);
    const winter = dayOf(least + 2, 700);
    expect(winter.filter((value) => value < least).length).toBeGreaterThan(0.1 * winter.length);
    expect(await breachesOf(winter)).not.toContain('out_of_range');
  });

  it('is broken where a part of the rows lies outside and the rest has not moved', async () => {
    const values = dayOf(16, 700).map((value, i) => (i % 10 === 0 ? -40 : value));
    expect(await breachesOf(values)).toContain('out_of_range');
  });

  it('is broken where a tenth of the rows lies outside and the rest has moved a little', async () => {
    const least = Math.min(...summer);
    const withTenth = (broken: number) => dayOf(15, 700).map((value, i) => (i % 10 === 0 ? broken : value));
    expect(await breachesOf(withTenth(-1000))).toContain('out_of_range');
    // As near as where the move leads, but too many.
    expect(await breachesOf(withTenth(least - 0.5))).toContain('out_of_range');
  });

  it('has drifted where even numbers move by a fifth of their range, and is broken where most leave it', async () => {
    const even = Array.from({ length: 5000 }, (_, i) => i / 50);
    const foundIn = await rangeOf(even);
    const fewer = even.filter((_, i) => i % 5 === 0);
    expect(foundIn(fewer.map((x) => x + 20))).toMatchObject({ breached: false, explained: true });
    expect(foundIn(fewer.map((x) => x - 45))).toMatchObject({ breached: false, explained: true });
    expect(foundIn(fewer.map((x) => x + 55))).toMatchObject({ breached: true });
    // Stretched about its lower end, by which the rows inside hardly move.
    expect(foundIn(fewer.map((x) => x * 1.6))).toMatchObject({ breached: true });
    // A tenth far outside, where the others have moved too; a tenth, and nearly half, far outside.
    expect(foundIn(fewer.map((x, i) => (i % 10 === 0 ? 1e6 : x + 12)))).toMatchObject({ breached: true });
    expect(foundIn(fewer.map((x, i) => (i % 10 === 0 ? 1e6 : x)))).toMatchObject({ breached: true });
    expect(foundIn(fewer.map((x, i) => (i % 9 < 4 ? -1e6 : x)))).toMatchObject({ breached: true });
  });

  it('is broken where a fifth of the rows lies just outside and the others have not moved', async () => {
    // More of them near the upper end than near the lower one.
    const rising = Array.from({ length: 5000 }, (_, i) => 100 * Math.sqrt((i + 0.5) / 5000));
    const foundIn = await rangeOf(rising);
    const fewer = rising.filter((_, i) => i % 5 === 0);
    expect(foundIn(fewer.map((x, i) => (i % 5 === 0 ? 101 : x)))).toMatchObject({ breached: true });
  });

  it('is broken where nothing is where it was', async () => {
    expect(await breachesOf(dayOf(60, 700))).toContain('out_of_range');
  });
});

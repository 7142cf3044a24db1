import { describe, expect, it } from 'vitest';
import { alignProfiles } from '../../../../lambdas/core/drift/align-profiles.ts';
import type { Aligned } from '../../../../lambdas/core/drift/aligned.ts';
import type { WantedSettings } from '../../../../lambdas/core/drift/settings.ts';
import { measurePartShifts } from '../../../../lambdas/core/drift/shifts/part-shifts.ts';
import { keyOf } from '../../../../lambdas/core/drift/shifts/shift.ts';
import { buildBaselineProfile } from '../../../../lambdas/core/profile/baseline.ts';
import { Profiler } from '../../../../lambdas/core/profile/profiler.ts';
import { schemaOf } from '../../../../lambdas/core/profile/schema.ts';
import { SeededRandom } from '../../../../lambdas/core/statistics/random.ts';
import { makeChunk, reading } from '../../profile/make-columns.ts';
import { numbers, table } from '../align-samples.ts';

const PART = 500;

/** Shifts of the first part of a baseline of independent rows from the whole, by key. */
async function measure(random: SeededRandom, parts: number) {
  const rows = parts * PART;
  const numbers = Array.from({ length: rows }, () => (random.uniform() < 0.1 ? null : random.normal()));
  const texts = Array.from({ length: rows }, () => ['red', 'green', 'blue'][Math.floor(3 * random.uniform())]);
  const columns: [string, (number | string | null)[]][] = [
    ['x', numbers],
    ['colour', texts],
  ];
  const whole = await buildBaselineProfile(reading([makeChunk(columns)]), {});
  const profiler = new Profiler({ schema: schemaOf(whole) });
  profiler.add(makeChunk(columns.map(([name, cells]) => [name, cells.slice(0, PART)])));
  const found = new Map<string, { effect: number; error: number }>();
  for (const [i, column] of profiler.finish().columns.entries()) {
    for (const shift of measurePartShifts(alignProfiles(whole.columns[i], column))) {
      found.set(`${column.name} ${keyOf(shift)}`, shift);
    }
  }
  return found;
}

describe('the shifts of a part of the baseline from the whole', () => {
  // The mean of m of n independent rows of variance 1 is off the mean of all n by a variance of 1/m − 1/n.
  it.each([2, 4, 20])(
    'of independent rows have the variance 1/m − 1/n, for one part of %d',
    async (parts) => {
      const random = new SeededRandom(parts);
      const runs = 300;
      const squares = new Map<string, number>();
      const sums = new Map<string, number>();
      for (let run = 0; run < runs; run++) {
        for (const [key, { effect, error }] of await measure(random, parts)) {
          // The error is that of m rows by themselves.
          const score = effect / error / Math.sqrt(1 - 1 / parts);
          squares.set(key, (squares.get(key) ?? 0) + score ** 2 / runs);
          sums.set(key, (sums.get(key) ?? 0) + score / runs);
        }
      }
      for (const key of ['x location', 'x spread', 'x missing', 'colour share:red', 'colour share:blue']) {
        // Of 300 standard normal scores the mean is within ±0.2 and the mean square within 1 ± 0.25, at 3.5 standard errors;
        // exact tails of shares count the observed row in full, which takes a tenth off.
        // Beside a rest that is no larger, more rows of the part lie beyond its ends than its own do: a little more spread.
        expect(Math.abs(sums.get(key)!), key).toBeLessThan(key === 'x spread' && parts === 2 ? 0.4 : 0.2);
        expect(squares.get(key)!, key).toBeLessThan(1.25);
        expect(squares.get(key)!, key).toBeGreaterThan(key.startsWith('x l') || key.startsWith('x s') ? 0.75 : 0.6);
      }
    },
    60_000,
  );

  it('are measured from the rest, and count for as much less as the whole is nearer than the rest', () => {
    const aligned = { ...table([6000, 4000], [520, 480]), baselineMissing: 1000, windowMissing: 200 };
    const [share, ...others] = measurePartShifts(aligned);

    // Six in ten of all, 52 in a hundred of the part; a row of the rest has the standard deviation √(p(1 − p)).
    const p = 5480 / 9000;
    expect(share).toMatchObject({ kind: 'share', category: 'c0', shares: [p, 0.52] });
    expect(share.effect).toBeCloseTo(-0.08 / Math.sqrt(p * (1 - p)), 2);
    expect(share.error * Math.sqrt(1000)).toBeCloseTo(1, 1);
    expect(share.baselineError * Math.sqrt(9000)).toBeCloseTo(1, 1);
    expect(others.at(-1)).toMatchObject({ kind: 'missing', shares: [800 / 9800, 200 / 1200] });
  });

  it('have no shape', () => {
    const many = Array.from({ length: 20 }, () => 100);
    const ramp = Array.from({ length: 2000 }, (_, i) => i);
    const kindsOf = (aligned: Aligned, wanted?: WantedSettings) =>
      measurePartShifts(aligned, wanted).map(({ kind }) => kind);

    expect(
      new Set(
        kindsOf(
          table(
            many,
            many.map(() => 10),
          ),
        ),
      ),
    ).toEqual(new Set(['share', 'unseen', 'missing']));
    for (const test of ['ks', 'chi_square'] as const) {
      expect(
        kindsOf(
          numbers(
            ramp,
            ramp.filter((i) => i % 2 === 0),
          ),
          { test },
        ),
      ).toEqual(['location', 'spread', 'missing']);
    }
  });

  it('take a category that has more rows in the part than in the whole, as hashed cells can, for one of the part alone', () => {
    const shifts = measurePartShifts({ ...table([10, 5], [2, 6]), baselineMissing: 1, windowMissing: 3 });

    expect(shifts.map(({ kind, category, shares }) => [kind, category, shares])).toEqual([
      ['share', 'c0', [1, 0.25]],
      ['unseen', undefined, [0, 0.75]],
      ['missing', undefined, [0, 3 / 11]],
    ]);
  });

  it.each([
    ['that has no value', [5, 10], [0, 0]],
    ['that is the whole', [5, 10], [5, 10]],
  ])('are none of a part %s', (_, whole, part) => {
    expect(measurePartShifts(table(whole, part))).toEqual([]);
  });

  it('are none of rows that are all there are', async () => {
    expect([...(await measure(new SeededRandom(1), 1))]).toEqual([]);
  });

  it('are how far a part with another mean is from the mean of all', async () => {
    // A quarter of the rows lies 0.8 higher than the others: 0.6 above the mean of all, in units of the others' spread or so.
    const random = new SeededRandom(5);
    const cells = Array.from({ length: 40_000 }, (_, i) => random.normal() + (i < 10_000 ? 0.8 : 0));
    const whole = await buildBaselineProfile(reading([makeChunk([['x', cells]])]), {});
    const profiler = new Profiler({ schema: schemaOf(whole) });
    profiler.add(makeChunk([['x', cells.slice(0, 10_000)]]));

    const [location] = measurePartShifts(alignProfiles(whole.columns[0], profiler.finish().columns[0]));

    expect(location.kind).toBe('location');
    expect(location.effect).toBeGreaterThan(0.55);
    expect(location.effect).toBeLessThan(0.65);
    expect(location.error).toBeCloseTo(0.01, 4);
  });
});

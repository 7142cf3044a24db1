import { describe, expect, test } from 'vitest';
import { alignNumbers } from '../../../../lambdas/core/drift/align-values.ts';
import { measureShifts } from '../../../../lambdas/core/drift/shifts/measure-shifts.ts';
import { keyOf } from '../../../../lambdas/core/drift/shifts/shift.ts';
import { significanceTest } from '../../../../lambdas/core/drift/significance/registry.ts';
import { normalQuantile, normalSurvival } from '../../../../lambdas/core/statistics/normal.ts';
import { SeededRandom } from '../../../../lambdas/core/statistics/random.ts';
import { categorical, type Population } from '../populations.ts';

const STEPS = 2000;
const PAIRS = 300;
const SIZES = [
  [1000, 100],
  [1000, 1000],
  [5000, 100],
  [5000, 1000],
] as const;

/** A transform of standard normal numbers, recorded in {@link STEPS} steps of equal probability; equal values are one. */
function transformed(name: string, transform: (z: number) => number): Population {
  const steps = Array.from({ length: STEPS }, (_, i) => transform(normalQuantile((i + 0.5) / STEPS)));
  const values = Float64Array.from([...new Set(steps)].sort((a, b) => a - b));
  const at = new Map(Array.from(values, (value, i) => [value, i]));
  const cellOf = Int32Array.from(steps, (value) => at.get(value)!);
  const sample = (rows: number, random: SeededRandom) => {
    const counts = new Float64Array(values.length);
    for (let row = 0; row < rows; row++) counts[cellOf[random.integer(STEPS)]]++;
    return { values: values.filter((_, i) => counts[i] > 0), counts: counts.filter((count) => count > 0), missing: 0 };
  };
  return {
    name,
    drawBaseline(rows, random) {
      const baseline = sample(rows, random);
      return (windowRows) => alignNumbers(baseline, sample(windowRows, random));
    },
  };
}

const populations = [
  transformed('normal', (z) => z),
  transformed('log-normal', Math.exp),
  transformed('zero for six in ten', (z) => Math.max(0, z - 0.25)),
  transformed('zero for 99 in a hundred', (z) => Math.max(0, z - 2.33)),
  transformed('counts', (z) => [-0.76, 0.15, 0.87, 1.51, 2.1, 2.6].filter((limit) => limit < z).length),
  transformed('0, 1 and now and then 2', (z) => (z > 2.3 ? 2 : Number(z > 1.3))),
  categorical('four categories', [4, 3, 2, 1]),
  categorical('a rare category', [900, 95, 5]),
];

/** Two-sided p-values of the shifts of pairs without any change, by shift. */
function drawPValues(population: Population, seed: number): Map<string, number[]> {
  const random = new SeededRandom(seed);
  const pValues = new Map<string, number[]>();
  for (const [baselineRows, rows] of SIZES) {
    for (let pair = 0; pair < PAIRS; pair++) {
      const aligned = population.drawBaseline(baselineRows, random)(rows);
      const name = aligned.type === 'number' ? 'ks' : 'chi_square';
      const significance =
        aligned.type === 'number'
          ? significanceTest(name).testNumbers!(aligned)
          : significanceTest(name).testCategories!(aligned);
      for (const shift of measureShifts(aligned, name, significance)) {
        const score = shift.effect / Math.hypot(shift.error, shift.baselineError);
        const key = keyOf(shift);
        const known = pValues.get(key) ?? [];
        known.push(2 * normalSurvival(Math.abs(score)));
        pValues.set(key, known);
      }
    }
  }
  return pValues;
}

/** So many of n things of probability p come by chance about once in ten thousand times, at most. */
const mostOf = (n: number, p: number) => n * p + 4 * Math.sqrt(n * p) + 2;

describe('without a change the effect in its standard errors is standard normal, or nearer to 0', () => {
  test.each(populations.map((population, i) => ({ name: population.name, population, seed: 300 + i })))(
    '$name',
    ({ population, seed }) => {
      for (const [key, pValues] of drawPValues(population, seed)) {
        const count = (p: number) => pValues.filter((value) => value < p).length;
        const n = pValues.length;

        expect(count(0.01), key).toBeLessThanOrEqual(mostOf(n, 0.01));
        expect(count(0.001), key).toBeLessThanOrEqual(mostOf(n, 0.001));
        // A location is not only bounded.
        if (key !== 'location') continue;
        expect(Math.abs(count(0.3173) / n - 0.3173), key).toBeLessThan(5 * Math.sqrt((0.3173 * 0.6827) / n));
      }
    },
  );
});

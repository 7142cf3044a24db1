import { describe, expect, test } from 'vitest';
import { DEFAULT_FALSE_ALARMS, splitFalseAlarms } from '../../../lambdas/core/drift/rule.ts';
import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import {
  checkWindow,
  drawRows,
  hybrid,
  type ManyValued,
  manyValued,
  profileBaseline,
  profileWindow,
  uniform,
  zipf,
} from './many-valued.ts';
import { countQuietAlarms, type QuietRun } from './quiet-many-valued.ts';

const ALPHA = splitFalseAlarms(DEFAULT_FALSE_ALARMS).features;
const WINDOWS = 15;

/** Half a row a value to fifty of them; baselines as large as windows, smaller and larger. */
const runs: QuietRun[] = [
  { population: uniform(1001), baselineRows: 600, rows: 600, seed: 201 },
  { population: uniform(1001), baselineRows: 10_000, rows: 1000, seed: 202 },
  { population: uniform(2000), baselineRows: 3000, rows: 3000, seed: 203 },
  { population: uniform(5000), baselineRows: 2500, rows: 10_000, seed: 204 },
  { population: zipf(1001), baselineRows: 500, rows: 5000, seed: 205 },
  { population: zipf(5000), baselineRows: 5000, rows: 2500, seed: 206 },
  { population: zipf(50_000), baselineRows: 10_000, rows: 2000, seed: 207 },
  { population: uniform(50_000), baselineRows: 25_000, rows: 1000, seed: 208 },
  { population: hybrid(2000), baselineRows: 1000, rows: 6000, seed: 209 },
  { population: hybrid(5000), baselineRows: 3000, rows: 500, seed: 210 },
  { population: uniform(1001), baselineRows: 50_050, rows: 50_050, seed: 211 },
];

describe('quiet windows of many-valued texts', () => {
  test('at most 1 % raise an alarm, of drift or of broken data; p-values and distances are what chance makes', async () => {
    let alarms = 0;
    for (const run of runs) {
      const found = await countQuietAlarms(run, WINDOWS, ALPHA);
      alarms += found.alarms;
      if (found.tested === 0) continue;
      // One in twenty by chance, with five of its standard deviations.
      const most = 0.05 + 5 * Math.sqrt((0.05 * 0.95) / found.tested);
      expect(found.low / found.tested, run.population.name).toBeLessThan(most);
      expect(found.beyondChance, run.population.name).toBeLessThan(0.1);
    }
    expect(alarms).toBeLessThanOrEqual(runs.length * WINDOWS * DEFAULT_FALSE_ALARMS);
  }, 120_000);
});

/** A changed population against the old one: drifted, or broken data, or neither. */
async function outcome(before: ManyValued, after: ManyValued, rows: number, seed: number): Promise<string[]> {
  const random = new SeededRandom(seed);
  const baseline = await profileBaseline(drawRows(before, 5000, 1, random));
  const window = profileWindow(drawRows(after, rows, 1, random), baseline);
  const { drift, broken } = checkWindow(baseline, window, ALPHA);
  return [...(drift.drifted > 0 ? ['drift'] : []), ...broken.map(({ check }) => check)];
}

/** The population with this part of its rows in one value. */
function withShare({ dictionary, draw }: ManyValued, value: string, share: number): ManyValued {
  const at = dictionary.indexOf(value);
  const values = at < 0 ? [...dictionary, value] : dictionary;
  const code = at < 0 ? dictionary.length : at;
  return {
    name: 'changed',
    dictionary: values,
    draw: (random) => (random.uniform() < share ? code : draw(random)),
  };
}

describe.each([2000, 5000])('of %i values', (k) => {
  const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];
  const renamed = (population: ManyValued) => ({
    ...population,
    dictionary: population.dictionary.map((v) => `x${v}`),
  });

  test.each([
    ['a new value that takes 28 % of even ones', uniform(k), withShare(uniform(k), 'new', 0.28), 2000],
    ['a new value that takes 28 % of a hundred rows', zipf(k), withShare(zipf(k), 'new', 0.28), 100],
    ['a frequent value that gains a quarter', zipf(k), withShare(zipf(k), 'value 0', 0.25), 2000],
    ['a rare value that gains a fifth', hybrid(k), withShare(hybrid(k), 'value 700', 0.2), 1000],
  ] as const)('%s is found as drift', async (_, before, after, rows) => {
    for (const seed of SEEDS) expect(await outcome(before, after, rows, seed)).toContain('drift');
  });

  test.each([
    ['even', uniform(k)],
    ["Zipf's", zipf(k)],
    ['ten frequent and many rare', hybrid(k)],
  ])('%s: a rename of all values is found as values that are not known', async (_, population) => {
    for (const seed of SEEDS) {
      expect(await outcome(population, renamed(population), 2000, seed)).toContain('unseen_categories');
    }
  });
});

test('a window that has only half of the values is found', async () => {
  const half = manyValued(
    'half',
    Float64Array.from({ length: 1500 }, (_, i) => i % 2),
  );
  for (const seed of [1, 2, 3, 4]) expect(await outcome(uniform(1500), half, 5000, seed)).toContain('drift');
});

test('an unseen category in a window much smaller than the baseline is found among few categories too', async () => {
  // 28 rows of 100; beside 5,000 rows of the baseline less than one of them would be expected in the window.
  const few = manyValued('few', [60, 30, 10]);
  for (const seed of [1, 2, 3, 4])
    expect(await outcome(few, withShare(few, 'new', 0.28), 100, seed)).toContain('drift');
});

import { describe, expect, test } from 'vitest';
import { alignNumbers } from '../../../lambdas/core/drift/align-values.ts';
import { assessDrift } from '../../../lambdas/core/drift/assess.ts';
import { DEFAULT_FALSE_ALARMS, splitFalseAlarms } from '../../../lambdas/core/drift/rule.ts';
import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import { tallyNumbers } from './count-samples.ts';
import { categorical, continuous, type Population, stepped } from './populations.ts';

/** Where distances of quiet windows pass their limits, and p-values alone decide. */
const MANY = 500;
/** Where windows are so large that limits decide as well: what p-values do is held to scipy in reference.test.ts. */
const SOME = 100;
const FEATURES = 20;
/** Every baseline serves this many windows, so that one lucky or unlucky baseline does not decide. */
const WINDOWS_A_BASELINE = 20;
const ALPHA = splitFalseAlarms(DEFAULT_FALSE_ALARMS).features;

const four = [4, 3, 2, 1];
/** Frequent and rare ones: from 22 % down to 0.4 %. */
const fifty = Array.from({ length: 50 }, (_, i) => 1 / (i + 1));

const normal = continuous('normal', (random) => random.normal());
const logNormal = continuous('log-normal', (random) => Math.exp(random.normal()));
const fourCategories = categorical('4 categories', four);
const fiftyCategories = categorical('50 categories', fifty);

interface Configuration {
  readonly population: Population;
  readonly rows: number;
  readonly baselineRows: number;
  readonly windows: number;
  readonly seed: number;
}

/** Baselines on both sides of the rows up to which the Kolmogorov–Smirnov p-value is exact. */
const configurations: Configuration[] = [
  { population: normal, rows: 100, baselineRows: 2000, windows: MANY, seed: 101 },
  { population: logNormal, rows: 100, baselineRows: 2000, windows: MANY, seed: 102 },
  { population: fourCategories, rows: 100, baselineRows: 5000, windows: MANY, seed: 103 },
  { population: fiftyCategories, rows: 100, baselineRows: 5000, windows: MANY, seed: 104 },
  { population: normal, rows: 1000, baselineRows: 3000, windows: SOME, seed: 105 },
  { population: logNormal, rows: 1000, baselineRows: 3000, windows: SOME, seed: 106 },
  { population: fourCategories, rows: 1000, baselineRows: 5000, windows: SOME, seed: 107 },
  { population: fiftyCategories, rows: 1000, baselineRows: 5000, windows: SOME, seed: 108 },
  { population: stepped('normal', (z) => z), rows: 10_000, baselineRows: 10_001, windows: SOME, seed: 109 },
  { population: stepped('log-normal', Math.exp), rows: 10_000, baselineRows: 10_001, windows: SOME, seed: 110 },
  { population: fourCategories, rows: 10_000, baselineRows: 10_000, windows: SOME, seed: 111 },
  { population: fiftyCategories, rows: 10_000, baselineRows: 10_000, windows: SOME, seed: 112 },
];

describe('quiet windows', () => {
  test.each(configurations)('$population.name, $rows rows: at most 1 % raise a drift alert', (configuration) => {
    const alarms = countAlarms(configuration);

    expect(alarms).toBeLessThanOrEqual(configuration.windows * DEFAULT_FALSE_ALARMS);
  });

  test('rare categories, which the chi-square distribution alone takes for drift', () => {
    // 5 rows of the rare category are expected in a window.
    const population = categorical('rare', [95, 5]);

    expect(countAlarms({ population, rows: 100, baselineRows: 5000, windows: MANY, seed: 113 })).toBeLessThanOrEqual(
      MANY * DEFAULT_FALSE_ALARMS,
    );
  });
});

describe('a shift of 0.3 standard deviations', () => {
  const SEEDS = Array.from({ length: 25 }, (_, i) => i + 1);

  test.each([
    { name: 'normal', baselineRows: 5000, draw: (random: SeededRandom) => random.normal(), shift: 0.3 },
    // The standard deviation of a log-normal variable is √((e − 1) e).
    {
      name: 'log-normal',
      baselineRows: 5000,
      draw: (random: SeededRandom) => Math.exp(random.normal()),
      shift: 0.3 * Math.sqrt((Math.E - 1) * Math.E),
    },
  ])('$name, 5,000 rows: found every time, among 19 quiet features', ({ baselineRows, draw, shift }) => {
    const missed: number[] = [];
    for (const seed of SEEDS) {
      const random = new SeededRandom(seed);
      const pair = (by: number) =>
        alignNumbers(
          tallyNumbers(Float64Array.from({ length: baselineRows }, () => draw(random))),
          tallyNumbers(Float64Array.from({ length: 5000 }, () => draw(random) + by)),
        );
      const shifted = { name: 'shifted', aligned: pair(shift) };
      const quiet = { aligned: pair(0) };
      const others = Array.from({ length: FEATURES - 1 }, (_, i) => ({ name: `quiet ${i}`, ...quiet }));

      const { ranking } = assessDrift([shifted, ...others], ALPHA);

      if (!ranking.includes('shifted')) missed.push(seed);
    }

    expect(missed).toEqual([]);
  });
});

/** Windows of independent features, drawn from their baselines' own population, in which any feature drifted. */
function countAlarms({ population, rows, baselineRows, windows, seed }: Configuration): number {
  const random = new SeededRandom(seed);
  let alarms = 0;
  for (let window = 0; window < windows; window += WINDOWS_A_BASELINE) {
    const draws = Array.from({ length: FEATURES }, () => population.drawBaseline(baselineRows, random));
    for (let i = 0; i < WINDOWS_A_BASELINE; i++) {
      const features = draws.map((draw, feature) => ({ name: `feature ${feature}`, aligned: draw(rows) }));
      if (assessDrift(features, ALPHA).drifted > 0) alarms++;
    }
  }
  return alarms;
}

import { alignCategories, alignNumbers } from '../../../lambdas/core/drift/align-values.ts';
import type { Aligned } from '../../../lambdas/core/drift/aligned.ts';
import type { CategoryTally, NumberTally } from '../../../lambdas/core/drift/tally.ts';
import { normalQuantile } from '../../../lambdas/core/statistics/normal.ts';
import type { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import { tallyCodes, tallyNumbers } from './count-samples.ts';

/** Something samples are drawn from and compared. A sample is opaque: what the population's `align` takes. */
export interface Population {
  readonly name: string;
  /** A function that aligns a drawn baseline with drawn windows. */
  drawBaseline(rows: number, random: SeededRandom): (windowRows: number) => Aligned;
}

/** Independent rows of a continuous variable. */
export function continuous(name: string, draw: (random: SeededRandom) => number): Population {
  const sample = (rows: number, random: SeededRandom) =>
    tallyNumbers(Float64Array.from({ length: rows }, () => draw(random)));
  return {
    name,
    drawBaseline(rows, random) {
      const baseline = sample(rows, random);
      return (windowRows) => alignNumbers(baseline, sample(windowRows, random));
    },
  };
}

const STEPS = 2000;

/**
 * A variable recorded in {@link STEPS} steps of equal probability, the middles of as many quantile ranges of `transform` of
 * a standard normal one: rows are drawn one by one and counted by step, which saves sorting them.
 */
export function stepped(name: string, transform: (z: number) => number): Population {
  const values = Float64Array.from({ length: STEPS }, (_, i) => transform(normalQuantile((i + 0.5) / STEPS)));
  const sample = (rows: number, random: SeededRandom): NumberTally => {
    const counts = new Float64Array(STEPS);
    for (let row = 0; row < rows; row++) counts[random.integer(STEPS)]++;
    const drawn = values.filter((_, i) => counts[i] > 0);
    return { values: drawn, counts: counts.filter((count) => count > 0), missing: 0 };
  };
  return {
    name,
    drawBaseline(rows, random) {
      const baseline = sample(rows, random);
      return (windowRows) => alignNumbers(baseline, sample(windowRows, random));
    },
  };
}

const GUIDE = 4096;

/** Independent rows of categories with these weights. */
export function categorical(name: string, weights: readonly number[]): Population {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const upTo = Float64Array.from(weights);
  for (let i = 1; i < upTo.length; i++) upTo[i] += upTo[i - 1];
  // Where to start looking for a uniform number: the first category reaching into its part of 0 … 1.
  const guide = Int32Array.from({ length: GUIDE }, (_, part) => upTo.findIndex((sum) => sum > (part / GUIDE) * total));
  const dictionary = weights.map((_, i) => `category ${i}`);
  const sample = (rows: number, random: SeededRandom): CategoryTally => {
    const codes = new Int32Array(rows);
    for (let row = 0; row < rows; row++) {
      const uniform = random.uniform();
      let code = guide[Math.floor(uniform * GUIDE)];
      while (upTo[code] < uniform * total && code < upTo.length - 1) code++;
      codes[row] = code;
    }
    return tallyCodes(codes, dictionary);
  };
  return {
    name,
    drawBaseline(rows, random) {
      const baseline = sample(rows, random);
      return (windowRows) => alignCategories(baseline, sample(windowRows, random));
    },
  };
}

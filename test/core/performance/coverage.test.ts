import { describe, expect, it } from 'vitest';
import { evaluateBinary, evaluateMulticlass, evaluateRegression } from '../../../lambdas/core/performance/evaluate.ts';
import type { MetricName, Performance } from '../../../lambdas/core/performance/types.ts';
import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';

/** Samples drawn for each world. */
const SAMPLES = 1000;

/** Rows of a sample: large enough for asymptotic intervals to hold, as in a small daily window. */
const ROWS = 1000;

/** The true value is taken from a sample so large that its own error (1/20 of an interval's) does not matter. */
const TRUTH_ROWS = 400_000;

/** How often 95 % intervals miss is binomial; four standard errors of it, so that a right interval fails once in 16,000. */
const ALLOWED = 4 * Math.sqrt((0.95 * 0.05) / SAMPLES);

/** Made to be wide rather than narrow (see their definitions): only too little coverage is wrong. */
const CONSERVATIVE: readonly MetricName[] = ['calibration_error', 'macro_precision', 'macro_recall', 'macro_f1'];

const WORLDS: readonly { readonly name: string; readonly draw: (random: SeededRandom, rows: number) => Performance }[] =
  [
    { name: 'balanced and calibrated', draw: (random, rows) => drawBinary(random, rows, 0, 2, 1) },
    { name: 'imbalanced and overconfident', draw: (random, rows) => drawBinary(random, rows, -2.5, 1.5, 1.5) },
    { name: 'coarse scores with many ties', draw: (random, rows) => drawBinary(random, rows, 0.5, 1, 1, 10) },
    {
      name: 'three even classes',
      draw: (random, rows) => drawMulticlass(random, rows, [0.3, 0.3, 0.4], [0.8, 0.8, 0.8]),
    },
    { name: 'a rare class', draw: (random, rows) => drawMulticlass(random, rows, [0.85, 0.1, 0.05], [0.9, 0.9, 0.9]) },
    {
      name: 'a rare class and hardly an error',
      draw: (random, rows) => drawMulticlass(random, rows, [0.9, 0.07, 0.03], [0.999, 0.98, 0.98]),
    },
    { name: 'normal errors', draw: drawRegression },
  ];

describe.each(WORLDS)('95 % intervals: $name', ({ draw }) => {
  const truth = draw(new SeededRandom(1), TRUTH_ROWS).metrics;
  const names = Object.keys(truth) as MetricName[];
  const hits = new Map(names.map((name) => [name, 0]));
  const random = new SeededRandom(2);
  for (let sample = 0; sample < SAMPLES; sample++) {
    const { metrics } = draw(random, ROWS);
    for (const name of names) {
      const { lower, upper } = metrics[name]!;
      const { value } = truth[name]!;
      if (lower! <= value! && value! <= upper!) hits.set(name, hits.get(name)! + 1);
    }
  }

  it.each(names)('%s covers the true value in 95 of 100 samples', (name) => {
    const coverage = hits.get(name)! / SAMPLES;

    expect(coverage).toBeGreaterThanOrEqual(0.95 - ALLOWED);
    if (!CONSERVATIVE.includes(name)) expect(coverage).toBeLessThanOrEqual(0.95 + ALLOWED);
  });
});

it('the calibration error of a calibrated model covers 0 with few rows too', () => {
  // Fifty rows in ten bins: most of the measured error is noise. The limit is that of the coverage above.
  const random = new SeededRandom(3);
  let hits = 0;
  for (let sample = 0; sample < SAMPLES; sample++) {
    if (drawBinary(random, 50, 0, 2, 1).metrics.calibration_error!.lower === 0) hits++;
  }

  expect(hits / SAMPLES).toBeGreaterThanOrEqual(0.95 - ALLOWED);
});

/** A logistic model of one normal feature. `confidence` 1 is calibrated; `steps` rounds the score. */
function drawBinary(
  random: SeededRandom,
  rows: number,
  intercept: number,
  slope: number,
  confidence: number,
  steps = 0,
): Performance {
  const actual = new Uint8Array(rows);
  const predicted = new Uint8Array(rows);
  const score = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const x = random.normal();
    actual[row] = random.uniform() < logistic(intercept + slope * x) ? 1 : 0;
    const fine = logistic(intercept + slope * x * confidence);
    score[row] = steps === 0 ? fine : (Math.floor(fine * steps) + 0.5) / steps;
    predicted[row] = score[row] >= 0.5 ? 1 : 0;
  }
  return evaluateBinary({ actual, predicted, score });
}

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** A class is recognised with the probability `skill` says, else any class alike; the predicted class gets 0.5 to 0.9 of the probability. */
function drawMulticlass(
  random: SeededRandom,
  rows: number,
  shares: readonly number[],
  skill: readonly number[],
): Performance {
  const actual = new Int32Array(rows);
  const predicted = new Int32Array(rows);
  const scores = shares.map(() => new Float64Array(rows));
  for (let row = 0; row < rows; row++) {
    for (let u = random.uniform() - shares[0]; u > 0; u -= shares[actual[row]]) actual[row]++;
    predicted[row] = random.uniform() < skill[actual[row]] ? actual[row] : random.integer(shares.length);
    const confidence = 0.5 + 0.4 * random.uniform();
    scores.forEach((score, k) => {
      score[row] = k === predicted[row] ? confidence : (1 - confidence) / (shares.length - 1);
    });
  }
  return evaluateMulticlass({ actual, predicted, scores, classes: shares.map((_, k) => `class ${k}`) });
}

/** Uniform labels from 5 to 15, so that percentage errors have a mean, with standard normal errors around 0.2. */
function drawRegression(random: SeededRandom, rows: number): Performance {
  const actual = new Float64Array(rows);
  const predicted = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    actual[row] = 5 + 10 * random.uniform();
    predicted[row] = actual[row] + 0.2 + random.normal();
  }
  return evaluateRegression({ actual, predicted });
}

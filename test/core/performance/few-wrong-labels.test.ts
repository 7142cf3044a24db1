import { expect, it } from 'vitest';
import { binaryWorld } from '../../../bench/intervals/binary-world.ts';
import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';

/** Of binomial coverage, four standard errors: a right interval fails once in 16,000. */
const SAMPLES = 400;
const ALLOWED = 4 * Math.sqrt((0.95 * 0.05) / SAMPLES);

// Each sample has about one negative among the highest scores, which makes up nearly the whole spread.
it.each([
  { rows: 400, mislabelled: 0.003 },
  { rows: 400, mislabelled: 0.02 },
])(
  'average precision of $rows rows of which $mislabelled are wrong by their labels alone: right and of use',
  (cell) => {
    const world = binaryWorld({ positives: 0.5, auc: 0.9995, confidence: 1, mislabelled: cell.mislabelled });
    const truth = world.truth().average_precision!;
    const random = new SeededRandom(4);
    const widths: number[] = [];
    let hits = 0;
    for (let sample = 0; sample < SAMPLES; sample++) {
      const { lower, upper } = world.draw(random, cell.rows).metrics.average_precision!;
      if (lower! <= truth && truth <= upper!) hits++;
      widths.push(upper! - lower!);
    }
    widths.sort((a, b) => a - b);

    expect(hits / SAMPLES).toBeGreaterThanOrEqual(0.95 - ALLOWED);
    // Two negatives with the highest score cost an average precision of 100 positives about 0.09.
    expect(widths[Math.floor(0.9 * SAMPLES)]).toBeLessThan(0.25);
  },
);

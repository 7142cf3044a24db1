import { describe, expect, it } from 'vitest';
import { judge } from '../../../lambdas/core/judge/judge.ts';
import type { MetricName } from '../../../lambdas/core/performance/types.ts';
import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import { drawBinary, regressionRows, settings } from './rows.ts';

/** A promotion by chance is 2.5 % of judgements; four standard deviations of the count allow for the simulation. */
function mostByChance(runs: number): number {
  return 0.025 * runs + 4 * Math.sqrt(runs * 0.025 * 0.975);
}

const CHEAP = 500;
const RESAMPLED = 150;
const METRICS: readonly [MetricName, number][] = [
  ['accuracy', CHEAP],
  ['recall', CHEAP],
  ['roc_auc', CHEAP],
  ['average_precision', CHEAP],
  ['log_loss', CHEAP],
  ['brier_score', CHEAP],
  ['precision', RESAMPLED],
  ['f1', RESAMPLED],
  ['calibration_error', RESAMPLED],
];
const ROWS = 400;

describe.each(METRICS)('%s', (metric, runs) => {
  it('promotes an equal model as rarely as chance allows', () => {
    const promoted = countPromotions(runs, (random) =>
      judge(drawBinary(random, ROWS, { candidate: 1, live: 1 }), settings(metric)),
    );

    expect(promoted).toBeLessThanOrEqual(mostByChance(runs));
  });

  it('nearly always promotes a clearly better one', () => {
    const promoted = countPromotions(50, (random) =>
      judge(drawBinary(random, 2000, { candidate: 0, live: 2.5 }), settings(metric, { margin: 0.005 })),
    );

    expect(promoted).toBeGreaterThanOrEqual(48);
  });
});

describe.each(['mae', 'rmse', 'r2', 'bias'] as const)('%s', (metric) => {
  const draw = (random: SeededRandom, spread: number, bias: number) =>
    Array.from({ length: ROWS }, () => bias + spread * random.normal());

  it('promotes an equal model as rarely as chance allows, to whichever side it errs', () => {
    for (const bias of [0, 0.5, -0.5]) {
      const promoted = countPromotions(CHEAP, (random) =>
        judge(regressionRows(draw(random, 1, bias), draw(random, 1, 0.5)), settings(metric, { margin: 0 })),
      );

      // At the live model's 0.5 or its mirror image the two are equal by every metric; at 0 the candidate is better.
      if (bias !== 0) expect(promoted).toBeLessThanOrEqual(mostByChance(CHEAP));
      else expect(promoted).toBeGreaterThan(mostByChance(CHEAP));
    }
  });
});

describe('segments', () => {
  it('block a candidate that loses nowhere as rarely as chance allows, however many there are', () => {
    const segments = 20;
    let blocked = 0;
    for (let run = 0; run < 200; run++) {
      const random = new SeededRandom(run);
      const rows = drawBinary(random, 4000, { candidate: 1, live: 1 });
      const codes = Int32Array.from(rows.actual, () => random.integer(segments));
      const texts = Array.from({ length: segments }, (_, i) => `segment ${i}`);
      const given = settings('accuracy', { segments: ['region'], minimumSegmentRows: 100 });
      const { compared } = judge({ ...rows, segments: new Map([['region', { codes, texts }]]) }, given).segments;

      expect(compared).toHaveLength(segments);
      if (compared.some(({ blocks }) => blocks)) blocked++;
    }

    expect(blocked).toBeLessThanOrEqual(mostByChance(200));
  });
});

function countPromotions(runs: number, run: (random: SeededRandom) => { readonly decision: string }): number {
  let promoted = 0;
  for (let seed = 0; seed < runs; seed++) if (run(new SeededRandom(seed)).decision === 'promote') promoted++;
  return promoted;
}

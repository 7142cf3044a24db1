import { describe, expect, test } from 'vitest';
import type { Aligned } from '../../../lambdas/core/drift/aligned.ts';
import { assessDriftInStream } from '../../../lambdas/core/drift/assess-in-stream.ts';
import type { FeatureDrift } from '../../../lambdas/core/drift/result.ts';
import type { Stream } from '../../../lambdas/core/drift/stream.ts';
import { normalQuantile } from '../../../lambdas/core/statistics/normal.ts';
import { numbers, table } from './align-samples.ts';

/** What one of twenty columns may spend in a window, where a monitor may spend 0.035 a year on its features. */
const ALPHA = 0.035 / 365 / 20;
const ROWS = 1000;
const BASELINE_ROWS = 20_000;
const DAYS = 60;

/** Standard deviation, over the days, of the mean. */
const WOBBLE = 0.1;
/** Days as far from the mean as those of a normal distribution, in no order: each golden step is far from the one before. */
const SCORES = Array.from({ length: DAYS }, (_, i) => normalQuantile((((i + 1) * 0.618034) % 1) * 0.98 + 0.01));

/** Judges windows one after the other; what each shows is the history of the next. */
class Days {
  readonly #shifts = new Map<string, { effect: number; error: number; flagged: boolean; groups: number[] }[]>();

  judge(aligned: Aligned): FeatureDrift {
    const stream: Stream = {
      window: '2024-01-01',
      groups: [],
      cycle: 8,
      mostKnown: 98,
      moves: true,
      historyOf: () => ({ shifts: this.#shifts, flagged: null, normal: null }),
    };
    const { features } = assessDriftInStream([{ name: 'x', aligned, hasOwnLimit: false }], ALPHA, stream);
    for (const [key, effect, error] of features[0].shifts!) {
      const known = this.#shifts.get(key) ?? [];
      this.#shifts.set(key, [...known, { effect, error, flagged: features[0].drifted, groups: [] }]);
    }
    return features[0];
  }
}

/** What the days after the usual ones show. */
function daysAfter(usual: readonly Aligned[], ...later: readonly Aligned[]): FeatureDrift[] {
  const days = new Days();
  for (const aligned of usual) expect(days.judge(aligned).drifted).toBe(false);
  return later.map((aligned) => days.judge(aligned));
}

describe('amounts in three of ten rows, whose mean wobbles: half of it by how many there are, half by how large they are', () => {
  /** The standard deviation in multiples of the mean. */
  const VARIATION = Math.sqrt(1.7 / 0.3);
  const sample = (rows: number, by: number) => {
    const factor = (shift: number) => Math.max(0.02, 1 + shift * VARIATION);
    const filled = Math.round(rows * 0.3 * factor(by / 2));
    const mean = (factor(by) * 0.3 * rows) / filled;
    return Array.from({ length: rows }, (_, i) => (i < filled ? -mean * Math.log(1 - (i + 0.5) / filled) : 0));
  };
  const baseline = sample(BASELINE_ROWS, 0);
  const usual = SCORES.map((score) => numbers(baseline, sample(ROWS, WOBBLE * score)));

  test.each([-4.4, -4, 4, 4.4])(
    'a day %d standard deviations of the wobble away is usual: its other shape comes from it',
    (score) => {
      const [day] = daysAfter(usual, numbers(baseline, sample(ROWS, WOBBLE * score)));

      expect(Math.abs(day.shifts!.find(([key]) => key === 'location')![1])).toBeGreaterThan(0.25);
      expect(day.drifted).toBe(false);
    },
  );

  test('a day without any amount has drifted', () => {
    const [day] = daysAfter(usual, numbers(baseline, new Array<number>(ROWS).fill(0)));

    expect(day).toMatchObject({ drifted: true, flaggedBy: 'location' });
  });
});

describe('normal numbers whose mean wobbles', () => {
  const normal = (rows: number) => Array.from({ length: rows }, (_, i) => normalQuantile((i + 0.5) / rows));
  const baseline = normal(BASELINE_ROWS);
  const usual = SCORES.map((score) =>
    numbers(
      baseline,
      normal(ROWS).map((z) => z + WOBBLE * score),
    ),
  );

  test.each([0, 0.15, -0.3])(
    'in two humps, of the same variance, have another shape, on a day moved by %d too',
    (by) => {
      const humps = normal(ROWS).map((z, i) => (i % 2 === 0 ? 0.995 : -0.995) + 0.1 * z + by);

      expect(daysAfter(usual, numbers(baseline, humps))[0]).toMatchObject({ drifted: true, flaggedBy: 'shape' });
    },
  );
});

describe('a category of one row in ten, whose log-odds wobble', () => {
  const SMALLER_WOBBLE = 0.07;
  const shareOn = (score: number) => {
    // One standard deviation of such a row is 0.3.
    const odds = (0.1 / 0.9) * Math.exp((SMALLER_WOBBLE * score) / 0.3);
    return odds / (1 + odds);
  };
  const rest = (rows: number) => [Math.round((rows * 5) / 9), rows - Math.round((rows * 5) / 9)];
  const windowOf = (share: number) => {
    const rows = Math.round(ROWS * share);
    return table([0.1 * BASELINE_ROWS, 0.5 * BASELINE_ROWS, 0.4 * BASELINE_ROWS], [rows, ...rest(ROWS - rows)]);
  };
  const usual = SCORES.map((score) => windowOf(shareOn(score)));

  test('moves further up than down: 22 % is as usual as 4.2 %', () => {
    for (const share of [0.22, 0.042]) expect(daysAfter(usual, windowOf(share))[0].drifted).toBe(false);
    expect(shareOn(4)).toBeCloseTo(0.22, 3);
    expect(shareOn(-4)).toBeCloseTo(0.042, 3);
  });

  test('has drifted where it is 30 %, or 22 % for a second day', () => {
    expect(daysAfter(usual, windowOf(0.3))[0]).toMatchObject({ drifted: true, flaggedBy: 'share:c0' });
    expect(daysAfter(usual, windowOf(0.22), windowOf(0.22))[1].drifted).toBe(true);
  });

  test('that has never moved has drifted at 18 % already', () => {
    const [day] = daysAfter(Array<Aligned>(DAYS).fill(windowOf(0.1)), windowOf(0.18));

    expect(day).toMatchObject({ drifted: true, flaggedBy: 'share:c0' });
  });
});

test('a category that becomes more frequent by too little to be flagged at once is found within four weeks', () => {
  const rows = 5000;
  const windowOf = (count: number) =>
    table(
      [0.1 * BASELINE_ROWS, 0.5 * BASELINE_ROWS, 0.4 * BASELINE_ROWS],
      [count, Math.round(((rows - count) * 5) / 9), Math.round(((rows - count) * 4) / 9)],
    );
  /** Sampling: 500 rows of 5,000, and 21 more or less. */
  const counts = (mean: number, days: number) => SCORES.slice(0, days).map((score) => Math.round(mean + 21 * score));

  const found = daysAfter(counts(500, 10).map(windowOf), ...counts(640, 28).map(windowOf));

  const first = found.findIndex(({ drifted }) => drifted);
  // By itself no day of 12.8 % is improbable enough, and none is learned from.
  expect(first).toBeGreaterThan(7);
  expect(found[first].flaggedBy).toBe('share:c0');
});

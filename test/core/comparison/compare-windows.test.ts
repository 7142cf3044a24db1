import { describe, expect, it } from 'vitest';
import { compareWindows, type MeasuredWindow } from '../../../lambdas/core/comparison/compare-windows.ts';
import { evaluateBinary, evaluateRegression } from '../../../lambdas/core/performance/evaluate.ts';
import type { MetricEstimate, MetricName } from '../../../lambdas/core/performance/types.ts';
import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import { accuracyOf, compareEach, drawAccuracy, outcomesOf, shareCalled, windowsOf } from './streams.ts';

const BASELINE = accuracyOf(0.95, 20_000);
const ROWS = 1000;

/** Independent days whose accuracy wobbles about a level that the day decides. */
function days(random: SeededRandom, count: number, level: (day: number) => number, wobble = 0): MeasuredWindow[] {
  const chance = (day: number) => Math.min(1, level(day) + wobble * random.normal());
  return windowsOf(Array.from({ length: count }, (_, day) => drawAccuracy(random, chance(day), ROWS)));
}

/** The outcomes of the last of `count` runs of windows. */
function outcomesOfRuns(count: number, run: (random: SeededRandom) => string[]): string[] {
  return Array.from({ length: count }, (_, i) => run(new SeededRandom(100 + i))).flat();
}

describe('quiet windows are hardly ever called better or worse', () => {
  it.each([
    ['days that are alike', 0],
    ['days whose accuracy wobbles by one point', 0.01],
  ])('%s', (_, wobble) => {
    const DAYS = 60;
    const outcomes = outcomesOfRuns(14, (random) => {
      const baseline = drawAccuracy(random, 0.95, 20_000);
      return outcomesOf(
        compareEach(
          'accuracy',
          baseline,
          days(random, DAYS, () => 0.95, wobble),
        ),
      );
    });
    const known = outcomes.filter((_, i) => i % DAYS >= 14);

    expect(shareCalled(outcomes)).toBeLessThan(0.01);
    expect(known.filter((outcome) => outcome === 'unknown').length / known.length).toBeLessThan(0.05);
  });

  it('with a baseline as small as a few windows', () => {
    const outcomes = outcomesOfRuns(14, (random) => {
      const baseline = drawAccuracy(random, 0.95, 2000);
      return outcomesOf(
        compareEach(
          'accuracy',
          baseline,
          days(random, 60, () => 0.95),
        ),
      );
    });

    expect(shareCalled(outcomes)).toBeLessThan(0.01);
  });

  it('where weekends are always two points lower, once they are known', () => {
    const outcomes = outcomesOfRuns(8, (random) => {
      const weeks = days(random, 84, (day) => (day % 7 > 4 ? 0.936 : 0.956));
      return outcomesOf(compareEach('accuracy', BASELINE, weeks)).slice(28);
    });

    expect(shareCalled(outcomes)).toBeLessThan(0.015);
  });

  it('by metrics other than accuracy', () => {
    const random = new SeededRandom(7);
    const classifier = (rows: number) => {
      const actual = Uint8Array.from({ length: rows }, () => Number(random.uniform() < 0.3));
      const score = Float64Array.from(actual, (label) => 1 / (1 + Math.exp(1.2 - random.normal() - 2 * label)));
      return evaluateBinary({ actual, score, predicted: Uint8Array.from(score, (p) => Number(p >= 0.5)) }).metrics;
    };
    const regression = (rows: number) => {
      const actual = Float64Array.from({ length: rows }, () => 10 + 3 * random.normal());
      return evaluateRegression({ actual, predicted: actual.map((label) => label + random.normal()) }).metrics;
    };
    const called = (metric: MetricName, draw: (rows: number) => Partial<Record<MetricName, MetricEstimate>>) =>
      Array.from({ length: 6 }, () => {
        const baseline = draw(5000)[metric]!;
        const windows = windowsOf(Array.from({ length: 50 }, () => draw(500)[metric]!));
        return outcomesOf(compareEach(metric, baseline, windows));
      }).flat();

    for (const metric of ['roc_auc', 'log_loss'] as const) {
      expect(shareCalled(called(metric, classifier)), metric).toBeLessThan(0.01);
    }
    for (const metric of ['mae', 'r2', 'bias'] as const) {
      expect(shareCalled(called(metric, regression)), metric).toBeLessThan(0.01);
    }
  });

  it('however often half-labelled windows are checked', () => {
    const LAG = 13;
    let looks = 0;
    let called = 0;
    const everCalled = new Set<string>();
    let windows = 0;
    for (let run = 0; run < 4; run++) {
      const random = new SeededRandom(40 + run);
      const right = Array.from({ length: 45 }, () => Array.from({ length: LAG }, () => 0));
      for (const parts of right) {
        for (let part = 0; part < LAG; part++) {
          for (let row = 0; row < 77; row++) if (random.uniform() < 0.87) parts[part]++;
        }
      }
      const known = (day: number, today: number) => {
        const parts = right[day].slice(0, Math.min(LAG, today - day));
        const rows = 77 * parts.length;
        return accuracyOf(parts.reduce((sum, part) => sum + part, 0) / rows, rows);
      };
      const baseline = drawAccuracy(random, 0.87, 20_000);
      for (let today = 3; today < 45; today++) {
        // A window of fewer than 200 labelled rows, three days' parts, is not judged.
        const judged = windowsOf(Array.from({ length: today - 2 }, (_, day) => known(day, today)));
        for (let day = Math.max(0, judged.length - LAG); day < judged.length; day++) {
          const { outcome } = compareWindows('accuracy', baseline, judged.slice(0, day + 1));
          looks++;
          if (outcome !== 'better' && outcome !== 'worse') continue;
          called++;
          everCalled.add(`${run} ${day}`);
        }
      }
      windows += 42;
    }

    expect(looks).toBeGreaterThan(1500);
    expect(called / looks).toBeLessThan(0.01);
    expect(everCalled.size / windows).toBeLessThan(0.03);
  });
});

describe('a change is found', () => {
  it('twelve weeks at 0.907 to 0.928 against 0.9477: after the first few all are worse, and none is the same', () => {
    const weeks = [0.907, 0.928, 0.915, 0.921, 0.911, 0.918, 0.924, 0.909, 0.917, 0.92, 0.913, 0.926];
    const compared = compareEach(
      'accuracy',
      accuracyOf(0.9477, 30_000),
      windowsOf(weeks.map((week) => accuracyOf(week, 7000))).map((window) => ({ ...window, groups: [] })),
    );

    expect(outcomesOf(compared)).not.toContain('same');
    expect(outcomesOf(compared).slice(5)).toEqual(new Array(7).fill('worse'));
    // The sixth is found worse together with the three before it, and those after it stay so.
    expect(compared.at(-1)).toMatchObject({ baseline: 0.9477, windows: 10, since: 'day-2' });
    const together = weeks.slice(2);
    expect(compared.at(-1)!.value).toBeCloseTo(together.reduce((sum, week) => sum + week, 0) / 10, 3);
  });

  it('a decline of a tenth of a point a day, within three weeks, and for good', () => {
    for (let seed = 0; seed < 5; seed++) {
      const decline = days(new SeededRandom(seed), 70, (day) => 0.95 - 0.001 * Math.max(0, day - 30));
      const outcomes = outcomesOf(compareEach('accuracy', BASELINE, decline));
      const first = outcomes.indexOf('worse', 31);

      expect(first - 30).toBeLessThan(21);
      expect(outcomes.slice(first + 7).filter((outcome) => outcome !== 'worse')).toEqual([]);
    }
  });

  it('a drop of five points, at once, whatever wobbles', () => {
    for (let seed = 0; seed < 5; seed++) {
      const drop = days(new SeededRandom(seed), 34, (day) => (day < 30 ? 0.95 : 0.9), 0.01);
      const outcomes = outcomesOf(compareEach('accuracy', BASELINE, drop));

      expect(outcomes.slice(31)).toEqual(['worse', 'worse', 'worse']);
    }
  });

  it('a rise is better', () => {
    const rise = days(new SeededRandom(1), 40, (day) => (day < 30 ? 0.95 : 0.98));

    expect(outcomesOf(compareEach('accuracy', BASELINE, rise)).slice(32)).toEqual(new Array(8).fill('better'));
  });

  it('a week of holidays, and that it is over', () => {
    for (let seed = 0; seed < 5; seed++) {
      const year = days(new SeededRandom(seed), 60, (day) => (day >= 30 && day < 37 ? 0.91 : 0.95));
      const outcomes = outcomesOf(compareEach('accuracy', BASELINE, year));

      expect(outcomes.slice(32, 37)).toEqual(new Array(5).fill('worse'));
      expect(outcomes.slice(39).filter((outcome) => outcome === 'worse').length).toBeLessThan(2);
    }
  });
});

describe('worse stays worse until it has recovered', () => {
  const quiet = new Array<number>(20).fill(0.95);
  const outcomes = (...values: number[]) =>
    outcomesOf(
      compareEach('accuracy', BASELINE, windowsOf([...quiet, ...values].map((value) => accuracyOf(value, ROWS)))),
    ).slice(20);

  it('a window halfway is still worse', () => {
    expect(outcomes(0.9, 0.905, 0.925, 0.9)).toEqual(['worse', 'worse', 'worse', 'worse']);
  });

  it('windows at the old level are not', () => {
    expect(outcomes(0.9, 0.905, 0.95, 0.952)).toEqual(['worse', 'worse', 'same', 'same']);
  });

  it('what lasts does not become usual, however long', () => {
    const lasting = outcomes(...new Array<number>(78).fill(0.92));

    expect(lasting.slice(3)).toEqual(new Array(75).fill('worse'));
  });

  it('a run that began before the first window on record continues', () => {
    const values = [0.93, 0.932, 0.929];
    const windows = windowsOf(values.map((value) => accuracyOf(value, 500))).map((window) => ({
      ...window,
      lastOutcome: 'worse' as const,
    }));

    expect(compareWindows('accuracy', BASELINE, windows, true).outcome).not.toBe('worse');
    expect(compareWindows('accuracy', BASELINE, windows, false)).toMatchObject({ outcome: 'worse', windows: 3 });
  });
});

describe('usual movement', () => {
  // Alone each is beyond chance: 0.925 of 5,000 rows against 0.95.
  const wide = (day: number) => [0.97, 0.93, 0.965, 0.925, 0.955, 0.94, 0.968, 0.945][day % 8];

  it('windows that usually differ this much are the same', () => {
    const windows = windowsOf(Array.from({ length: 36 }, (_, day) => accuracyOf(wide(day), 5000)));
    const last = compareWindows('accuracy', BASELINE, windows);

    expect(wide(35)).toBe(0.925);
    expect(last).toMatchObject({ outcome: 'same', reason: 'windows usually vary by this much' });
  });

  it('windows that seldom differ this much are neither the same nor, yet, worse', () => {
    const windows = windowsOf(Array.from({ length: 36 }, (_, day) => accuracyOf(day < 35 ? wide(day) : 0.9, 5000)));

    expect(compareWindows('accuracy', BASELINE, windows)).toMatchObject({
      outcome: 'unknown',
      reason: 'the difference is unusual, but normal variation could still explain it',
    });
  });

  it('has a week: a Monday as low as weekends are is worse, a Saturday is the same', () => {
    const share = (day: number) => (day % 7 > 4 ? 0.935 : 0.956) + 0.001 * ((day % 3) - 1);
    const judge = (count: number, last: number) =>
      compareWindows(
        'accuracy',
        BASELINE,
        windowsOf(
          [...Array.from({ length: count }, (_, day) => share(day)), last].map((value) => accuracyOf(value, 5000)),
        ),
      ).outcome;

    expect(judge(28, 0.935)).toBe('worse');
    expect(judge(33, 0.935)).toBe('same');
  });

  it('before it is known, a difference beyond chance is neither the same nor worse', () => {
    const [first] = windowsOf([accuracyOf(0.935, 5000)]);
    const alone = compareWindows('accuracy', BASELINE, [first]);

    expect(alone.outcome).toBe('unknown');
    expect(alone.reason).toMatch(
      /^the difference is (larger than usual|beyond chance, but windows may usually differ this much \(0 earlier)/,
    );
  });

  it('is not learned from windows in which a limit was met', () => {
    const learn = (isUsual: boolean) => {
      const windows = windowsOf(Array.from({ length: 33 }, (_, day) => accuracyOf(wide(day), 5000)));
      const odd = { ...windows[32], estimate: accuracyOf(0.92, 5000), name: 'last' };
      return compareWindows('accuracy', BASELINE, [...windows.slice(0, 32).map((one) => ({ ...one, isUsual })), odd]);
    };

    expect(learn(true).outcome).toBe('same');
    expect(learn(false).outcome).not.toBe('same');
  });
});

describe('a metric that is best at zero', () => {
  const bias = (value: number): MetricEstimate => ({ value, lower: value - 0.1, upper: value + 0.1, rows: 400 });
  const baseline: MetricEstimate = { value: 0.5, lower: 0.48, upper: 0.52, rows: 10_000 };

  it.each([
    ['farther on the same side', 1.2, 'worse'],
    ['farther on the other side', -1.2, 'worse'],
    ['nearer', 0.02, 'better'],
    ['as far on the other side', -0.5, 'same'],
  ])('%s', (_, value, outcome) => {
    const quiet = Array.from({ length: 14 }, (_, day) => bias(0.5 + (day % 2 === 0 ? 0.03 : -0.03)));
    const windows = windowsOf([...quiet, ...new Array<MetricEstimate>(6).fill(bias(value))]);

    expect(compareWindows('bias', baseline, windows).outcome).toBe(outcome);
  });
});

describe('without what it takes', () => {
  it('gives the reason why the outcome is unknown', () => {
    const reason = 'fewer than 10 positives';
    const missing: MetricEstimate = { value: 0.9, lower: null, upper: null, rows: 500 };
    const [window] = windowsOf([missing]);

    expect(compareWindows('roc_auc', accuracyOf(0.9, 5000), [window])).toMatchObject({
      outcome: 'unknown',
      reason: 'the window has no confidence interval',
    });
    const undefinedOne = { value: null, lower: null, upper: null, rows: 500, reason };
    expect(compareWindows('roc_auc', undefinedOne, windowsOf([accuracyOf(0.9, 500)])).reason).toBe(
      `the baseline has no value: ${reason}`,
    );
  });

  it('leaves out earlier windows that have no interval', () => {
    const missing: MetricEstimate = { value: 0.1, lower: null, upper: null, rows: 500 };
    const quiet = Array.from({ length: 10 }, () => accuracyOf(0.95, ROWS));
    const with_ = windowsOf([...quiet, missing, accuracyOf(0.9, ROWS)]);

    expect(compareWindows('accuracy', BASELINE, with_)).toEqual(
      compareWindows('accuracy', BASELINE, with_.toSpliced(10, 1)),
    );
  });

  it('compares the window alone where the baseline’s rows do not vary, or windows do not add up', () => {
    const perfect: MetricEstimate = { value: 0, lower: 0, upper: 0, rows: 1000 };
    const [window] = windowsOf([{ value: 0.3, lower: 0.2, upper: 0.4, rows: 500 }]);

    expect(compareWindows('mae', perfect, [window])).toMatchObject({ outcome: 'worse', windows: 1 });
    const error: MetricEstimate = { value: 0.01, lower: 0, upper: 0.02, rows: 10_000 };
    expect(compareWindows('calibration_error', error, [window])).toMatchObject({ outcome: 'worse', windows: 1 });
  });
});

it('gives a window the same outcome whichever windows are checked in between', () => {
  const windows = days(new SeededRandom(3), 40, (day) => 0.95 - 0.0015 * day);
  const after = compareWindows(
    'accuracy',
    BASELINE,
    windows.map((window) => ({ ...window, lastOutcome: 'better' as const })),
  );

  expect(after).toEqual(compareWindows('accuracy', BASELINE, windows));
});

import { describe, expect, test } from 'vitest';
import type { Aligned } from '../../../lambdas/core/drift/aligned.ts';
import { assessDriftInStream } from '../../../lambdas/core/drift/assess-in-stream.ts';
import type { ColumnHistory, Stream } from '../../../lambdas/core/drift/stream.ts';
import { categories, numbers, table } from './align-samples.ts';
import { NO_HISTORY } from './no-history.ts';
import { ALPHA, assess, BASELINE, feature, history, moved, normal, quiet, ROWS, stream } from './streamed-column.ts';

describe('a new normal', () => {
  const normalAt = (mean: number, method = 'wasserstein'): Partial<Stream> => {
    const levels = new Map([['location', { mean, error: 0.01 }]]);
    const declared = { since: '2024-01-20', start: 0, until: 0, windows: 3, levels, distance: Math.abs(mean), method };
    return { historyOf: () => ({ ...NO_HISTORY, normal: declared }) };
  };

  test('is what a column is compared with: there it has not drifted, but back at the baseline it has', () => {
    expect(assess(moved(0.5), normalAt(0.5))).toMatchObject({ drifted: false });
    const back = assess(quiet, normalAt(0.5));
    expect(back).toMatchObject({ drifted: true, shift: { kind: 'location', normal: '2024-01-20' } });
    expect(back.shift!.effect).toBeCloseTo(-0.5, 2);
    // Later windows are kept as they are from the baseline.
    expect(back.shifts!.find(([key]) => key === 'location')![1]).toBeCloseTo(0, 2);
  });

  test('is not named by a shift that it has no level of', () => {
    const { shift } = assess(numbers(BASELINE, normal(ROWS, 0.5, 1.6)), normalAt(0.5));

    expect(shift!.kind).toBe('spread');
    expect(shift).not.toHaveProperty('normal');
  });

  test.each([
    ['is passed', 0.3, 'wasserstein', true],
    ['is not passed', 0.5, 'wasserstein', false],
    ['is in another distance than the new normal, and so does not count', 0.5, 'psi', true],
  ])('is what a limit of the monitor file counts from: an effect of 0.4 where it %s', (_, limit, method, drifted) => {
    const own = { hasOwnLimit: true, settings: { limit } };

    expect(assess(moved(0.9), normalAt(0.5, method), own).drifted).toBe(drifted);
  });

  test('of a baseline of one value is no changed constant', () => {
    const other = numbers(new Array(900).fill(5), new Array(900).fill(6));
    // The distance is 1; by chance it is 0.8687 · √(1/900 + 1/900), and 0.4 for each standard deviation.
    const levels = new Map([['shape', { mean: (1 - 0.8687 * Math.sqrt(2 / 900)) / 0.4, error: 0.01 }]]);
    const declared = { since: '2024-01-20', start: 0, until: 0, windows: 3, levels, distance: null, method: 'ks' };

    expect(assess(other).drifted).toBe(true);
    expect(assess(other, { historyOf: () => ({ ...NO_HISTORY, normal: declared }) }).drifted).toBe(false);
  });
});

describe('movement', () => {
  test('switched off: every shift that matters and is not chance is drift', () => {
    // Four standard errors of 1/√2,000 and 1/√4,000 are 0.11.
    const off = assess(moved(0.16), { moves: false });

    expect(assess(moved(0.16)).drifted).toBe(false);
    expect(off.drifted).toBe(true);
    expect(off.shift).toMatchObject({ limitSource: 'chance', usual: 0 });
  });

  test('that earlier windows showed is usual; after still windows the same movement is not', () => {
    const wobbly = Array.from({ length: 40 }, (_, i) => 0.16 * Math.sin(1.7 * i));
    const still = Array.from({ length: 40 }, (_, i) => 0.02 * Math.sin(1.7 * i));

    expect(assess(moved(0.25), history(wobbly)).drifted).toBe(false);
    const found = assess(moved(0.25), history(still));
    expect(found.drifted).toBe(true);
    expect(found.shift).toMatchObject({ historyWindows: 40, limitSource: 'history' });
  });

  test('of fewer windows than a cycle has is still being learned, unless no more are ever kept', () => {
    const wobbly = Array.from({ length: 40 }, (_, i) => 0.16 * Math.sin(1.7 * i));
    const sourceOf = (mostKnown: number) =>
      assessDriftInStream([feature(quiet)], 1e-4, stream({ ...history(wobbly), cycle: 505, mostKnown })).features[0]
        .shift!.limitSource;

    expect(sourceOf(505)).toBe('first_windows');
    expect(sourceOf(504)).toBe('short_history');
  });

  test('is that of the column: another that wobbles does not hide a still one that jumps', () => {
    const wobble = (i: number) => Math.sin(1.7 * i) * 0.2;
    const series = (scale: number) =>
      history(Array.from({ length: 40 }, (_, i) => scale * wobble(i))).historyOf!('', '');
    const historyOf = (name: string) => series(name === 'still' ? 0.1 : 1);
    const features = ['still', 'wobbly'].map((name) => feature(moved(0.25), { name }));
    const { ranking } = assessDriftInStream(features, ALPHA, stream({ historyOf }));

    expect(ranking).toEqual(['still']);
  });

  test('of a column without earlier windows is that of all others: four still ones of forty do not hide it', () => {
    const few = numbers(normal(100), normal(50));
    const wobbly = history(Array.from({ length: 20 }, (_, i) => 0.16 * Math.sin(1.7 * i)));
    const still = history(new Array<number>(20).fill(0));
    const usualOf = (isStill: (i: number) => boolean) => {
      const known = Array.from({ length: 40 }, (_, i) => feature(few, { name: `${i}` }));
      const historyOf: Stream['historyOf'] = (name, method) =>
        name === 'new' ? NO_HISTORY : (isStill(Number(name)) ? still : wobbly).historyOf!(name, method);
      const { features } = assessDriftInStream([...known, feature(few, { name: 'new' })], ALPHA, stream({ historyOf }));
      return features.at(-1)!.shift!.usual;
    };

    expect(usualOf((i) => i % 10 === 0)).toBeGreaterThan(0.08);
    expect(usualOf(() => true)).toBeLessThan(0.02);
  });
});

describe('the shape of many categories', () => {
  const CATEGORIES = 20;
  const even = new Array<number>(CATEGORIES).fill(1000);
  /** Every second category a third more frequent, the others a third less: a movement of 0.32 along a score of ±1. */
  const tilted = even.map((_, i) => (i % 2 === 0 ? 66 : 34));
  const judgeAfter = (movementOfShares: number, window: readonly number[] = tilted) => {
    const windows = (size: number, error: number) =>
      Array.from({ length: 40 }, (_, i) => ({
        effect: size * Math.sin(1.7 * i),
        error,
        flagged: false,
        groups: [0, 0, 0],
      }));
    const shares = Array.from(
      { length: CATEGORIES },
      (_, i) => [`share:c${i}`, windows(movementOfShares, 0.005)] as const,
    );
    const shifts = new Map([...shares, ['shape', windows(0, 0.07)] as const]);
    return assessDriftInStream(
      [feature(table(even, window))],
      1e-6,
      stream({ historyOf: () => ({ ...NO_HISTORY, shifts, normal: null }) }),
    ).features[0];
  };

  test('that has never shown is drift', () => {
    expect(judgeAfter(0)).toMatchObject({ drifted: true, shift: { kind: 'shape' } });
  });

  // Each share moves by 0.022 in its own unit, √(p(1 − p)) = 0.218, where the score's mean moves by 0.1.
  test('is usual where the shares show such movement, although the distance itself does not', () => {
    expect(judgeAfter(0.022 * Math.SQRT2).drifted).toBe(false);
  });

  test('is not usual where it moves by much more than a tenth, however far the shares have moved', () => {
    const steep = even.map((_, i) => (i % 2 === 0 ? 85 : 15));

    expect(judgeAfter(0.1, steep)).toMatchObject({ drifted: true, shift: { kind: 'shape' } });
  });
});

describe('a column that was flagged in the window before', () => {
  const before = Array.from({ length: 20 }, (_, i) => 0.01 * (-1) ** i);
  const flagged = { key: 'location', since: '2024-01-30', windows: 2 };
  const judgeAt = (by: number) => assess(moved(by), history([...before, 0.5, 0.5], flagged));

  test('stays flagged, and since when is known', () => {
    const { drifted, shift } = judgeAt(0.5);

    expect(drifted).toBe(true);
    expect(shift).toMatchObject({ kind: 'location', since: '2024-01-30', historyWindows: 20 });
  });

  test('stays so half-way, where by itself it would be usual', () => {
    const once = assess(moved(0.25), history(new Array(22).fill(0).map((_, i) => 0.12 * Math.sin(1.7 * i))));

    expect(once.drifted).toBe(false);
    expect(judgeAt(0.25).drifted).toBe(true);
  });

  test('is over when it has recovered', () => {
    expect(judgeAt(0.01).drifted).toBe(false);
    expect(judgeAt(0).shift!.since).toBeNull();
  });

  test('is over when that shift has recovered, whatever others were then', () => {
    const windows = (effect: number) =>
      [...before, 0, 0].map((usual, i) => ({
        effect: i < 20 ? usual : effect,
        error: 1 / Math.sqrt(ROWS),
        flagged: i >= 20,
        groups: [0, 0, 0],
      }));
    const shifts = new Map([
      ['location', windows(0)],
      ['spread', windows(0.6)],
    ]);
    const judge = (aligned: Aligned) =>
      assess(aligned, { historyOf: () => ({ ...NO_HISTORY, shifts, flagged: { ...flagged, key: 'spread' } }) });

    expect(judge(quiet).drifted).toBe(false);
    expect(judge(numbers(BASELINE, normal(ROWS, 0, 1.4)))).toMatchObject({
      drifted: true,
      flaggedBy: 'spread',
      shift: { kind: 'spread', since: '2024-01-30' },
    });
  });

  test('is held by the windows since then, not by those of an earlier incident on the other side', () => {
    const location = [...before, 0.5, 0.5, ...before, -0.5, -0.5].map((effect, i) => ({
      effect,
      error: 1 / Math.sqrt(ROWS),
      flagged: Math.abs(effect) === 0.5,
      groups: [i, 0, 0],
    }));
    const { shift } = assess(moved(-0.4), {
      historyOf: () => ({ ...NO_HISTORY, shifts: new Map([['location', location]]), flagged }),
    });

    expect(shift).toMatchObject({ kind: 'location', since: '2024-01-30' });
  });

  test('is not held by a shift that it no longer has', () => {
    const gone = { key: 'share:blue', since: '2024-01-30', windows: 2 };

    expect(assess(quiet, history(before, gone)).drifted).toBe(false);
  });

  test('is held by a category that this window does not name: it cannot show that the share has recovered', () => {
    const colours = (yellow: number) => [...Array(ROWS - yellow).fill('amber'), ...Array(yellow).fill('yellow')];
    const gone = { key: 'share:blue', since: '2024-01-30', windows: 2 };
    const { drifted, flaggedBy, shift } = assess(categories(colours(500), colours(500)), history(before, gone));

    expect(drifted).toBe(true);
    expect(flaggedBy).toBe('share:blue');
    expect(shift!.since).toBe('2024-01-30');
  });

  test('is described by what was flagged, even if something else has moved as well', () => {
    const wider = numbers(BASELINE, normal(ROWS, 0.5, 3));

    expect(assess(wider, history([...before, 0.5, 0.5], flagged)).shift!.kind).toBe('location');
  });
});

test('a small shift that only several windows show is over when it has recovered', () => {
  // Of 500 rows: in one window a tenth of a standard deviation is two standard errors.
  const shifts = new Map<string, { effect: number; error: number; flagged: boolean; groups: number[] }[]>();
  let flagged: ColumnHistory['flagged'] = null;
  const days: boolean[] = [];
  const run = (by: number) => {
    const aligned = numbers(BASELINE, normal(500, by));
    const {
      drifted,
      shift,
      shifts: seen,
    } = assess(aligned, { groups: [], historyOf: () => ({ ...NO_HISTORY, shifts, flagged }) });
    for (const [key, effect, error] of seen!) {
      shifts.set(key, [...(shifts.get(key) ?? []), { effect, error, flagged: drifted, groups: [] }]);
    }
    flagged = drifted ? { key: shift!.kind, since: '', windows: (flagged?.windows ?? 0) + 1 } : null;
    days.push(drifted);
    return drifted;
  };

  while (!run(0.12)) expect(days.length).toBeLessThan(98);
  const found = days.length;
  for (let day = 0; day < 10; day++) run(0);

  expect(found).toBeGreaterThan(1);
  expect(days.slice(-3)).toEqual([false, false, false]);
});

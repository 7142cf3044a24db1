import { describe, expect, test } from 'vitest';
import type { Aligned } from '../../../lambdas/core/drift/aligned.ts';
import { assessDriftInStream } from '../../../lambdas/core/drift/assess-in-stream.ts';
import { UnsuitableMethodError } from '../../../lambdas/core/drift/settings.ts';
import type { ColumnHistory, Stream, StreamedFeature } from '../../../lambdas/core/drift/stream.ts';
import { normalQuantile, normalSurvival } from '../../../lambdas/core/statistics/normal.ts';
import { categories, numbers, table } from './align-samples.ts';
import { NO_HISTORY } from './no-history.ts';

const ALPHA = 1e-4;
const ROWS = 2000;
/** So many numbers that lie exactly as a normal distribution says. */
const normal = (rows: number, by = 0, factor = 1) =>
  Array.from({ length: rows }, (_, i) => factor * normalQuantile((i + 0.5) / rows) + by);
const BASELINE = normal(4000);

const quiet = numbers(BASELINE, normal(ROWS));
const moved = (by: number) => numbers(BASELINE, normal(ROWS, by));
const feature = (aligned: Aligned, more: Partial<StreamedFeature> = {}): StreamedFeature => ({
  name: 'x',
  aligned,
  hasOwnLimit: false,
  ...more,
});

function stream(more: Partial<Stream> = {}): Stream {
  const plain = { window: '2024-02-01', groups: [0, 4, 1], cycle: 8, mostKnown: 98, moves: true };
  return { ...plain, historyOf: () => NO_HISTORY, ...more };
}

/** Earlier windows of a location, as far from the baseline as given. */
function history(effects: readonly number[], flagged: ColumnHistory['flagged'] = null): Partial<Stream> {
  const runs = flagged?.windows ?? 0;
  const location = effects.map((effect, i) => ({
    effect,
    error: 1 / Math.sqrt(ROWS),
    flagged: i >= effects.length - runs,
    groups: [0, 0, 0],
  }));
  return { historyOf: () => ({ ...NO_HISTORY, shifts: new Map([['location', location]]), flagged, normal: null }) };
}

const assess = (aligned: Aligned, more: Partial<Stream> = {}, wanted: Partial<StreamedFeature> = {}) =>
  assessDriftInStream([feature(aligned, wanted)], ALPHA, stream(more)).features[0];

describe('one column', () => {
  test('that has not changed has not drifted', () => {
    const { drifted, shift, shifts } = assess(quiet);

    expect(drifted).toBe(false);
    expect(assess(quiet)).not.toHaveProperty('flaggedBy');
    expect(shift!.pValue).toBe(1);
    expect(shifts!.map(([key]) => key)).toEqual(['location', 'spread', 'shape', 'missing']);
  });

  test.each([
    ['location', moved(0.5), 0.5],
    ['location', moved(-0.5), -0.5],
    ['spread', numbers(BASELINE, normal(ROWS, 0, 1.5)), null],
    ['missing', { ...quiet, windowMissing: ROWS }, null],
    ['share', table([500, 500], [800, 200]), null],
    ['unseen', table([500, 500, 0], [400, 300, 300]), null],
  ] as const)('that has changed is described by its %s', (kind, aligned, effect) => {
    const { drifted, shift } = assess(aligned);

    expect(drifted).toBe(true);
    expect(shift).toMatchObject({ kind, windows: 1, since: null, historyWindows: 0, limitSource: 'first_windows' });
    expect(Math.abs(shift!.effect)).toBeGreaterThan(shift!.limit);
    if (effect !== null) expect(shift!.effect).toBeCloseTo(effect, 1);
  });

  test('with two humps instead of one is found by its shape', () => {
    // Mean, variance and symmetry are the baseline's.
    const humps = normal(ROWS).map((z, i) => (i % 2 === 0 ? 0.98 : -0.98) + 0.2 * z);

    expect(assess(numbers(BASELINE, humps)).shift!.kind).toBe('shape');
  });

  test('whose change does not matter has not drifted, however certain it is', () => {
    const many = normal(50_000);
    const { drifted, shift } = assess(
      numbers(
        many,
        many.map((z) => z + 0.04),
      ),
      { moves: false },
    );

    expect(drifted).toBe(false);
    expect(shift!.limitSource).toBe('material');
  });
});

test('a location of numbers may spend 0.4 of the chance of its column, and 0.55 of that in one window', () => {
  const { shift, shifts } = assess(moved(0.16), { moves: false });
  const [, effect, error] = shifts!.find(([key]) => key === 'location')!;

  const tail = 2 * normalSurvival(effect / Math.hypot(error, 1 / Math.sqrt(4000)));
  expect(shift!.pValue / (tail / 0.4 / 0.55)).toBeCloseTo(1, 6);
});

test('movement is learned from shifts that have a sign, not from shapes', () => {
  const wobbly = Array.from({ length: 40 }, (_, i) => ({
    effect: 0.1 + 0.1 * Math.sin(1.7 * i),
    error: 0.02,
    flagged: false,
    groups: [],
  }));
  const usualAfter = (key: string) =>
    assess(numbers(BASELINE, normal(ROWS, 0, 1.5)), {
      historyOf: () => ({ ...NO_HISTORY, shifts: new Map([[key, wobbly]]) }),
    }).shift!.usual;

  expect(usualAfter('shape')).toBe(assess(numbers(BASELINE, normal(ROWS, 0, 1.5))).shift!.usual);
  expect(usualAfter('location')).toBeGreaterThan(usualAfter('shape'));
});

describe('a shift is described', () => {
  test('by its shape only where no other is improbable enough by itself', () => {
    const humpsAt = (by: number) => {
      const humps = normal(ROWS).map((z, i) => (i % 2 === 0 ? 0.98 : -0.98) + 0.2 * z + by);
      return assess(numbers(BASELINE, humps));
    };

    expect(humpsAt(0.05).shift!.kind).toBe('shape');
    expect(humpsAt(0.7)).toMatchObject({ drifted: true, flaggedBy: 'location', shift: { kind: 'location' } });
  });

  test('by the least probable one where none matters', () => {
    const wider = numbers(BASELINE, normal(ROWS, 0, 1.04));

    expect(assess(wider, { moves: false }).shift).toMatchObject({ kind: 'spread', pValue: 1 });
    expect(assess(moved(0.03), { moves: false }).shift).toMatchObject({ kind: 'location', pValue: 1 });
  });

  test('of a share with its category and the shares, of a spread with its ratio, and of nothing else with either', () => {
    const share = assess(table([500, 500], [800, 200])).shift!;
    const spread = assess(numbers(BASELINE, normal(ROWS, 0, 1.5))).shift!;

    expect(share).toMatchObject({ category: 'c0', shares: [0.5, 0.8] });
    expect(share).not.toHaveProperty('ratio');
    expect(spread.ratio).toBeCloseTo(1.5, 1);
    for (const key of ['category', 'shares']) expect(spread).not.toHaveProperty(key);
    for (const key of ['category', 'shares', 'ratio', 'normal'])
      expect(assess(moved(0.5)).shift).not.toHaveProperty(key);
  });

  test('with the limit that an effect in its direction has to pass, of a shape whichever way it goes', () => {
    const [up, down] = [moved(0.5), moved(-0.5)].map((aligned) => assess(aligned).shift!);

    expect(down.limit).toBe(up.limit);
    expect(up.limit).toBeGreaterThan(0.05);
    const humps = normal(ROWS).map((z, i) => (i % 2 === 0 ? 0.98 : -0.98) + 0.2 * z);
    const { effect, limit } = assess(numbers(BASELINE, humps)).shift!;
    expect(effect).toBeGreaterThan(limit);
  });

  test('with a limit of the season where it is known', () => {
    // On one weekday in seven the column lies a fifth of a standard deviation higher.
    const location = Array.from({ length: 56 }, (_, i) => ({
      effect: (i % 7 === 6 ? 0.2 : 0) + 0.01 * Math.sin(1.7 * i),
      error: 1 / Math.sqrt(ROWS),
      flagged: false,
      groups: [i % 7, 0, 0],
    }));
    const onDay = (day: number) =>
      assess(moved(0.2), {
        groups: [day, 0, 0],
        historyOf: () => ({ ...NO_HISTORY, shifts: new Map([['location', location]]) }),
      });

    expect(onDay(6)).toMatchObject({ drifted: false });
    expect(onDay(3)).toMatchObject({ drifted: true, shift: { kind: 'location', limitSource: 'season' } });
  });
});

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

describe('p-values over the columns', () => {
  const among = (count: number, still = quiet, other = moved(0.25)) => {
    const features = Array.from({ length: count }, (_, i) => feature(i === 3 ? other : still, { name: `${i}` }));
    return assessDriftInStream(features, ALPHA, stream());
  };

  test("are Benjamini and Hochberg's: one of ten costs ten times as much as one of one", () => {
    const alone = assess(moved(0.25)).shift!.pValue;

    expect(alone).toBeLessThan(0.01);
    expect(among(10).features[3].shift!.pValue / alone).toBeCloseTo(10, 6);
  });

  test('limits get wider the more columns there are', () => {
    const few = normal(200);
    const [still, other] = [0, 0.25].map((by) => numbers(few, normal(100, by)));
    const limits = [4, 40, 400].map((count) => among(count, still, other).features[3].shift!.limit);

    expect(limits[1]).toBeGreaterThan(limits[0]);
    expect(limits[2]).toBeGreaterThan(limits[1]);
    // Tails are steep.
    expect(limits[2]).toBeLessThan(2 * limits[0]);
  });

  test('columns without values do not count', () => {
    const empty = feature(numbers(BASELINE, []), { name: 'empty' });
    const assessment = assessDriftInStream([feature(moved(0.5)), empty], ALPHA, stream());

    expect(assessment).toMatchObject({ alpha: ALPHA, compared: 1, drifted: 1, driftedShare: 0.5, ranking: ['x'] });
    const { pValue, limit } = assess(moved(0.5)).shift!;
    expect(assessment.features[0].shift).toMatchObject({ pValue, limit });
    expect(assessment.features[1]).toMatchObject({ drifted: false, reason: 'no_window_values', shift: null });
  });

  test('without columns there is nothing to compare', () => {
    expect(assessDriftInStream([], ALPHA, stream())).toEqual({
      alpha: ALPHA,
      features: [],
      compared: 0,
      drifted: 0,
      driftedShare: 0,
      ranking: [],
    });
  });
});

test('drifted columns rank by effect × importance', () => {
  const features = [
    feature(moved(0.6), { name: 'small' }),
    feature(moved(0.5), { name: 'small but important', settings: { importance: 10 } }),
    feature(moved(-1.5), { name: 'large' }),
    feature(quiet, { name: 'quiet', settings: { importance: 1e9 } }),
  ];

  expect(assessDriftInStream(features, ALPHA, stream()).ranking).toEqual(['small but important', 'large', 'small']);
});

describe('a limit that the monitor file sets', () => {
  const withLimit = (limit: number) => assess(moved(0.5), {}, { hasOwnLimit: true, settings: { limit } });

  test('has to be passed, whatever moved', () => {
    expect(withLimit(0.4).drifted).toBe(true);
    expect(withLimit(0.6).drifted).toBe(false);
  });

  test('counts only where the monitor file sets it', () => {
    expect(assess(moved(0.5), {}, { settings: { limit: 0.6 } }).drifted).toBe(true);
  });

  test('is not enough: a distance that may be chance does not count', () => {
    const few = numbers(normal(30), normal(10, 0.2));

    expect(assess(few, {}, { hasOwnLimit: true, settings: { limit: 0.01 } }).drifted).toBe(false);
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

describe('a baseline of one value', () => {
  const constant = (value: number, rows = 900) => new Array<number>(rows).fill(value);

  test.each([
    ['stays', constant(5), false],
    ['becomes another', constant(6), true],
    ['has one outlier', [...constant(5, 899), 6], false],
    ['becomes many', normal(900, 5), true],
  ])('%s', (_, window, drifted) => {
    expect(assess(numbers(constant(5), window)).drifted).toBe(drifted);
  });
});

test('every number of a result is finite, so that it survives JSON', () => {
  const pairs: Aligned[] = [
    numbers([Number.POSITIVE_INFINITY, 1], [Number.NEGATIVE_INFINITY]),
    numbers([1], [2]),
    numbers(BASELINE, []),
    numbers([], [1]),
    numbers(BASELINE, normal(ROWS, 1e300)),
    categories([], []),
    categories(['a'], ['b']),
    table([1], [1]),
    table([1_000_000, 0], [0, 1_000_000]),
  ];
  const assessment = assessDriftInStream(
    pairs.map((aligned, i) => feature(aligned, { name: `${i}` })),
    ALPHA,
    stream(),
  );

  expect(JSON.parse(JSON.stringify(assessment))).toEqual(assessment);
});

test('a method that does not suit the column is refused', () => {
  const wrong = feature(table([1, 2], [2, 1]), { settings: { method: 'ks' } });

  expect(() => assessDriftInStream([wrong], ALPHA, stream())).toThrow(UnsuitableMethodError);
});

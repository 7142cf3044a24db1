import { describe, expect, test } from 'vitest';
import type { BaselineMovement } from '../../../../lambdas/core/baseline/movement.ts';
import { driftStream, usualHistory } from '../../../../lambdas/core/check/measuring/earlier-windows.ts';
import { type HistoryRow, historyRow } from '../../../../lambdas/core/history/row.ts';
import { parseWindowLength } from '../../../../lambdas/core/monitor/duration.ts';
import { windowAt, windowByName } from '../../../../lambdas/core/monitor/windows.ts';
import { NO_HISTORY } from '../../drift/no-history.ts';
import { driftResult } from '../../report/results.ts';

const schedule = (length: string, timeZone = 'UTC') => ({ window: parseWindowLength(length), timeZone });

const NOTHING = { history: [], movement: null };

type Column = HistoryRow['features'][number];

const column = (effect: number, more: Partial<Column> = {}): Column => ({
  name: 'price',
  method: 'wasserstein',
  distance: Math.abs(effect),
  drifted: false,
  shifts: [
    ['location', effect, 0.02],
    ['missing', 0, 0.01],
  ],
  ...more,
});
const flagged = (effect: number) => column(effect, { drifted: true, flagged_by: 'location' });

function row(day: number, features: readonly Column[], more: Partial<HistoryRow> = {}): HistoryRow {
  const name = `2026-03-${String(day).padStart(2, '0')}`;
  return {
    ...historyRow(driftResult()),
    window: name,
    window_start: `${name}T00:00:00.000Z`,
    features: [...features],
    answers: [],
    ...more,
  };
}

const DAYS = schedule('P1D');
const streamOf = (rows: readonly HistoryRow[]) =>
  driftStream({ history: rows, movement: null }, 'features', DAYS, windowByName(DAYS, '2026-03-20'));
const priceOf = (rows: readonly HistoryRow[]) => streamOf(rows).historyOf('price', 'wasserstein');

describe('groups by local time', () => {
  const groupsAt = (length: string, timeZone: string, instant: string) => {
    const plan = schedule(length, timeZone);
    return driftStream(NOTHING, 'features', plan, windowAt(plan, Date.parse(instant))).groups;
  };

  test.each([
    // Weekend, weekday (Monday is 1), first day of a month 1, last day 2.
    ['a Saturday', 'UTC', '2024-03-09T12:00Z', [1, 6, 0]],
    ['a Sunday', 'UTC', '2024-03-10T12:00Z', [1, 7, 0]],
    ['a Monday', 'UTC', '2024-03-11T12:00Z', [0, 1, 0]],
    ['the first day of a month', 'UTC', '2024-03-01T12:00Z', [0, 5, 1]],
    ['the last day of a month', 'UTC', '2024-04-30T12:00Z', [0, 2, 2]],
    ['the 29th of February', 'UTC', '2024-02-29T12:00Z', [0, 4, 2]],
    ['the 28th of February of a leap year', 'UTC', '2024-02-28T12:00Z', [0, 3, 0]],
    ['the last day of a year', 'UTC', '2023-12-31T12:00Z', [1, 7, 2]],
    ['Sunday evening in UTC, Monday in Tokyo', 'Asia/Tokyo', '2024-03-31T16:00Z', [0, 1, 1]],
    ['Monday morning in UTC, Sunday in New York', 'America/New_York', '2024-04-01T03:00Z', [1, 7, 2]],
    // Clocks go forward on 2024-03-10 and back on 2024-11-03: days of 23 and 25 hours.
    ['the day clocks go forward', 'America/New_York', '2024-03-10T12:00Z', [1, 7, 0]],
    ['the day after it', 'America/New_York', '2024-03-11T04:30Z', [0, 1, 0]],
    ['the last hour of the day clocks go back', 'America/New_York', '2024-11-04T04:30Z', [1, 7, 0]],
  ])('%s', (_, timeZone, instant, groups) => {
    expect(groupsAt('P1D', timeZone, instant)).toEqual(groups);
  });

  test('parts of a day: the weekend, and the time of day of working days and of weekends', () => {
    const hour = (instant: string) => groupsAt('PT1H', 'America/New_York', instant);

    expect(hour('2024-03-08T14:00Z')[0]).toBe(0);
    expect(hour('2024-03-09T14:00Z')[0]).toBe(1);
    // Nine o'clock is nine o'clock, in winter and in summer.
    expect(hour('2024-03-08T14:00Z')).toEqual(hour('2024-03-11T13:00Z'));
    expect(hour('2024-03-08T14:00Z')).not.toEqual(hour('2024-03-08T15:00Z'));
    // Nor is nine on Saturday nine on Friday.
    expect(hour('2024-03-09T14:00Z')[1]).not.toBe(hour('2024-03-08T14:00Z')[1]);
    // Both hours from one to two when clocks go back.
    expect(hour('2024-11-03T05:30Z')).toEqual(hour('2024-11-03T06:30Z'));
    const half = groupsAt('PT30M', 'UTC', '2024-03-08T14:30Z');
    expect(half).not.toEqual(groupsAt('PT30M', 'UTC', '2024-03-08T14:00Z'));
  });

  test('weeks follow no cycle', () => {
    expect(groupsAt('P7D', 'UTC', '2024-03-08T14:00Z')).toEqual([]);
    expect(groupsAt('P2D', 'UTC', '2024-03-08T14:00Z')).toEqual([]);
  });

  test('earlier windows are grouped by their own time', () => {
    const { shifts } = priceOf([row(13, [column(0.1)]), row(14, [column(0.1)])]);

    expect(shifts.get('location')!.map(({ groups }) => groups)).toEqual([
      [0, 5, 0],
      [1, 6, 0],
    ]);
  });
});

describe('how many windows', () => {
  test.each([
    ['P1D', 14 * 7, 8],
    ['PT1H', 14 * 24, 7 * 24 + 1],
    ['PT6H', 14 * 4, 7 * 4 + 1],
  ])('of %s: %i are looked at, %i are a week and one', (length, looked, cycle) => {
    const plan = schedule(length);

    expect(usualHistory(plan)).toBe(looked);
    expect(driftStream(NOTHING, 'features', plan, windowAt(plan, 0)).cycle).toBe(cycle);
  });

  test.each(['P7D', 'P28D', 'P1D', 'PT12H', 'PT1H', 'PT30M'])(
    'of %s: there are enough among those to know how they follow each other',
    (length) => {
      const plan = schedule(length);

      expect(driftStream(NOTHING, 'features', plan, windowAt(plan, 0)).cycle).toBeLessThanOrEqual(usualHistory(plan));
    },
  );

  test.each(['PT20M', 'PT15M', 'PT5M'])('of %s: there are not, as the documentation says', (length) => {
    const plan = schedule(length);

    expect(usualHistory(plan)).toBe(366);
    const { cycle, mostKnown } = driftStream(NOTHING, 'features', plan, windowAt(plan, 0));
    expect(cycle).toBeGreaterThan(366);
    expect(mostKnown).toBe(366);
  });
});

describe('the history of a column', () => {
  test('has its shifts by key, oldest first', () => {
    const { shifts, flagged: since } = priceOf([row(1, [column(0.1)]), row(2, [column(-0.2)]), row(3, [column(0.3)])]);

    expect([...shifts.keys()]).toEqual(['location', 'missing']);
    expect(shifts.get('location')!.map(({ effect, error }) => [effect, error])).toEqual([
      [0.1, 0.02],
      [-0.2, 0.02],
      [0.3, 0.02],
    ]);
    expect(since).toBeNull();
  });

  test('marks windows that were flagged, and windows of broken data', () => {
    const broken = row(2, [column(0.2)], { next_step: 'fix-data' });
    const { shifts } = priceOf([row(1, [column(0.1)]), broken, row(3, [flagged(0.3)])]);

    expect(shifts.get('location')!.map((window) => window.flagged)).toEqual([false, true, true]);
  });

  test('has the first window of a flagged run, and the number of its windows', () => {
    const rows = [row(1, [flagged(0.4)]), row(2, [column(0)]), row(3, [flagged(0.4)]), row(4, [flagged(0.3)])];

    expect(priceOf(rows).flagged).toEqual({ key: 'location', since: '2026-03-03', windows: 2 });
    expect(priceOf([...rows, row(5, [column(0)])]).flagged).toBeNull();
  });

  test('has the first window of a run that began before the windows in view', () => {
    const old = (effect: number) => ({ ...flagged(effect), flagged_since: '2026-02-20' });

    expect(priceOf([row(3, [old(0.4)]), row(4, [old(0.3)])]).flagged).toMatchObject({
      since: '2026-02-20',
      windows: 2,
    });
    // A window that was checked again has since ended the run.
    const ended = [row(3, [old(0.4)]), row(4, [column(0)]), row(5, [old(0.4)])];
    expect(priceOf(ended).flagged).toMatchObject({ since: '2026-03-05', windows: 1 });
  });

  test('leaves out a window without the column, and a gap ends no flagged run', () => {
    const rows = [row(1, [flagged(0.4)]), row(2, []), row(6, [flagged(0.3)]), row(9, [])];
    const { flagged: since, shifts } = priceOf(rows);

    expect(since).toEqual({ key: 'location', since: '2026-03-01', windows: 2 });
    expect(shifts.get('location')).toHaveLength(2);
  });

  test('of a new category begins with its first window', () => {
    const later = column(0, { shifts: [['share:blue', 0.1, 0.02]] });
    const { shifts } = priceOf([row(1, [column(0.1)]), row(2, [later])]);

    expect(shifts.get('share:blue')).toHaveLength(1);
    expect(shifts.get('location')).toHaveLength(1);
  });

  test('is kept apart by method, by name and by family', () => {
    const rows = [
      row(1, [column(0.1), column(0.2, { method: 'psi' }), column(0.3, { name: '__proto__' })], {
        answers: [column(0.4)],
      }),
    ];
    const answers = driftStream({ history: rows, movement: null }, 'answers', DAYS, windowByName(DAYS, '2026-03-20'));
    const first = (name: string, method: string, stream = streamOf(rows)) =>
      stream.historyOf(name, method).shifts.get('location')?.[0].effect;

    expect(first('price', 'wasserstein')).toBe(0.1);
    expect(first('price', 'psi')).toBe(0.2);
    expect(first('__proto__', 'wasserstein')).toBe(0.3);
    expect(first('price', 'wasserstein', answers)).toBe(0.4);
    expect(first('other', 'wasserstein')).toBeUndefined();
  });

  test('of a version that kept no shifts is empty', () => {
    const { shifts: _, ...older } = column(0.1);

    expect(priceOf([row(1, [older])])).toEqual(NO_HISTORY);
  });
});

describe("the baseline's own windows", () => {
  const movement = (more: Partial<BaselineMovement> = {}): BaselineMovement => ({
    version: 1,
    time: 'at',
    window: { days: 1 },
    timeZone: 'UTC',
    // A Saturday, a Sunday and a Monday.
    windows: [24, 25, 26].map((day) => ({ start: `2026-01-${day}T00:00:00.000Z`, rows: 500 })),
    features: [
      { name: 'price', shifts: [{ key: 'location', effects: [0.01, null, -0.01], errors: [0.04, null, 0.04] }] },
    ],
    answers: [],
    ...more,
  });
  const locations = (of: BaselineMovement) => {
    const history = [row(2, [column(0.1)])];
    const { historyOf } = driftStream({ history, movement: of }, 'features', DAYS, windowByName(DAYS, '2026-03-20'));
    return historyOf('price', 'wasserstein').shifts.get('location')!;
  };

  test('add to how many can be known, where they are as long as the live ones', () => {
    const mostKnown = (of: BaselineMovement) =>
      driftStream({ history: [], movement: of }, 'features', DAYS, windowByName(DAYS, '2026-03-20'), { lookedAt: 5 })
        .mostKnown;

    expect(mostKnown(movement())).toBe(8);
    expect(mostKnown(movement({ window: { days: 7 } }))).toBe(5);
  });

  test('come first, without those that were not measured, and are known as such', () => {
    expect(locations(movement())).toMatchObject([
      { effect: 0.01, error: 0.04, groups: [1, 6, 0], inBaseline: true },
      { effect: -0.01, error: 0.04, groups: [0, 1, 0], inBaseline: true },
      { effect: 0.1, error: 0.02, groups: [0, 1, 0] },
    ]);
    expect(locations(movement())[2].inBaseline).toBeUndefined();
  });

  test('are not used where they are longer or shorter, or begin at another midnight', () => {
    expect(locations(movement({ window: { days: 7 } }))).toHaveLength(1);
    expect(locations(movement({ window: { minutes: 60 } }))).toHaveLength(1);
    expect(locations(movement({ timeZone: 'Asia/Tokyo' }))).toHaveLength(1);
  });
});

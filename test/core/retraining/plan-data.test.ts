import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CheckedWindow } from '../../../lambdas/core/decision/checked-window.ts';
import { emptyState, type MonitorState } from '../../../lambdas/core/decision/state.ts';
import {
  type LabelledWindow,
  MAX_SCORED_ROWS,
  planData,
  usableWindows,
} from '../../../lambdas/core/retraining/plan-data.ts';

const DAY = 86_400_000;

/** Days with so many labelled rows, `d0` being the oldest. */
function days(...labelled: number[]): LabelledWindow[] {
  return labelled.map((rows, day) => ({ window: `d${day}`, start: day * DAY, end: (day + 1) * DAY, labelled: rows }));
}

function needs(changes: { heldOutShare?: number; minimumRows?: number; maximumRows?: number; judge?: number } = {}) {
  const { heldOutShare = 0.25, minimumRows = 10, maximumRows = 1000, judge = 5 } = changes;
  const data = {
    format: 'csv',
    since: 'lookback',
    lookback: 28 * DAY,
    heldOutShare,
    minimumRows,
    maximumRows,
  } as const;
  return { data, promote: { minimumRows: judge } };
}

function partsOf(windows: readonly LabelledWindow[], ...given: Parameters<typeof needs>) {
  const planned = planData(windows, needs(...given)).windows;
  const named = (part: string) => planned.filter((one) => one.part === part).map(({ window }) => window);
  return { training: named('training'), heldOut: named('held-out') };
}

describe('planData', () => {
  it.each([
    ['the share exactly', days(10, 10, 10, 10), ['d0', 'd1', 'd2'], ['d3']],
    ['a window more where one does not reach it', days(10, 10, 10, 9), ['d0', 'd1'], ['d2', 'd3']],
    ['a large newest window alone', days(10, 100), ['d0'], ['d1']],
    ['everything where only the oldest reaches it', days(100, 10), [], ['d0', 'd1']],
    ['nothing of nothing', days(), [], []],
    ['no window without a labelled row', days(0, 30, 0, 10, 0), ['d1'], ['d3']],
  ])('keeps the newest whole windows to judge on: %s', (_, windows, training, heldOut) => {
    expect(partsOf(windows)).toEqual({ training, heldOut });
  });

  it('takes the windows by time, whatever order they come in', () => {
    expect(partsOf(days(10, 10, 10, 10).reverse())).toEqual(partsOf(days(10, 10, 10, 10)));
  });

  it('leaves out a window that overlaps a newer one, as after a change of the schedule', () => {
    const week: LabelledWindow = { window: 'week', start: -5 * DAY, end: 2 * DAY, labelled: 70 };
    expect(partsOf([week, ...days(0, 10, 10, 10)]).training).not.toContain('week');
    expect(partsOf([week, ...days(0, 0, 10, 10)], { heldOutShare: 0.1 }).training).toContain('week');
  });

  it.each([
    [days(10, 10), {}, true, '10 labelled rows in 1 window to train on, 10 in 1 newer window to judge on'],
    [days(9, 10), {}, false, 'not enough labelled rows: 9 in 1 window to train on, 10 are needed'],
    [days(10, 4), {}, false, 'not enough labelled rows: 4 in 1 window to judge on, 5 are needed'],
    [days(2000), {}, false, 'not enough labelled rows: 0 in 0 windows to train on, 10 are needed'],
    [
      days(),
      {},
      false,
      'not enough labelled rows: 0 in 0 windows to train on, 10 are needed; 0 in 0 windows to judge on, 5 are needed',
    ],
    [
      days(3000, 1000),
      { maximumRows: 500, minimumRows: 501 },
      false,
      'not enough labelled rows: 500 in 1 window to train on, 501 are needed',
    ],
  ])('states whether the rows are enough, and how many there are: %#', (windows, changes, enough, message) => {
    expect(planData(windows, needs(changes))).toMatchObject({ enough, message });
  });

  it('scores no more rows than the maximum, unless the minimum is higher', () => {
    const most = (judge: number) =>
      planData(days(1e6, 1e6, 1e6, 1e6), needs({ heldOutShare: 0.5, judge })).windows.map((one) => one.maximumRows);
    expect(most(1000)).toEqual([1000, 1000, MAX_SCORED_ROWS / 2, MAX_SCORED_ROWS / 2]);
    expect(most(300_000)).toEqual([1000, 1000, 150_000, 150_000]);
  });

  const anyDays = fc.array(fc.nat(1000), { maxLength: 40 }).map((labelled) => days(...labelled));
  const share = fc.double({ min: 0.01, max: 0.99, noNaN: true });

  it('every held-out window is later than every training window, and none is lost or doubled', () => {
    fc.assert(
      fc.property(anyDays, share, (windows, heldOutShare) => {
        const { training, heldOut } = partsOf(windows, { heldOutShare });
        const all = windows.filter(({ labelled }) => labelled > 0).map(({ window }) => window);
        expect([...training, ...heldOut]).toEqual(all);
      }),
    );
  });

  it('reaches the share, and with one window less does not', () => {
    fc.assert(
      fc.property(anyDays, share, (windows, heldOutShare) => {
        const { heldOut } = partsOf(windows, { heldOutShare });
        const rows = new Map(windows.map(({ window, labelled }) => [window, labelled]));
        const total = windows.reduce((sum, { labelled }) => sum + labelled, 0);
        const held = heldOut.reduce((sum, window) => sum + rows.get(window)!, 0);
        expect(held).toBeGreaterThanOrEqual(heldOutShare * total);
        if (heldOut.length > 0) expect(held - rows.get(heldOut[0])!).toBeLessThan(heldOutShare * total);
      }),
    );
  });

  it('an older window never takes one from what is judged on', () => {
    fc.assert(
      fc.property(anyDays, share, fc.nat(1000), (windows, heldOutShare, labelled) => {
        const older = { window: 'older', start: -DAY, end: 0, labelled };
        const before = partsOf(windows, { heldOutShare }).heldOut;
        expect(partsOf([older, ...windows], { heldOutShare }).heldOut).toEqual(expect.arrayContaining(before));
      }),
    );
  });

  it('a window never makes enough into not enough when it is trained on', () => {
    fc.assert(
      fc.property(anyDays, share, fc.integer({ min: 1, max: 1000 }), (windows, heldOutShare, labelled) => {
        const older = { window: 'older', start: -DAY, end: 0, labelled };
        const after = planData([older, ...windows], needs({ heldOutShare }));
        const stays =
          partsOf([older, ...windows], { heldOutShare }).heldOut.length ===
          partsOf(windows, { heldOutShare }).heldOut.length;
        if (stays && planData(windows, needs({ heldOutShare })).enough) expect(after.enough).toBe(true);
      }),
    );
  });
});

describe('usableWindows', () => {
  const NOW = 100 * DAY;

  function checkedWindow(day: number, coverage: number | null): CheckedWindow {
    const labels = coverage === null ? null : { coverage, settled: true };
    const [start, end] = [day * DAY, (day + 1) * DAY];
    return { window: `d${day}`, start, end, digest: '', checkedAt: 0, signals: [], limits: [], labels };
  }

  function broken(day: number, status: 'breach' | 'clear'): CheckedWindow {
    return { ...checkedWindow(day, null), signals: [{ kind: 'data-quality', status, headline: '', details: [] }] };
  }

  function stateOf(accuracy: CheckedWindow[], drift: CheckedWindow[] = []): MonitorState {
    return { ...emptyState('m'), checks: { drift, accuracy } };
  }

  const lookback = { since: 'lookback', lookback: 10 * DAY } as const;

  it.each<[string, MonitorState, string[]]>([
    ['labelled ones', stateOf([checkedWindow(95, 0.5), checkedWindow(96, 0), checkedWindow(97, null)]), ['d95']],
    [
      'ones within the lookback',
      stateOf([checkedWindow(89, 1), checkedWindow(90, 1), checkedWindow(91, 1)]),
      ['d90', 'd91'],
    ],
    [
      'ones whose data was not broken',
      stateOf(
        [checkedWindow(95, 1), checkedWindow(96, 1), checkedWindow(97, 1)],
        [broken(95, 'breach'), broken(96, 'clear')],
      ),
      ['d96', 'd97'],
    ],
  ])('are %s', (_, state, expected) => {
    expect(usableWindows(state, lookback, null, NOW).map(({ window }) => window)).toEqual(expected);
  });

  it.each([
    ['incident', 97 * DAY, ['d97', 'd98']],
    ['incident', null, ['d95', 'd97', 'd98']],
    ['lookback', 97 * DAY, ['d95', 'd97', 'd98']],
    ['incident', 80 * DAY, ['d95', 'd97', 'd98']],
  ] as const)('begin with the incident under since: incident: %s from %s', (since, from, expected) => {
    const state = stateOf([checkedWindow(85, 1), checkedWindow(95, 1), checkedWindow(97, 1), checkedWindow(98, 1)]);
    const found = usableWindows(state, { since, lookback: 10 * DAY }, from, NOW);
    expect(found.map(({ window }) => window)).toEqual(expected);
  });
});

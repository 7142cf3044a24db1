import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CheckedWindow } from '../../../lambdas/core/decision/checked-window.ts';
import { limitStandings, retrainingBlock } from '../../../lambdas/core/decision/limits.ts';
import { emptyState, type MonitorState } from '../../../lambdas/core/decision/state.ts';
import type { Incident } from '../../../lambdas/core/result/incident.ts';
import { accuracyWindow, checkedWindowOf, signalOf } from './checked-windows.ts';

const stateOf = (accuracy: CheckedWindow[], drift: CheckedWindow[] = []): MonitorState => ({
  ...emptyState('m'),
  checks: { accuracy, drift },
});
const broken = (day: number) => checkedWindowOf(day, { signals: [signalOf('data-quality', 'breach')] });

/** How the retrain limit `accuracy <= 0.85` stands after days with these accuracies; the data of some days is broken. */
function retrain(values: readonly (number | null)[], retrainWindows: number, brokenDays: readonly number[] = []) {
  const days = values.map((value, i) => accuracyWindow(i, value, { retrainWindows }));
  return limitStandings(stateOf(days, brokenDays.map(broken)))[1];
}

describe('a limit that is compared as it is', () => {
  it('counts windows in a row, and names the first and the last of them', () => {
    const values = [0.5, 0.9, 0.5, null, 0.5, null];
    expect(retrain(values, 2)).toMatchObject({
      reached: true,
      streak: 2,
      firstWindow: '2001-02-03',
      window: '2001-02-05',
    });
    expect(retrain(values, 3)).toMatchObject({ reached: false, streak: 2, heldBack: false });
  });

  it('has no first window where the last one is within it', () => {
    expect(retrain([0.5, 0.9], 1)).toMatchObject({ reached: false, streak: 0, firstWindow: null });
  });

  it('is named after the latest window where none says anything about it', () => {
    expect(retrain([null, null], 1)).toMatchObject({ streak: 0, window: '2001-02-02' });
  });

  it.each([
    ['is held back by broken data', [0.5, 0.5], 2, [1], { reached: false, heldBack: true, streak: 1 }],
    ['is not held back where windows are too few anyway', [0.5], 2, [0], { reached: false, heldBack: false }],
    ['is reached by the other windows', [0.5, 0.5, 0.5], 2, [1], { reached: true, heldBack: false, streak: 2 }],
    ['ends with a window that is good in spite of its data', [0.5, 0.9], 1, [1], { reached: false, streak: 0 }],
  ])('of a retraining %s', (_name, values, windows, brokenDays, expected) => {
    expect(retrain(values, windows, brokenDays)).toMatchObject(expected);
  });

  it('of an alert counts windows with broken data', () => {
    expect(limitStandings(stateOf([accuracyWindow(0, 0.5)], [broken(0)]))[0]).toMatchObject({ reached: true });
  });

  it('that is new does not count windows that were checked without it', () => {
    const before = { ...accuracyWindow(0, 0.5), limits: [] };
    expect(limitStandings(stateOf([before, accuracyWindow(1, 0.5)])).map(({ streak }) => streak)).toEqual([1, 1]);
  });

  it('counts windows of the live model from its first one on', () => {
    const days = [accuracyWindow(0, 0.5), accuracyWindow(1, 0.5)];
    const previous = { retraining: null, endpointConfig: 'old', baseline: 'b1' };
    const model = { retraining: 'r1', endpointConfig: 'new', baseline: 'b2', since: days[1].start, previous };
    expect(limitStandings({ ...stateOf(days), model }, days[1].start)[0].streak).toBe(1);
    expect(limitStandings({ ...stateOf(days), model }, days[0].start)[0].streak).toBe(1);
  });

  it('stands after a window as if later windows did not exist', () => {
    const value = fc.option(fc.constantFrom(0.5, 0.84, 0.85, 0.9), { nil: null });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 8 }), fc.nat(7), (values, cut) => {
        const days = values.map((each, i) => accuracyWindow(i, each, { alertWindows: 2, retrainWindows: 3 }));
        const last = days[Math.min(cut, days.length - 1)];
        const earlier = days.filter(({ start }) => start <= last.start);
        expect(limitStandings(stateOf(days), last.start)).toEqual(limitStandings(stateOf(earlier)));
      }),
    );
  });
});

describe('what keeps a retraining from starting', () => {
  const LABELS = { coverage: 1, settled: true, unreadable: true as const };
  const day = checkedWindowOf(0, {});
  const unreadable = { ...day, labels: LABELS };

  function open(kind: Incident['kind'], lastWindow = day.window): Incident {
    return {
      id: kind,
      kind,
      state: 'open',
      since: '2001-01-30',
      openedAt: 0,
      lastWindow,
      notifiedAt: 0,
      notifiedWindow: '2001-01-30',
      recoveredWindow: null,
      acknowledged: null,
      resolved: null,
    };
  }

  it('is nothing where data and labels are sound', () => {
    const sound = { ...day, labels: { coverage: 1, settled: true } };
    expect(retrainingBlock(stateOf([sound], [day]), day.window)).toBeNull();
  });

  it.each<[name: string, state: MonitorState, window: string, block: string]>([
    [
      'the data of the window',
      stateOf([], [broken(0)]),
      day.window,
      'the data of window 2001-02-01 is broken: fix the data first',
    ],
    [
      'the data of other windows',
      { ...stateOf([]), incidents: [open('data-quality')] },
      day.window,
      'the data has been broken since window 2001-01-30: fix the data first',
    ],
    [
      'the labels of the window',
      stateOf([unreadable]),
      day.window,
      'labels of window 2001-02-01 cannot be read: fix the labels first',
    ],
    [
      'the labels of other windows',
      { ...stateOf([unreadable]), incidents: [open('no-labels')] },
      '2001-02-02',
      'labels have been unreadable since window 2001-01-30: fix the labels first',
    ],
  ])('is %s', (_name, state, window, block) => {
    expect(retrainingBlock(state, window)).toBe(block);
  });

  it('is not that labels are missing, nor unreadable labels of another window that are fixed', () => {
    expect(retrainingBlock({ ...stateOf([day]), incidents: [open('no-labels')] }, '2001-02-02')).toBeNull();
    expect(retrainingBlock(stateOf([unreadable]), '2001-02-02')).toBeNull();
  });
});

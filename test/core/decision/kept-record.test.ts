import { describe, expect, it } from 'vitest';
import type { CheckedWindow, LimitOutcome } from '../../../lambdas/core/decision/checked-window.ts';
import {
  findCheckedWindow,
  isWaitingAlike,
  lacksLabels,
  recordCheckedWindow,
} from '../../../lambdas/core/decision/checked-windows.ts';
import { type LimitStanding, limitStandings } from '../../../lambdas/core/decision/limits.ts';
import { emptyState, KEPT_WINDOWS, type MonitorState } from '../../../lambdas/core/decision/state.ts';
import { transition } from '../../../lambdas/core/decision/transition.ts';
import type { Incident } from '../../../lambdas/core/result/incident.ts';
import { usableWindows } from '../../../lambdas/core/retraining/plan-data.ts';
import { checkedWindowOf, openIncidents, signalOf } from './checked-windows.ts';

const DAY = 86_400_000;
const QUARTER = DAY / 96;
const ROWS = 1000;

type Content = Parameters<typeof checkedWindowOf>[1] & Partial<Pick<CheckedWindow, 'labels'>>;

/** An entry like those of {@link checkedWindowOf}, of a window that starts at `start` and lasts `length` milliseconds. */
function windowAt(start: number, length: number, { labels = null, ...content }: Content): CheckedWindow {
  const window = `${new Date(start).toISOString().slice(0, 16)}Z`;
  return { ...checkedWindowOf(0, content), window, start, end: start + length, labels };
}

function limitOf(purpose: LimitOutcome['purpose'], accuracy: number, changes: Partial<LimitOutcome> = {}) {
  const bad = Math.round((1 - accuracy) * ROWS);
  return {
    text: 'accuracy < 0.85',
    purpose,
    windows: 1,
    met: accuracy < 0.85,
    claim: {
      evidence: { test: 'counts' as const, bad, rows: ROWS, allowed: 0.15 },
      rows: ROWS,
      threshold: 3652.5,
      minimumRows: 200,
      ...(purpose === 'retrain' && { awaitsWeek: true as const }),
    },
    ...changes,
  };
}

function record(checkedWindows: readonly CheckedWindow[], accuracyFrom?: number): CheckedWindow[] {
  return checkedWindows.reduce<CheckedWindow[]>(
    (all, checkedWindow) => recordCheckedWindow(all, checkedWindow, accuracyFrom),
    [],
  );
}

function quarters(count: number, content: Content): CheckedWindow[] {
  return Array.from({ length: count }, (_, i) => windowAt(i * QUARTER, QUARTER, content));
}

describe('the record of windows of 15 minutes', () => {
  const bad = { limits: [limitOf('retrain', 0.7)], labels: { coverage: 1, settled: true } };

  it('reaches back far enough for a retraining, which waits for more than a week', () => {
    const accuracy = record(quarters(8 * 96, bad));
    expect(accuracy.length).toBeGreaterThan(KEPT_WINDOWS);
    const state = { ...emptyState('m'), checks: { drift: [], accuracy } };
    expect(limitStandings(state)[0]).toMatchObject({ reached: true, firstWindow: accuracy[0].window });
  });

  it('keeps windows with broken data as long as accuracy checks of them, so that they do not count', () => {
    const broken = quarters(7 * 96, { signals: [signalOf('data-quality', 'breach')] });
    const days = [...broken, ...quarters(8 * 96, {}).slice(7 * 96)];
    const accuracy = record(quarters(8 * 96, bad));
    const state = { ...emptyState('m'), checks: { drift: record(days, accuracy[0].start), accuracy } };
    expect(limitStandings(state)[0]).toMatchObject({ reached: false, heldBack: true });
    const usable = usableWindows(state, { lookback: 30 * DAY, since: 'lookback' }, null, 8 * DAY);
    expect(usable.map(({ window }) => window)).toEqual(accuracy.slice(7 * 96).map(({ window }) => window));
    // Without labels nothing depends on them.
    expect(record(days)).toHaveLength(KEPT_WINDOWS);
  });

  it('keeps every window whose labels are still expected', () => {
    const waiting = quarters(8 * 96, { labels: { coverage: 0.5, settled: false } });
    expect(record(waiting)).toEqual(waiting);
  });

  it('is no longer than before where no retraining depends on it', () => {
    expect(record(quarters(8 * 96, { limits: [limitOf('alert', 0.7)] }))).toHaveLength(KEPT_WINDOWS);
    const quiet = quarters(8 * 96, {});
    expect(record(quiet)).toEqual(quiet.slice(-KEPT_WINDOWS));
    expect(record(quarters(20 * 96, bad))).toHaveLength(8 * 96 + 1);
  });
});

describe('a checked window', () => {
  const labelled = (labels: CheckedWindow['labels']) => ({ ...checkedWindowOf(0, {}), labels });
  const waiting = { coverage: 0.5, settled: false };

  it('lacks labels while some are expected', () => {
    const lacking = [null, waiting, { ...waiting, settled: true }, { ...waiting, coverage: 1 }].map((labels) =>
      lacksLabels(labelled(labels)),
    );
    expect(lacking).toEqual([false, true, false, false]);
  });

  it('is as before where it has read the same and waits as before', () => {
    const alike = (a: CheckedWindow['labels'], b: CheckedWindow['labels']) => isWaitingAlike(labelled(a), labelled(b));
    const seen = { ...waiting, seen: 'x' };
    expect([alike(null, null), alike(seen, { ...seen, coverage: 0.6 })]).toEqual([true, true]);
    expect([alike(seen, { ...seen, settled: true }), alike(seen, { ...seen, seen: 'y' }), alike(seen, null)]).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('is found by its name, in accuracy checks', () => {
    const [drift, first, second] = [0, 0, 1].map((day) => checkedWindowOf(day, {}));
    const checks = { drift: [drift], accuracy: [first, second] };
    expect(findCheckedWindow({ checks }, { name: '2001-02-02' })).toBe(second);
    expect(findCheckedWindow({ checks }, { name: '2001-02-01' })).toBe(first);
    expect(findCheckedWindow({ checks }, { name: '2001-02-03' })).toBeUndefined();
  });
});

describe('a week in which clocks are set back', () => {
  it('is not more than a week: no retraining starts from it', () => {
    const week = windowAt(0, 7 * DAY + DAY / 24, { limits: [limitOf('retrain', 0.7)] });
    const standing = (accuracy: CheckedWindow[]) =>
      limitStandings({ ...emptyState('m'), checks: { drift: [], accuracy } })[0];
    expect(standing([week])).toMatchObject({ reached: false, standing: { open: true } });
    const next = windowAt(week.end, 7 * DAY, { limits: [limitOf('retrain', 0.7)] });
    expect(standing([week, next])).toMatchObject({ reached: true });
  });
});

describe('an incident of performance that began before the first window on record', () => {
  const incident: Incident = {
    id: 'performance-2000-01-01',
    kind: 'performance',
    state: 'open',
    since: '2000-01-01',
    openedAt: 0,
    lastWindow: '2001-02-01',
    notifiedAt: 0,
    notifiedWindow: '2001-02-01',
    recoveredWindow: null,
    acknowledged: null,
    resolved: null,
  };

  function stateOf(days: readonly (readonly LimitOutcome[])[]): MonitorState {
    const accuracy = days.map((limits, i) =>
      checkedWindowOf(i, {
        limits: [...limits],
        signals: [signalOf('performance', limits[0].met ? 'breach' : 'clear')],
      }),
    );
    return { ...emptyState('m'), incidents: [incident], checks: { drift: [], accuracy } };
  }

  it('stays open with its limit until windows prove that performance is back', () => {
    const [limit] = limitStandings(stateOf([[limitOf('alert', 0.84)]]));
    expect(limit).toMatchObject({ reached: true, standing: { open: true, since: null } });
    const [back] = limitStandings(stateOf([[limitOf('alert', 0.84)], [limitOf('alert', 0.95)]]));
    expect(back).toMatchObject({ reached: false, standing: { open: false } });
  });

  it('keeps open what alerts, not what retrains, and is not forgotten by a window that says nothing', () => {
    const [retrain] = limitStandings(stateOf([[limitOf('retrain', 0.84)]]));
    expect(retrain.standing).toMatchObject({ open: false });
    const { claim } = limitOf('alert', 0.84);
    const silent = limitOf('alert', 0.84, { claim: { ...claim!, evidence: null } });
    expect(limitStandings(stateOf([[limitOf('alert', 0.84)], [silent]]))[0]).toMatchObject({ reached: true });
  });

  it('is over when performance is back, though another limit never had the rows to be judged', () => {
    const text = 'r2 < 0.5';
    const silent = (met: boolean): LimitOutcome => {
      const { claim } = limitOf('alert', 0.9);
      return { text, purpose: 'alert', windows: 1, met, claim: { ...claim!, evidence: null } };
    };
    const before = stateOf([[limitOf('alert', 0.8), silent(false)]]);
    const reached = (limits: readonly LimitStanding[]) =>
      limits.filter((limit) => limit.reached).map((one) => one.text);
    expect(reached(limitStandings(before))).toEqual(['accuracy < 0.85']);
    const checkedWindow = checkedWindowOf(1, {
      limits: [limitOf('alert', 0.95), silent(false)],
      signals: [signalOf('performance', 'clear')],
    });
    const { events } = transition(before, 'accuracy', checkedWindow, checkedWindow.end, { repeatEvery: DAY });
    expect(events.map(({ type }) => type)).toEqual(['recovered']);
  });
});

describe('an open incident', () => {
  it('is kept, however many others have been closed since it opened', () => {
    let state: MonitorState = emptyState('m');
    const play = (kind: 'drift' | 'accuracy', checkedWindow: CheckedWindow) => {
      ({ state } = transition(state, kind, checkedWindow, checkedWindow.end, { repeatEvery: DAY }));
    };
    play('accuracy', checkedWindowOf(0, { signals: [signalOf('no-labels', 'breach')] }));
    for (let day = 0; day < 120; day++) {
      play('drift', checkedWindowOf(day, { signals: [signalOf('no-data', day % 2 === 0 ? 'breach' : 'clear')] }));
    }
    expect(openIncidents(state)).toEqual(['no-labels-2001-02-01']);
    expect(state.incidents.length).toBeLessThanOrEqual(51);
  });
});

import { describe, expect, it } from 'vitest';
import type { CheckedWindow } from '../../../lambdas/core/decision/checked-window.ts';
import { latestSignals } from '../../../lambdas/core/decision/latest-signals.ts';
import { limitStandings } from '../../../lambdas/core/decision/limits.ts';
import { emptyState, type MonitorState } from '../../../lambdas/core/decision/state.ts';
import { transition } from '../../../lambdas/core/decision/transition.ts';
import { checkedWindowOf, openIncidents, signalOf } from './checked-windows.ts';

const DAY = 86_400_000;
const ROWS = 1000;
const LIMIT = 0.85;

interface Choices {
  readonly purpose?: 'alert' | 'retrain';
  readonly windows?: number;
  readonly awaitsWeek?: true;
  readonly rows?: number;
  readonly settled?: boolean;
}

/** The accuracy check of day `index` with `accuracy < 0.85` as a claim, one false page in ten years of days. */
function looked(
  index: number,
  accuracy: number,
  { purpose = 'alert', windows = 1, awaitsWeek, rows = ROWS, settled = true }: Choices = {},
): CheckedWindow {
  const met = accuracy < LIMIT;
  const bad = Math.round((1 - accuracy) * rows);
  const claim = {
    evidence: { test: 'counts' as const, bad, rows, allowed: 1 - LIMIT },
    rows,
    threshold: 3652.5,
    minimumRows: 200,
    ...(awaitsWeek && { awaitsWeek }),
  };
  return {
    ...checkedWindowOf(index, {
      signals: [signalOf('performance', met ? 'breach' : 'clear')],
      limits: [{ text: 'accuracy < 0.85', purpose, windows, met, claim }],
    }),
    labels: { coverage: rows / ROWS, settled },
  };
}

function play(checkedWindows: readonly CheckedWindow[], from: MonitorState = emptyState('m')) {
  let state = from;
  const notified: string[] = [];
  for (const checkedWindow of checkedWindows) {
    const moved = transition(state, 'accuracy', checkedWindow, checkedWindow.checkedAt, { repeatEvery: 365 * DAY });
    state = moved.state;
    notified.push(...moved.events.map(({ type, checkedWindow: { window } }) => `${type} ${window}`));
  }
  return { state, notified };
}

/** A model that a retraining has put into service. */
const REPLACING = {
  retraining: 'r1',
  endpointConfig: 'new',
  baseline: 'b2',
  previous: { retraining: null, endpointConfig: 'old', baseline: 'b1' },
};

describe('an incident of performance', () => {
  it('does not open by windows that chance brings below the limit, one by one', () => {
    // 0.845 of 1,000 is half a standard error below 0.85.
    const days = [0.87, 0.845, 0.88, 0.845, 0.86, 0.87];
    expect(play(days.map((accuracy, i) => looked(i, accuracy))).notified).toEqual([]);
  });

  it('opens when the windows together prove it, and recovers when later ones prove the opposite', () => {
    const days = [0.87, 0.82, 0.82, 0.82, 0.82, 0.86, 0.88, 0.88, 0.88];
    const { notified } = play(days.map((accuracy, i) => looked(i, accuracy)));
    expect(notified).toEqual(['opened 2001-02-04', 'recovered 2001-02-08']);
  });

  it('opens with a window that is within the limit where only rows were missing', () => {
    // 0.50 of 120 rows proves it by far, but fewer than 200 rows prove nothing.
    const days = [looked(0, 0.5, { rows: 120 }), looked(1, 0.86, { rows: 90 })];
    expect(limitStandings(play(days.slice(0, 1)).state)[0]).toMatchObject({ reached: false });
    expect(limitStandings(play(days).state)[0]).toMatchObject({ reached: true, firstWindow: '2001-02-01', streak: 0 });
  });

  it('began where the evidence did, not with the latest windows in a row', () => {
    const days = [0.8, 0.86, 0.8, 0.8].map((accuracy, i) => looked(i, accuracy));
    expect(limitStandings(play(days).state)[0]).toMatchObject({ firstWindow: '2001-02-01', streak: 2 });
  });

  it('is known from a window that has evidence and no value', () => {
    const day = looked(0, 0.7);
    const unknown = { ...day, limits: [{ ...day.limits[0], met: null }] };
    const later = {
      ...looked(1, 0.7),
      limits: [{ ...day.limits[0], met: null, claim: { ...day.limits[0].claim!, evidence: null } }],
    };
    const state = { ...emptyState('m'), checks: { drift: [], accuracy: [unknown, later] } };
    expect(limitStandings(state)[0]).toMatchObject({ window: '2001-02-01', reached: true });
  });

  it('says with the window that is bad itself what is wrong, when labels of an earlier one decide', () => {
    const first = [
      looked(0, 0.8, { rows: 300, settled: false }),
      looked(1, 0.8, { rows: 300, settled: false }),
      looked(2, 0.86, { rows: 100 }),
    ];
    const { notified, state } = play([...first, looked(0, 0.8)]);
    expect(notified).toEqual(['opened 2001-02-02']);
    expect(limitStandings(state)[0]).toMatchObject({ reached: true, firstWindow: '2001-02-01' });
  });
});

describe('the signal that decides about an open limit', () => {
  const also = (checkedWindow: CheckedWindow): CheckedWindow => ({
    ...checkedWindow,
    signals: [signalOf('no-labels', 'clear'), ...checkedWindow.signals],
  });
  const decidingOf = (state: MonitorState, limits = limitStandings(state)) =>
    latestSignals(state, 'accuracy', limits).map(
      ({ signal: { kind, status }, checkedWindow: { window } }) => `${kind} ${status} ${window}`,
    );

  it('is that of the latest window beyond it, whatever else the windows say', () => {
    const accuracy = [looked(0, 0.7), looked(1, 0.7), looked(2, 0.86)].map(also);
    const state = { ...emptyState('m'), checks: { drift: [], accuracy } };
    expect(decidingOf(state)).toEqual(['no-labels clear 2001-02-03', 'performance breach 2001-02-02']);
  });

  it('is the latest where no window is beyond it any more', () => {
    const state = { ...emptyState('m'), checks: { drift: [], accuracy: [looked(0, 0.86)] } };
    const [standing] = limitStandings(state);
    expect(decidingOf(state, [{ ...standing, reached: true }])).toEqual(['performance clear 2001-02-01']);
  });

  it('is a breach where one limit of two is passed', () => {
    const day = looked(0, 0.7);
    const [limit] = day.limits;
    const within = { ...limit, text: 'accuracy < 0.5', met: false, claim: { ...limit.claim!, evidence: null } };
    const state = { ...emptyState('m'), checks: { drift: [], accuracy: [{ ...day, limits: [within, limit] }] } };
    expect(decidingOf(state)).toEqual(['performance breach 2001-02-01']);
  });
});

describe('looks at the same windows', () => {
  const early = looked(0, 0.7, { rows: 300, settled: false });

  it('do not end an incident and open it again while labels still come', () => {
    // 0.70 of 300 proves it; 0.84 of 600 does not; 0.80 of 900 does.
    const { notified, state } = play([
      early,
      looked(0, 0.84, { rows: 600, settled: false }),
      looked(0, 0.8, { rows: 900, settled: false }),
    ]);
    expect(notified).toEqual(['opened 2001-02-01']);
    expect(openIncidents(state)).toHaveLength(1);
  });

  it('end an incident that the last labels take back', () => {
    const { notified, state } = play([early, looked(0, 0.86)]);
    expect(notified).toEqual(['opened 2001-02-01', 'recovered 2001-02-01']);
    expect(openIncidents(state)).toEqual([]);
  });

  it('end an incident, and say so, when no more labels are waited for, though the last look finds nothing new', () => {
    const waiting = looked(0, 0.84, { rows: 600, settled: false });
    const settled = looked(0, 0.84, { rows: 600 });
    expect(settled.digest).toBe(waiting.digest);
    const { notified, state } = play([early, waiting, settled]);
    expect(notified).toEqual(['opened 2001-02-01', 'recovered 2001-02-01']);
    expect(openIncidents(state)).toEqual([]);
  });

  it('end an incident that evidence takes back although later windows still wait for labels', () => {
    const bad = looked(0, 0.7, { rows: 300 });
    const later = looked(1, 0.86, { rows: 100, settled: false });
    expect(play([bad, later, looked(0, 0.86)]).notified).toEqual(['opened 2001-02-01', 'recovered 2001-02-02']);
  });

  it('keep an incident open while an earlier window waits for labels', () => {
    const first = looked(0, 0.84, { rows: 300, settled: false });
    const { notified, state } = play([first, looked(1, 0.7), looked(1, 0.86)]);
    expect(notified).toEqual(['opened 2001-02-02']);
    expect(play([looked(0, 0.84, { rows: 300 })], state).notified).toEqual(['recovered 2001-02-02']);
  });

  it('end an incident that later windows prove to be over, although its own window waits for labels', () => {
    const days = [0.95, 0.95, 0.95].map((accuracy, i) => looked(i + 1, accuracy));
    const [opened, recovered, ...rest] = play([early, ...days]).notified;
    expect([opened, recovered.split(' ')[0], rest]).toEqual(['opened 2001-02-01', 'recovered', []]);
  });

  it('leave limits where one look at all labels puts them, whatever their order', () => {
    const last = [looked(0, 0.8), looked(1, 0.83), looked(2, 0.81), looked(3, 0.88), looked(4, 0.87)];
    const once = play(last).state;
    const often = play([
      looked(3, 0.95, { rows: 200, settled: false }),
      looked(1, 0.6, { rows: 200, settled: false }),
      last[4],
      last[1],
      looked(0, 0.9, { rows: 500, settled: false }),
      last[3],
      last[2],
      last[0],
    ]).state;
    expect(limitStandings(often)).toEqual(limitStandings(once));
    expect(openIncidents(often).length).toBe(openIncidents(once).length);
  });
});

describe('for: 3', () => {
  it('names the first of its windows, or else the one since which the limit is passed', () => {
    const standing = (...days: number[]) =>
      limitStandings(play(days.map((accuracy, i) => looked(i, accuracy, { windows: 3 }))).state)[0];
    // The evidence began with the first window, and 0.86 did not take it back.
    expect(standing(0.7, 0.86, 0.7, 0.7, 0.7)).toMatchObject({
      standing: { since: '2001-02-01' },
      reached: true,
      streak: 3,
      firstWindow: '2001-02-03',
    });
    expect(standing(0.7, 0.7, 0.7, 0.86)).toMatchObject({ reached: true, streak: 0, firstWindow: '2001-02-01' });
  });

  it('goes on after a window whose own value is not known', () => {
    const days = [0.7, 0.7, 0.7, 0.7].map((accuracy, i) => looked(i, accuracy, { windows: 3 }));
    const [limit] = days[2].limits;
    const unknown = { ...days[2], limits: [{ ...limit, met: null }] };
    expect(play([days[0], days[1], unknown]).notified).toEqual([]);
    expect(play([days[0], days[1], unknown, days[3]]).notified).toEqual(['opened 2001-02-04']);
  });

  it('takes three windows in a row beyond the limit besides the proof', () => {
    const days = [0.7, 0.9, 0.7, 0.7, 0.7];
    const notified = (windows: number) => play(days.map((accuracy, i) => looked(i, accuracy, { windows }))).notified;
    expect(notified(1)[0]).toBe('opened 2001-02-01');
    expect(notified(3)).toEqual(['opened 2001-02-05']);
  });
});

describe('after a person has resolved the incident', () => {
  it('only what later windows say counts', () => {
    const { state } = play([looked(0, 0.8), looked(1, 0.8)]);
    expect(openIncidents(state)).toHaveLength(1);
    const resolved: MonitorState = {
      ...state,
      incidents: state.incidents.map((incident) => ({
        ...incident,
        state: 'resolved' as const,
        lastWindow: '2001-02-02',
      })),
    };
    expect(limitStandings(resolved)[0]).toMatchObject({ reached: false });
    expect(play([looked(2, 0.84)], resolved).notified).toEqual([]);
    expect(play([looked(2, 0.8), looked(3, 0.8)], resolved).notified).toEqual(['opened 2001-02-04']);
  });

  it.each([
    ['another kind', { kind: 'drift' as const }],
    ['a window that is no longer on record', { lastWindow: '2000-01-01' }],
    ['an incident that is open', { state: 'open' as const }],
  ])('earlier windows still count where that was %s', (_name, changes) => {
    const { state } = play([looked(0, 0.8), looked(1, 0.8)]);
    const [incident] = state.incidents;
    const other = { ...incident, state: 'resolved' as const, lastWindow: '2001-02-02', ...changes };
    expect(limitStandings({ ...state, incidents: [other] })[0]).toMatchObject({ reached: true });
  });

  it('a retraining may still rest on earlier windows', () => {
    const days = [0, 1].map((day) => looked(day, 0.7, { purpose: 'retrain' }));
    const [incident] = play([looked(0, 0.8), looked(1, 0.8)]).state.incidents;
    const resolved = { ...incident, state: 'resolved' as const, lastWindow: '2001-02-02' };
    const state = { ...emptyState('m'), incidents: [resolved], checks: { drift: [], accuracy: days } };
    expect(limitStandings(state)[0]).toMatchObject({ reached: true });
  });
});

describe('a window that is looked at again after its model was replaced', () => {
  it('says how its own model stood, and nothing about the live one', () => {
    const { state } = play([looked(0, 0.8), looked(1, 0.8)]);
    const after: MonitorState = { ...state, model: { ...REPLACING, since: state.checks.accuracy[1].end } };
    expect(limitStandings(after, state.checks.accuracy[1].start)[0]).toMatchObject({ reached: true });
    expect(limitStandings(after)).toEqual([]);
  });
});

describe('a wish to retrain', () => {
  const choices = { purpose: 'retrain', awaitsWeek: true } as const;

  it('without `for` waits until it has lasted longer than a week', () => {
    const days = Array.from({ length: 9 }, (_, i) => looked(i, 0.7, choices));
    const wished = days.map((_, i) => play(days.slice(0, i + 1)).state.retraining?.since ?? null);
    expect(wished).toEqual([...Array.from({ length: 7 }, () => null), '2001-02-08', '2001-02-08']);
  });

  it('does not come from a few bad days after good weeks', () => {
    const days = [...Array.from({ length: 14 }, () => 0.9), 0.7, 0.7, 0.7];
    const { state } = play(days.map((accuracy, i) => looked(i, accuracy, choices)));
    expect(limitStandings(state)[0]).toMatchObject({ reached: false, standing: { open: true, since: '2001-02-15' } });
  });

  it('does not come from a window that is within the limit again', () => {
    const bad = Array.from({ length: 9 }, (_, i) => looked(i, 0.7, choices));
    const standing = (days: CheckedWindow[]) => limitStandings(play(days).state)[0];
    expect(standing(bad)).toMatchObject({ reached: true });
    expect(standing([...bad, looked(9, 0.86, choices)])).toMatchObject({ reached: false, standing: { open: true } });
  });

  it('is held back by nothing else than broken data', () => {
    const good = looked(0, 0.9, { purpose: 'retrain' });
    const state = (day: CheckedWindow, drift: CheckedWindow[]) => ({
      ...emptyState('m'),
      checks: { accuracy: [day], drift },
    });
    const broken = checkedWindowOf(0, { signals: [signalOf('data-quality', 'breach')] });
    expect(limitStandings(state(good, []))[0]).toMatchObject({ reached: false, heldBack: false });
    expect(limitStandings(state(good, [broken]))[0]).toMatchObject({ reached: false, heldBack: false });
    const bad = looked(0, 0.7, { purpose: 'retrain' });
    expect(limitStandings(state(bad, []))[0]).toMatchObject({ reached: true, heldBack: false });
  });

  it('has its own evidence beside an alert at the same limit that is compared as it is', () => {
    const [limit] = looked(0, 0.7, { purpose: 'retrain' }).limits;
    const { claim: _, ...literal } = { ...limit, purpose: 'alert' as const };
    const days = [0, 1].map((day) => ({ ...looked(day, 0.7), limits: [literal, limit] }));
    const state = { ...emptyState('m'), checks: { drift: [], accuracy: days } };
    expect(limitStandings(state).map(({ reached, standing }) => [reached, standing?.open])).toEqual([
      [true, undefined],
      [true, true],
    ]);
  });

  it('does not come from a week of holidays', () => {
    const days = [...Array.from({ length: 7 }, () => 0.7), ...Array.from({ length: 14 }, () => 0.9)];
    expect(play(days.map((accuracy, i) => looked(i, accuracy, choices))).state.retraining).toBeNull();
  });

  it('is withdrawn when performance is proved to be back, and not before', () => {
    const bad = Array.from({ length: 9 }, (_, i) => looked(i, 0.7, choices));
    expect(play([...bad, looked(9, 0.85, choices)]).state.retraining).not.toBeNull();
    expect(play([...bad, looked(9, 0.95, choices)]).state.retraining).toBeNull();
  });

  it('does not rest on windows with broken data, and says what keeps it back', () => {
    const days = Array.from({ length: 3 }, (_, i) => looked(i, 0.7, { purpose: 'retrain' }));
    const broken = days.map(({ window, start, end }) => ({
      ...checkedWindowOf(0, { signals: [signalOf('data-quality', 'breach')] }),
      window,
      start,
      end,
    }));
    const state = { ...emptyState('m'), checks: { accuracy: days, drift: broken } };
    expect(limitStandings(state)[0]).toMatchObject({ reached: false, heldBack: true });
  });
});

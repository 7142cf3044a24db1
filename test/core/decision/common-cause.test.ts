import { describe, expect, it } from 'vitest';
import type { Signal } from '../../../lambdas/core/decision/checked-window.ts';
import { driftOfPerformance } from '../../../lambdas/core/decision/common-cause.ts';
import { emptyState, type MonitorState } from '../../../lambdas/core/decision/state.ts';
import { transition } from '../../../lambdas/core/decision/transition.ts';
import { accuracyWindow, checkedWindowOf, signalOf } from './checked-windows.ts';

const HOUR = 3_600_000;
const SETTINGS = { repeatEvery: 24 * HOUR };

type Step = readonly ['drift', day: number, Signal['status']] | readonly ['accuracy', day: number, accuracy: number];

/** Plays checks, each on the morning after its day, and returns the messages. */
function messages(steps: readonly Step[]): string[] {
  return play(steps).messages;
}

function play(
  steps: readonly Step[],
  from: MonitorState = emptyState('m'),
): { state: MonitorState; messages: string[] } {
  let state = from;
  const messages = steps.flatMap((step) => {
    const checkedWindow =
      step[0] === 'drift'
        ? checkedWindowOf(step[1], { signals: [signalOf('drift', step[2])] })
        : accuracyWindow(step[1], step[2]);
    const moved = transition(state, step[0], checkedWindow, checkedWindow.end + 6 * HOUR, SETTINGS);
    state = moved.state;
    return moved.events.map(({ type, incident, checkedWindow: { window } }) => `${incident.kind} ${type} ${window}`);
  });
  return { state, messages };
}

describe('drift and bad performance of one cause', () => {
  it('are one page where performance was reported first', () => {
    expect(
      messages([
        ['accuracy', 0, 0.95],
        ['accuracy', 1, 0.7],
        ['drift', 1, 'breach'],
        ['accuracy', 2, 0.7],
        ['drift', 2, 'breach'],
      ]),
    ).toEqual(['performance opened 2001-02-02', 'performance repeated 2001-02-03']);
  });

  it('repeat together once both are reported', () => {
    expect(
      messages([
        ['drift', 0, 'breach'],
        ['accuracy', 0, 0.7],
        ['drift', 1, 'breach'],
        ['accuracy', 1, 0.7],
      ]),
    ).toEqual(['drift opened 2001-02-01', 'performance opened 2001-02-01', 'performance repeated 2001-02-02']);
  });

  it('leave the drift with the time of the last message about it', () => {
    const { state } = play([
      ['drift', 0, 'breach'],
      ['accuracy', 0, 0.7],
      ['drift', 1, 'breach'],
    ]);
    const notified = checkedWindowOf(0, {}).end + 6 * HOUR;
    expect(state.incidents.find(({ kind }) => kind === 'drift')).toMatchObject({
      lastWindow: '2001-02-02',
      notifiedAt: notified,
      notifiedWindow: '2001-02-01',
    });
  });

  it('get messages of their own again when performance is back and the drift is not', () => {
    expect(
      messages([
        ['accuracy', 0, 0.7],
        ['drift', 0, 'breach'],
        ['accuracy', 1, 0.95],
        ['drift', 1, 'breach'],
        ['drift', 2, 'clear'],
      ]),
    ).toEqual([
      'performance opened 2001-02-01',
      'performance recovered 2001-02-02',
      'drift repeated 2001-02-02',
      'drift recovered 2001-02-03',
    ]);
  });

  it('end without a message about a drift that none was sent about', () => {
    expect(
      messages([
        ['accuracy', 0, 0.7],
        ['drift', 0, 'breach'],
        ['drift', 1, 'clear'],
      ]),
    ).toEqual(['performance opened 2001-02-01']);
  });

  it('end without a message about a drift of several windows, which is no single odd window', () => {
    const { state, messages } = play([
      ['accuracy', 0, 0.7],
      ['drift', 0, 'breach'],
      ['drift', 1, 'breach'],
      ['drift', 2, 'clear'],
    ]);
    expect(messages).toEqual(['performance opened 2001-02-01']);
    const drift = state.incidents.find(({ kind }) => kind === 'drift')!;
    expect(drift).toMatchObject({ state: 'recovered', recoveredWindow: '2001-02-03' });
    expect(drift.singleWindow).toBeUndefined();
  });

  it('end with a message about a drift that a person acknowledged, which promises one', () => {
    const { state } = play([
      ['accuracy', 0, 0.7],
      ['drift', 0, 'breach'],
    ]);
    const acknowledged = { by: 'Ann', at: 0, note: '', until: null };
    const incidents = state.incidents.map((incident) => ({ ...incident, acknowledged }));
    expect(play([['drift', 1, 'clear']], { ...state, incidents }).messages).toEqual(['drift recovered 2001-02-02']);
  });

  it('are two where the drift was last seen before the window that proved bad performance', () => {
    const { state } = play([
      ['drift', 0, 'breach'],
      ['drift', 1, 'unknown'],
      ['accuracy', 1, 0.7],
    ]);
    expect(driftOfPerformance(state)).toBeNull();
    expect(driftOfPerformance(play([['drift', 1, 'breach']], state).state)?.id).toBe('drift-2001-02-01');
  });

  it('are one where the first window of the drift is too old to be on record', () => {
    const { state } = play([
      ['drift', 0, 'breach'],
      ['drift', 1, 'breach'],
      ['accuracy', 1, 0.7],
    ]);
    const [, ...drift] = state.checks.drift;
    expect(driftOfPerformance({ ...state, checks: { ...state.checks, drift } })?.id).toBe('drift-2001-02-01');
  });

  it('are two where the drift began after performance was proved to be bad, or was over before', () => {
    expect(
      messages([
        ['accuracy', 0, 0.7],
        ['drift', 0, 'clear'],
        ['drift', 1, 'breach'],
      ]),
    ).toEqual(['performance opened 2001-02-01', 'drift opened 2001-02-02']);
    expect(
      messages([
        ['drift', 0, 'breach'],
        ['drift', 1, 'clear'],
        ['accuracy', 1, 0.7],
      ]),
    ).toEqual(['drift opened 2001-02-01', 'performance opened 2001-02-02']);
  });
});

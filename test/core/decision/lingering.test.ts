import { describe, expect, it } from 'vitest';
import type { Signal } from '../../../lambdas/core/decision/checked-window.ts';
import { isExplained, lingeringSignal } from '../../../lambdas/core/decision/lingering.ts';
import { emptyState, type MonitorState } from '../../../lambdas/core/decision/state.ts';
import { transition } from '../../../lambdas/core/decision/transition.ts';
import { checkedWindowOf, openIncidents, signalOf } from './checked-windows.ts';

const DAY = 86_400_000;

function check(state: MonitorState, day: number, ...signals: Signal[]) {
  const checkedWindow = checkedWindowOf(day, { signals });
  const moved = transition(state, 'drift', checkedWindow, checkedWindow.end, { repeatEvery: DAY });
  return { state: moved.state, notified: moved.events.map(({ type, incident }) => `${incident.kind} ${type}`) };
}

const notBack = lingeringSignal(['4 % are missing']);
const broken = check(emptyState('m'), 0, signalOf('data-quality', 'breach')).state;

describe('data that is not back to normal', () => {
  it('keeps its incident open, and says so as often as broken data', () => {
    const { state, notified } = check(broken, 1, notBack);
    expect(notified).toEqual(['data-quality repeated']);
    expect(state.incidents).toMatchObject([{ state: 'open', lastWindow: '2001-02-02' }]);
    expect(check(state, 2, signalOf('data-quality', 'clear')).notified).toEqual(['data-quality recovered']);
  });

  it('opens no incident', () => {
    expect(check(emptyState('m'), 1, notBack).notified).toEqual([]);
  });

  it('explains the drift of its windows, which is no incident of its own', () => {
    const { state, notified } = check(broken, 1, notBack, signalOf('drift', 'breach'));
    expect(notified).toEqual(['data-quality repeated']);
    expect(openIncidents(state)).toEqual(['data-quality-2001-02-01']);
  });

  it.each([
    ['drift of a window that is back', broken, [signalOf('data-quality', 'clear'), signalOf('drift', 'breach')], 1],
    ['drift without an open incident of its data', emptyState('m'), [notBack, signalOf('drift', 'breach')], 1],
    ['data that does not drift', broken, [notBack, signalOf('drift', 'clear')], 1],
    ['anything but drift', broken, [notBack, signalOf('no-data', 'breach')], 1],
  ] as const)('does not explain %s', (_name, state, signals, notified) => {
    const window = checkedWindowOf(1, { signals: [...signals] });
    expect(isExplained(state, signals[notified], window)).toBe(false);
  });
});

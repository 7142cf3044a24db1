import { describe, expect, it } from 'vitest';
import type { CheckedWindow } from '../../../lambdas/core/decision/checked-window.ts';
import { emptyState, type MonitorState } from '../../../lambdas/core/decision/state.ts';
import { transition } from '../../../lambdas/core/decision/transition.ts';
import { checkedWindowOf, openIncidents, signalOf } from './checked-windows.ts';

const DAY = 86_400_000;
const LIMIT = 0.85;

/** The accuracy check of a day with limits on accuracy that have to be proved, by as many labelled rows as have come. */
function looked(index: number, accuracy: number, rows: number): CheckedWindow {
  const met = accuracy < LIMIT;
  const evidence = { test: 'counts' as const, bad: Math.round((1 - accuracy) * rows), rows, allowed: 1 - LIMIT };
  const claim = { evidence, rows, threshold: 3652.5, minimumRows: 200 };
  const limit = { text: 'accuracy < 0.85', windows: 1, met, claim };
  return {
    ...checkedWindowOf(index, {
      signals: [signalOf('performance', met ? 'breach' : 'clear')],
      limits: [
        { ...limit, purpose: 'alert' },
        { ...limit, purpose: 'retrain' },
      ],
    }),
    labels: { coverage: rows / 1000, settled: rows === 1000 },
  };
}

/** Concludes windows one after the other, oldest first, as a run that has measured all of them before. */
function runOf(windows: readonly CheckedWindow[], from: MonitorState, now: number) {
  const pending = new Map(windows.map(({ window, digest }) => [window, digest]));
  let state = from;
  const sent: string[] = [];
  const requests: (string | null)[] = [];
  for (const window of windows) {
    pending.delete(window.window);
    const moved = transition(state, 'accuracy', window, now, { repeatEvery: 365 * DAY }, { pending });
    state = moved.state;
    sent.push(...moved.events.map(({ type, checkedWindow }) => `${type} ${checkedWindow.window}`));
    requests.push(state.retraining?.id ?? null);
  }
  return { state, sent, requests };
}

const BAD = [looked(0, 0.7, 1000), looked(1, 0.7, 1000)];

describe('windows that a run concludes one after the other', () => {
  it('end an incident once, not by the old values of windows that are still to come', () => {
    const first = runOf([...BAD, looked(2, 0.87, 200), looked(3, 0.9, 200)], emptyState('m'), 5 * DAY);
    expect(first.sent).toEqual(['opened 2001-02-01']);
    // The new values of day 2 and the old ones of day 3 would prove the recovery, which the new ones of day 3 take back.
    const windows = [looked(2, 0.89, 600), looked(3, 0.84, 500), looked(4, 0.95, 900)];
    const alone = windows.map((window) => runOf([window], first.state, 6 * DAY).sent);
    expect(alone).toEqual([['recovered 2001-02-04'], [], ['recovered 2001-02-05']]);
    expect(runOf(windows, first.state, 6 * DAY).sent).toEqual(['recovered 2001-02-05']);
  });

  it('tell the story in the order of time when all their labels come at once', () => {
    const days = [0.7, 0.7, 0.95, 0.95, 0.7, 0.7];
    const unlabelled = days.map((_, i) => checkedWindowOf(i, { signals: [signalOf('performance', 'unknown')] }));
    const { state } = runOf(unlabelled, emptyState('m'), 7 * DAY);
    const { sent } = runOf(
      days.map((accuracy, i) => looked(i, accuracy, 1000)),
      state,
      9 * DAY,
    );
    expect(sent).toEqual(['opened 2001-02-01', 'recovered 2001-02-03', 'opened 2001-02-05']);
  });

  it('leave an incident of later windows and its request alone until these are concluded', () => {
    const opened = runOf([looked(0, 0.86, 300), ...[1, 2].map((i) => looked(i, 0.7, 300))], emptyState('m'), 4 * DAY);
    expect(opened.sent).toEqual(['opened 2001-02-02']);
    const request = opened.state.retraining?.id;
    expect(request).toBeDefined();
    const again = runOf([looked(0, 0.86, 1000), looked(1, 0.7, 900), looked(2, 0.71, 900)], opened.state, 5 * DAY);
    expect(again.sent).toEqual([]);
    expect(again.requests).toEqual([request, request, request]);
    expect(openIncidents(again.state)).toEqual(['performance-2001-02-02']);
  });
});

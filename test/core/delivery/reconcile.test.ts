import { beforeEach, describe, expect, it } from 'vitest';
import type { Alert } from '../../../lambdas/core/alerts.ts';
import { acknowledge, resolve } from '../../../lambdas/core/decision/incident-actions.ts';
import { emptyState, type MonitorState } from '../../../lambdas/core/decision/state.ts';
import { stateKey } from '../../../lambdas/core/decision/state-store.ts';
import { transition } from '../../../lambdas/core/decision/transition.ts';
import { alertEvent } from '../../../lambdas/core/delivery/alert-event.ts';
import { type DeliveryContext, deliver, reconcile } from '../../../lambdas/core/delivery/deliver.ts';
import type { DeliveryEvent } from '../../../lambdas/core/delivery/event.ts';
import { checkedWindowOf, signalOf } from '../decision/checked-windows.ts';
import { runOf } from '../decision/retraining/states.ts';
import { MemoryStore } from '../stories/memory-store.ts';
import { alertOf } from './alerts.ts';

const NOW = Date.UTC(2001, 1, 2, 6);
const HOUR = 3_600_000;
const DRIFT = 'drift-2001-02-01';
const RETRAINING = 'retraining-2001-02-01';

/** A monitor whose first window has drifted. */
const drifted = check(emptyState('churn'), 0, 'breach');

function check(state: MonitorState, day: number, status: 'breach' | 'clear'): MonitorState {
  const window = checkedWindowOf(day, { signals: [signalOf('drift', status)] });
  return transition(state, 'drift', window, NOW, { repeatEvery: 1 }).state;
}

let results: MemoryStore;
let sent: DeliveryEvent[];
beforeEach(() => {
  results = new MemoryStore();
  sent = [];
});

const at = (now = NOW, monitors = ['churn']): DeliveryContext => {
  const send = async (event: DeliveryEvent) => void sent.push(event);
  return { results, targets: [{ name: 'target', send }], monitors, now };
};

const store = (state: MonitorState) =>
  results.put(stateKey(state.monitor), new TextEncoder().encode(JSON.stringify(state)));

/** Targets know the problem; what they are told from then on is in `sent`. */
async function opened(state: MonitorState, changes: Partial<Alert> = {}): Promise<void> {
  await store(state);
  const alert = alertOf({ dedupeKey: `churn/${DRIFT}/opened/2001-02-01`, ...changes });
  await deliver([alertEvent(alert, NOW)], at());
  sent.length = 0;
}

describe('an incident that targets know', () => {
  it('is left alone while nothing happens to it', async () => {
    await opened(drifted);
    await reconcile(at());
    expect(sent).toEqual([]);
  });

  it('is acknowledged once for each acknowledgement', async () => {
    await opened(drifted);
    const known = acknowledge(drifted, DRIFT, { by: 'Ann', note: 'holiday', until: NOW + HOUR }, NOW);
    await store(known.state);
    for (let i = 0; i < 2; i++) await reconcile(at());
    expect(sent).toEqual([
      {
        ...{ id: `churn/${DRIFT}/acknowledged/2001-02-02T06:00:00Z`, action: 'acknowledge', time: NOW },
        problem: `churn/${DRIFT}`,
        content: {
          ...{ type: 'acknowledged', monitor: 'churn', incident: DRIFT, by: 'Ann', note: 'holiday' },
          until: '2001-02-02T07:00:00Z',
        },
      },
    ]);
    await store(acknowledge(known.state, DRIFT, { by: 'Bob', note: '', until: null }, NOW + 1000).state);
    await reconcile(at(NOW + 1000));
    expect(sent.map(({ content }) => 'by' in content && content.by)).toEqual(['Ann', 'Bob']);
  });

  it('is not acknowledged when the mute is over', async () => {
    await opened(drifted);
    await store(acknowledge(drifted, DRIFT, { by: 'Ann', note: '', until: NOW + 1 }, NOW).state);
    await reconcile(at(NOW + HOUR));
    expect(sent).toEqual([]);
  });

  it.each<[string, MonitorState, string]>([
    ['a person resolves it', resolve(drifted, DRIFT, { by: 'Ann', note: '' }, NOW).state, 'resolved by Ann'],
    ['one window alone drifted', check(drifted, 1, 'clear'), 'over (closed with window 2001-02-02)'],
    ['it is forgotten', emptyState('churn'), 'it is no longer on record'],
  ])('is resolved once when %s', async (_, state, reason) => {
    await opened(drifted);
    await store(state);
    for (let i = 0; i < 2; i++) await reconcile(at(NOW + HOUR));
    expect(sent).toMatchObject([
      {
        action: 'resolve',
        problem: `churn/${DRIFT}`,
        content: { type: 'closed', monitor: 'churn', incident: DRIFT, reason },
      },
    ]);
  });

  it('is resolved when its monitor is no longer deployed', async () => {
    await opened(drifted);
    await reconcile(at(NOW, ['fraud']));
    expect(sent).toMatchObject([{ action: 'resolve', content: { reason: 'the monitor is no longer deployed' } }]);
  });

  it('waits while the state cannot be read', async () => {
    await opened(drifted);
    await results.put(stateKey('churn'), new TextEncoder().encode('{'));
    await reconcile(at());
    expect(sent).toEqual([]);
    await store(emptyState('churn'));
    await reconcile(at());
    expect(sent).toHaveLength(1);
  });

  it('does not keep others waiting when its state cannot be read', async () => {
    await opened(drifted);
    await store(emptyState('churn'));
    const fraud = alertOf({ monitor: 'fraud', dedupeKey: `fraud/${DRIFT}/opened/2001-02-01` });
    await deliver([alertEvent(fraud, NOW)], at());
    sent.length = 0;
    const get = results.get.bind(results);
    results.get = async (key) => {
      if (key === stateKey('fraud')) throw new Error('access denied');
      return get(key);
    };
    await expect(reconcile(at(NOW, ['churn', 'fraud']))).rejects.toThrow('access denied');
    expect(sent).toMatchObject([{ action: 'resolve', problem: `churn/${DRIFT}` }]);
  });
});

describe('a retraining that waits for approval', () => {
  const waiting: Partial<Alert> = { kind: 'retraining', state: 'waiting', dedupeKey: `churn/${RETRAINING}/approval` };
  const running = runOf({ id: RETRAINING, end: null, endedAt: null });
  const withRun = (run: typeof running): MonitorState => ({ ...emptyState('churn'), retrainings: [run] });

  it('is resolved when it has ended, even if no message says so', async () => {
    await opened(withRun(running), waiting);
    await reconcile(at());
    expect(sent).toEqual([]);
    await store(withRun({ ...running, end: 'rejected', endedAt: NOW, message: 'rejected by Ann' }));
    await reconcile(at());
    expect(sent).toMatchObject([
      { action: 'resolve', problem: `churn/${RETRAINING}`, content: { type: 'closed', reason: 'rejected by Ann' } },
    ]);
  });

  it('that failed stays open: a person closes that', async () => {
    await opened(withRun(running), waiting);
    const failed = alertOf({
      ...waiting,
      state: 'ended',
      severity: 'critical',
      dedupeKey: `churn/${RETRAINING}/failed`,
    });
    await deliver([alertEvent(failed, NOW + 1)], at());
    await store(withRun({ ...running, end: 'failed', endedAt: NOW }));
    await reconcile(at());
    expect(sent.map(({ action }) => action)).toEqual(['trigger']);
  });
});

describe('what the watchdog has found', () => {
  it('ends with its own alert, or with its monitor', async () => {
    await opened(emptyState('churn'), {
      kind: 'watchdog',
      dedupeKey: 'churn/watchdog/drift/2001-02-01T06:00:00Z/overdue',
    });
    await reconcile(at());
    expect(sent).toEqual([]);
    await reconcile(at(NOW, []));
    expect(sent).toMatchObject([{ action: 'resolve', problem: 'churn/watchdog/drift' }]);
  });

  it('about the whole deployment stays', async () => {
    await opened(emptyState('churn'), {
      ...{ kind: 'watchdog', monitor: '*', dedupeKey: '*/watchdog/alerts/2001-02-01T06:00:00Z/opened' },
    });
    await reconcile(at(NOW, []));
    expect(sent).toEqual([]);
  });
});

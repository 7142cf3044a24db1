import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FolderStore } from '../../../lambdas/adapters/local/folder-store.ts';
import type { Alert } from '../../../lambdas/core/alerts.ts';
import { CLAIM_EXPIRY, enqueue, publishOutbox } from '../../../lambdas/core/decision/outbox.ts';
import { emptyState } from '../../../lambdas/core/decision/state.ts';
import { StateSession, updateState } from '../../../lambdas/core/decision/state-session.ts';
import { loadState, StateError } from '../../../lambdas/core/decision/state-store.ts';
import { runOf } from './retraining/states.ts';

let folder: string;
let store: FolderStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outbox-'));
  store = new FolderStore(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const alert = { dedupeKey: 'k', title: 't' } as Alert;

function recorder({ failing = false } = {}) {
  const sent: string[] = [];
  const sinks = {
    metrics: { publish: async () => {} },
    alerts: {
      send: async (message: Alert) => {
        if (failing) throw new Error('the network is down');
        sent.push(message.dedupeKey);
      },
    },
  };
  return { sent, sinks };
}

const queue = (runId: string, now: number) =>
  updateState(store, 'm', (state) => ({ state: enqueue(state, { id: 'a', alert, metrics: [] }, runId, now) }));

describe('the outbox', () => {
  it('publishes once and is empty afterwards', async () => {
    const { sent, sinks } = recorder();
    await queue('run-1', 0);
    await publishOutbox(new StateSession(store, 'm'), sinks, 'run-1', 0);
    await publishOutbox(new StateSession(store, 'm'), sinks, 'run-1', 0);
    expect(sent).toEqual(['k']);
    expect((await loadState(store, 'm')).state.outbox).toEqual([]);
  });

  it('leaves another run its items until the claim has expired', async () => {
    const { sent, sinks } = recorder();
    await queue('run-1', 0);
    await publishOutbox(new StateSession(store, 'm'), sinks, 'run-2', CLAIM_EXPIRY - 1);
    expect(sent).toEqual([]);
    await publishOutbox(new StateSession(store, 'm'), sinks, 'run-2', CLAIM_EXPIRY);
    expect(sent).toEqual(['k']);
  });

  it('takes over a claim from the future: the clock was set back', async () => {
    const { sent, sinks } = recorder();
    await queue('run-1', CLAIM_EXPIRY);
    await publishOutbox(new StateSession(store, 'm'), sinks, 'run-2', 1);
    expect(sent).toEqual([]);
    await publishOutbox(new StateSession(store, 'm'), sinks, 'run-2', 0);
    expect(sent).toEqual(['k']);
  });

  it('keeps what could not be sent, fails loudly, and sends it on the retry of the same run', async () => {
    await queue('run-1', 0);
    await expect(
      publishOutbox(new StateSession(store, 'm'), recorder({ failing: true }).sinks, 'run-1', 0),
    ).rejects.toThrow('network');
    const { sent, sinks } = recorder();
    await publishOutbox(new StateSession(store, 'm'), sinks, 'run-1', 1);
    expect(sent).toEqual(['k']);
  });
});

describe('the state document', () => {
  it('loses no change among many at once', async () => {
    const add = (i: number) =>
      updateState(store, 'm', (state) => ({
        state: enqueue(state, { id: String(i), alert: null, metrics: [] }, 'r', 0),
      }));
    await Promise.all(Array.from({ length: 12 }, (_, i) => add(i)));
    const { state } = await loadState(store, 'm');
    expect(state.outbox.map((item) => Number(item.id)).sort((a, b) => a - b)).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
    ]);
  });

  it('of version 1, which knew no running retrainings, is read as one in which none has run', async () => {
    const { retrainings: _, lock: _lock, model: _model, ...old } = { ...emptyState('m'), version: 1 };
    await store.put('m/state.json', new TextEncoder().encode(JSON.stringify(old)));
    expect((await loadState(store, 'm')).state).toEqual(emptyState('m'));
  });

  it('of before `rejected` was called so is read with the new name', async () => {
    const retrainings = (end: string) => [{ ...runOf(), end }];
    const old = { ...emptyState('m'), retrainings: retrainings('refused') };
    await store.put('m/state.json', new TextEncoder().encode(JSON.stringify(old)));
    expect((await loadState(store, 'm')).state.retrainings).toEqual(retrainings('rejected'));
  });

  it.each([
    [
      'cut off',
      '{"version"',
      'm/state.json is not JSON (10 characters); restore an earlier version of it, or move it away',
    ],
    ['empty', '', 'm/state.json is empty; restore an earlier version of it, or move it away'],
    [
      'from a newer program',
      '{"version":9}',
      'has version 9, from a newer Driftwarden; this one reads versions up to 2',
    ],
    ['of no version', '{}', 'm/state.json: version: '],
  ])('is refused when it is %s', async (_name, content, message) => {
    await store.put('m/state.json', new TextEncoder().encode(content));
    await expect(loadState(store, 'm')).rejects.toThrow(StateError);
    await expect(loadState(store, 'm')).rejects.toThrow(message);
  });
});

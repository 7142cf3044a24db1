import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FolderStore } from '../../../lambdas/adapters/local/folder-store.ts';
import type { Alert } from '../../../lambdas/core/alerts.ts';
import { CLAIM_EXPIRY, enqueue, type OutboxEntry, publishOutbox } from '../../../lambdas/core/decision/outbox.ts';
import { emptyState } from '../../../lambdas/core/decision/state.ts';
import { StateError } from '../../../lambdas/core/decision/state-error.ts';
import { StateSession, updateState } from '../../../lambdas/core/decision/state-session.ts';
import { loadState, saveState, stateKey } from '../../../lambdas/core/decision/state-store.ts';
import { type MetricPoint, PreconditionFailedError } from '../../../lambdas/core/ports.ts';
import { runOf } from './retraining/states.ts';

let folder: string;
let store: FolderStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outbox-'));
  store = new FolderStore(folder);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const alert: Alert = {
  dedupeKey: 'k',
  monitor: 'm',
  model: 'model',
  kind: 'drift',
  state: 'open',
  severity: 'warning',
  title: 't',
  text: 'price drifted',
  window: '2001-02-01',
  since: '2001-02-01',
  resultKey: 'm/checks/drift/2001-02-01/result.json',
  links: { report: 'm/checks/drift/2001-02-01/report.html' },
};
const point: MetricPoint = { name: 'Rows', value: 500, unit: 'Count', dimensions: { Monitor: 'm' }, time: 0 };
const start = {
  name: 'driftwarden-m-retraining-1',
  input: { monitor: 'm', id: 'retraining-1', action: 'retrain' as const, reason: 'accuracy < 0.8' },
};

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

/** Sinks that note everything that reaches them, in order. */
function listener() {
  const heard: unknown[] = [];
  const hear = async (...what: unknown[]) => {
    heard.push(...what);
  };
  const sinks = { metrics: { publish: hear }, alerts: { send: hear } };
  return { heard, sinks, workflow: { start: hear, answer: hear } };
}

const open = () => new StateSession(store, 'm');
const outboxOf = async () => (await loadState(store, 'm')).state.outbox;

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

  it('takes over what dead runs left, counted from when they put it in, and nothing else', async () => {
    const { heard, sinks } = listener();
    await queue('run-1', 1000);
    await updateState(store, 'm', (state) => ({ state: enqueue(state, { id: 'b', metrics: [point] }, 'run-3', 5000) }));
    await publishOutbox(open(), sinks, 'run-2', CLAIM_EXPIRY + 999);
    expect(heard).toEqual([]);
    await publishOutbox(open(), sinks, 'run-2', CLAIM_EXPIRY + 1000);
    expect(heard).toEqual([alert]);
    expect((await outboxOf()).map(({ id, claimedBy }) => [id, claimedBy])).toEqual([['b', 'run-3']]);
  });

  it('leaves an item that another run has taken over while it was being sent', async () => {
    await queue('run-1', 0);
    const { sinks } = listener();
    const late = { ...sinks, alerts: { send: async () => void (await queue('run-2', 1)) } };
    await publishOutbox(open(), late, 'run-1', 0);
    expect((await outboxOf()).map(({ claimedBy }) => claimedBy)).toEqual(['run-2']);
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

describe('what is published', () => {
  const put = (...items: OutboxEntry[]) =>
    updateState(store, 'm', (state) => ({ state: items.reduce((all, item) => enqueue(all, item, 'run', 0), state) }));

  it('arrives as it was put in', async () => {
    const { heard, sinks, workflow } = listener();
    await put({ id: 'a', metrics: [point] }, { id: 'b', alert }, { id: 'c', start });
    await publishOutbox(open(), { ...sinks, workflow }, 'run', 0);
    expect(heard).toEqual([[point], alert, start.name, start.input]);
    expect(await outboxOf()).toEqual([]);
  });

  it('is the latest under an id, and nothing for what an item does not have', async () => {
    const { heard, sinks } = listener();
    await put({ id: 'a', alert }, { id: 'b', metrics: [] }, { id: 'a', alert: { ...alert, title: 'later' } });
    await publishOutbox(open(), sinks, 'run', 0);
    expect(heard).toEqual([{ ...alert, title: 'later' }]);
  });

  it('waits, where retrainings cannot be started, for a run that can', async () => {
    const { heard, sinks, workflow } = listener();
    await put({ id: 'a', start });
    await publishOutbox(open(), sinks, 'run', 0);
    expect([heard, (await outboxOf()).map(({ id }) => id)]).toEqual([[], ['a']]);
    await publishOutbox(open(), { ...sinks, workflow }, 'run', 0);
    expect(heard).toEqual([start.name, start.input]);
  });

  it('does not wait for an item that cannot be sent', async () => {
    const { heard, sinks, workflow } = listener();
    const failing = { start: () => Promise.reject(new Error('no such machine')), answer: workflow.answer };
    await put({ id: 'a', start }, { id: 'b', alert });
    await expect(publishOutbox(open(), { ...sinks, workflow: failing }, 'run', 0)).rejects.toThrow('no such machine');
    expect([heard, (await outboxOf()).map(({ id }) => id)]).toEqual([[alert], ['a']]);
  });

  it.each([
    ['an alert', { alert: { ...alert, kind: 'weather' } }, 'alert.kind: Invalid option'],
    ['metrics', { metrics: [{ ...point, value: null }] }, 'metrics.0.value: Invalid input'],
    ['a start', { start: { ...start, input: 'now' } }, 'start.input: Invalid input'],
  ])(
    'is never %s that another release wrote in another shape: that one stays, the others go',
    async (_name, content, message) => {
      const { heard, sinks, workflow } = listener();
      await put({ id: 'b', alert });
      const { state, etag } = await loadState(store, 'm');
      const foreign = {
        id: 'foreign',
        alert: null,
        metrics: [],
        start: null,
        claimedBy: 'run',
        claimedAt: 0,
        ...content,
      };
      await saveState(store, 'm', { ...state, outbox: [foreign, ...state.outbox] }, etag);
      const publish = publishOutbox(open(), { ...sinks, workflow }, 'run', 0);
      const failure: unknown = await publish.catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(StateError);
      expect((failure as Error).message).toContain(`foreign in the outbox: ${message}`);
      expect((failure as Error).cause).toBeInstanceOf(Error);
      expect([heard, (await outboxOf()).map(({ id }) => id)]).toEqual([[alert], ['foreign']]);
    },
  );
});

const REMEDY =
  'restore an earlier version of it, or move it away: the monitor then starts without its incidents, limits and retrainings';

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
    ['cut off', '{"version"', `m/state.json is not JSON (10 characters); ${REMEDY}`],
    ['empty', '', `m/state.json is empty; ${REMEDY}`],
    [
      'from a newer program',
      '{"version":9}',
      'm/state.json has version 9, from a newer Driftwarden; this one reads versions up to 2, so update it',
    ],
    ['of no version', '{}', /^m\/state\.json: version: .+; restore an earlier version of it, or move it away/],
    [
      'of another shape below',
      JSON.stringify({ ...emptyState('m'), checks: { drift: 3 } }),
      /^m\/state\.json: checks\.drift: .+expected array.*; restore/,
    ],
  ])('is refused when it is %s', async (_name, content, message) => {
    await store.put('m/state.json', new TextEncoder().encode(content));
    const failure: unknown = await loadState(store, 'm').catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StateError);
    expect((failure as Error).name).toBe('StateError');
    if (typeof message === 'string') expect((failure as Error).message).toBe(message);
    else expect((failure as Error).message).toMatch(message);
  });

  it('is written only over the version that was read, and never so that it cannot be read again', async () => {
    const state = emptyState('m');
    const { etag } = await saveState(store, 'm', state, null);
    await expect(saveState(store, 'm', state, null)).rejects.toThrow(PreconditionFailedError);
    await saveState(store, 'm', { ...state, baseline: 'b' }, etag);
    await expect(saveState(store, 'm', state, etag)).rejects.toThrow(PreconditionFailedError);
    const unreadable = { ...state, baseline: 7 as unknown as string };
    const { etag: last } = await loadState(store, 'm');
    await expect(saveState(store, 'm', unreadable, last)).rejects.toThrow(StateError);
    expect((await loadState(store, 'm')).state.baseline).toBe('b');
  });

  it('can be read by people, a field a line', async () => {
    const { state } = await saveState(store, 'm', emptyState('m'), null);
    expect(state).toEqual(emptyState('m'));
    const text = new TextDecoder().decode((await store.get(stateKey('m')))!.bytes);
    expect(text.split('\n')).toContain(' "monitor": "m",');
    expect(text.endsWith('}\n')).toBe(true);
  });
});

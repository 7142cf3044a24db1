import { mkdtempSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { FolderStore } from '../../../../lambdas/adapters/local/folder-store.ts';
import { ApprovalAnswers } from '../../../../lambdas/adapters/local/retraining/approval-answers.ts';
import { ExecutionRecord, releaseEndedExecutions } from '../../../../lambdas/adapters/local/retraining/executions.ts';
import { RecordError, Records } from '../../../../lambdas/adapters/local/retraining/records.ts';
import { emptyState } from '../../../../lambdas/core/decision/state.ts';
import { updateState } from '../../../../lambdas/core/decision/state-session.ts';
import { loadState } from '../../../../lambdas/core/decision/state-store.ts';
import { NoPendingApprovalError } from '../../../../lambdas/core/ports.ts';

const folders: string[] = [];
let store: FolderStore;
let records: Records;
const INPUT = { monitor: 'm', id: 'retraining-1', action: 'retrain', reason: 'accuracy < 0.5' } as const;
/** No process of this machine has it: the highest that Linux gives is 2^22. */
const NO_PROCESS = 2 ** 30;

beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'driftwarden-records-'));
  folders.push(folder);
  store = new FolderStore(folder);
  records = new Records(store, 'm');
});
afterAll(() => {
  for (const each of folders) rmSync(each, { recursive: true });
});

async function textOf(key: string): Promise<string> {
  return new TextDecoder().decode((await store.get(key))!.bytes);
}

describe('records', () => {
  const schema = z.object({ count: z.number() });

  it('are created once, and changed one after the other', async () => {
    expect(await records.create('jobs', 'one', { count: 0 })).toBe(true);
    expect(await records.create('jobs', 'one', { count: 100 })).toBe(false);

    const add = () => records.change('jobs', 'one', schema, ({ count }) => ({ count: count + 1 }));
    expect(await Promise.all(Array.from({ length: 8 }, add))).toEqual(Array(8).fill(true));

    expect(await records.read('jobs', 'one', schema)).toEqual({ count: 8 });
    expect(await records.change('jobs', 'one', schema, () => null)).toBe(false);
    expect(await records.change('jobs', 'two', schema, (before) => before)).toBe(false);
    expect(await records.read('jobs', 'two', schema)).toBeNull();
  });

  it.each(['{', '[]', '{"count": "8"}'])('that hold %s are not read', async (text) => {
    await store.put('m/jobs/one.json', new TextEncoder().encode(text));
    await expect(records.read('jobs', 'one', schema)).rejects.toThrow(RecordError);
  });
});

describe('an answer', () => {
  it('reaches the waiting execution once', async () => {
    const waiting = new ApprovalAnswers(records);
    await waiting.open('t', { execution: 'e', until: 1000 });
    expect(await waiting.read('t')).toBeNull();

    const answer = { approved: true, note: 'approved by ada' };
    await new ApprovalAnswers(new Records(store, 'm')).give('t', answer, 999);

    expect(await waiting.read('t')).toEqual(answer);
    await expect(waiting.give('t', { approved: false, note: '' }, 999)).rejects.toThrow(NoPendingApprovalError);
    await waiting.close('t');
    expect(await waiting.read('t')).toEqual(answer);
  });

  it.each([
    ['was not requested', async () => {}],
    ['after the time for it', (answers: ApprovalAnswers) => answers.open('t', { execution: 'e', until: 500 })],
    [
      'to one that has ended',
      async (answers: ApprovalAnswers) => {
        await answers.open('t', { execution: 'e', until: null });
        await answers.close('t');
      },
    ],
  ])('%s is too late', async (_, prepare) => {
    const answers = new ApprovalAnswers(records);
    await prepare(answers);
    await expect(answers.give('t', { approved: true, note: '' }, 500)).rejects.toThrow(
      /^no approval is pending: it was already answered or has expired$/,
    );
  });

  it('to a process that is gone says so', async () => {
    const waiting = { execution: 'e', until: null, pid: NO_PROCESS, host: hostname(), state: 'waiting', answer: null };
    await records.create('answers', 't', waiting);
    await expect(new ApprovalAnswers(records).give('t', { approved: true, note: '' }, 0)).rejects.toThrow(
      `the process ${NO_PROCESS} that waited for this answer has ended`,
    );
  });
});

describe('an execution', () => {
  it('of one name begins once, and its record says what happened', async () => {
    const record = await ExecutionRecord.begin(records, 'e', INPUT, 0);
    expect(await ExecutionRecord.begin(new Records(store, 'm'), 'e', INPUT, 1)).toBeNull();

    record!.note({ type: 'executionStarted', time: 0, input: INPUT });
    record!.note({ type: 'stateEntered', time: 1000, state: 'Permit', stateType: 'Task', input: {} });
    const running = { status: 'RUNNING', states: [{ state: 'Permit', entered: '1970-01-01T00:00:01Z' }] };
    await record!.stored();
    expect(JSON.parse(await textOf('m/executions/e.json'))).toMatchObject({
      ...running,
      input: INPUT,
      pid: process.pid,
    });

    const outcome = { status: 'FAILED', error: 'RetrainingFailed', cause: 'why' } as const;
    record!.note({ type: 'executionEnded', time: 2000, outcome });
    await record!.stored();
    expect(JSON.parse(await textOf('m/executions/e.json'))).toMatchObject({
      ...outcome,
      ended: '1970-01-01T00:00:02Z',
    });
  });

  it('that broke is stored as ABORTED with its error', async () => {
    const record = await ExecutionRecord.begin(records, 'e', INPUT, 0);
    record!.break(new RangeError('no such integration'), 5000);
    await record!.stored();
    expect(JSON.parse(await textOf('m/executions/e.json'))).toMatchObject({
      status: 'ABORTED',
      error: 'RangeError',
      cause: 'no such integration',
    });
  });
});

describe('the lock', () => {
  const HOUR = 3_600_000;
  const lock = { owner: 'retraining-1', execution: 'e', expiresAt: 100 * HOUR };
  const execution = (more: object) => ({ status: 'RUNNING', pid: NO_PROCESS, host: hostname(), ...more });

  it.each([
    ['of a dead process expires', execution({}), HOUR],
    ['of a process that runs holds', execution({ pid: process.pid }), lock.expiresAt],
    ['of another machine holds', execution({ host: 'elsewhere' }), lock.expiresAt],
    ['of an execution that has ended holds', execution({ status: 'SUCCEEDED' }), lock.expiresAt],
    ['of an unknown execution holds', null, lock.expiresAt],
  ])('%s', async (_, record, expiresAt) => {
    await updateState(store, 'm', () => ({ state: { ...emptyState('m'), lock } }));
    if (record !== null) await records.create('executions', 'e', record);

    await releaseEndedExecutions(store, 'm', HOUR);

    expect((await loadState(store, 'm')).state.lock).toEqual({ ...lock, expiresAt });
  });

  it.each([
    ['was killed before it took the lock starts again', execution({}), [], { attempt: 2, startedAt: null }],
    ['waits for its turn does not', execution({ pid: process.pid }), [], { attempt: 1, startedAt: 1 }],
    ['has a run does not', execution({}), [{ id: 'retraining-1' }], { attempt: 1, startedAt: 1 }],
    ['has no execution yet does not', null, [], { attempt: 1, startedAt: 1 }],
  ])('a request whose execution %s', async (_, record, retrainings, expected) => {
    const request = {
      id: 'retraining-1',
      since: '',
      requestedAt: 0,
      by: 'limit',
      limit: '',
      firstWindow: null,
    } as const;
    const run = {
      action: 'retrain',
      execution: 'other',
      reason: '',
      since: null,
      baseline: null,
      startedAt: 1,
      endedAt: 2,
      end: 'failed',
      message: '',
    } as const;
    await updateState(store, 'm', () => ({
      state: {
        ...emptyState('m'),
        retraining: { ...request, attempt: 1, startedAt: 1 },
        retrainings: retrainings.map((one) => ({ ...run, ...one })),
      },
    }));
    if (record !== null) await records.create('executions', 'driftwarden-m-retraining-1', record);

    await releaseEndedExecutions(store, 'm', HOUR);

    expect((await loadState(store, 'm')).state.retraining).toEqual({ ...request, ...expected });
  });

  it('that does not exist leaves the state unchanged', async () => {
    await releaseEndedExecutions(store, 'm', HOUR);
    expect(await store.get('m/state.json')).toBeNull();
  });
});

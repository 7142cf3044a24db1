import { describe, expect, it } from 'vitest';
import type { Alert } from '../../../lambdas/core/alerts.ts';
import type { MonitorState } from '../../../lambdas/core/decision/state.ts';
import { updateState } from '../../../lambdas/core/decision/state-session.ts';
import { loadState } from '../../../lambdas/core/decision/state-store.ts';
import { parseMonitor } from '../../../lambdas/core/monitor/parse.ts';
import type { ApprovalAnswer } from '../../../lambdas/core/ports.ts';
import { saveApproval } from '../../../lambdas/core/retraining/documents/approval.ts';
import {
  answerApproval,
  requestRetraining,
  requestRollback,
} from '../../../lambdas/core/retraining/operate-retraining.ts';
import { type Operation, refusedOf } from '../../account/constraints/refused.ts';
import { DAY, HOUR, NOW, requestOf, runOf, stateOf } from '../decision/retraining/states.ts';
import { MemoryStore } from '../stories/memory-store.ts';

const TEXT = `model: m
problem: binary-classification
capture: { uri: c, features: [x], prediction: { score: 0 } }
labels: { uri: l }
`;
const MONITOR = parseMonitor(`${TEXT}retraining: { commands: { train: [t], score: [s] } }\n`, 'm.yaml');
const MODEL: NonNullable<MonitorState['model']> = {
  retraining: 'retraining-1',
  endpointConfig: 'new',
  baseline: 'b2',
  since: NOW - DAY,
  previous: { retraining: null, endpointConfig: 'old', baseline: 'b1' },
};

async function open(changes: Partial<MonitorState> = {}, dryRun = false) {
  const results = new MemoryStore();
  await updateState(results, 'm', () => ({ state: stateOf(changes) }));
  const started: string[] = [];
  const answers: [string, ApprovalAnswer][] = [];
  const alerts: Alert[] = [];
  const context = {
    open: () => {
      throw new Error('nothing is read');
    },
    results,
    metrics: { publish: async () => {} },
    alerts: {
      send: async (alert: Alert) => {
        alerts.push(alert);
      },
    },
    workflow: {
      start: async (name: string) => {
        started.push(name);
      },
      answer: async (token: string, answer: ApprovalAnswer) => {
        answers.push([token, answer]);
      },
    },
    resultsUri: 's3://state/',
    outputKey: null,
    alarmPrefix: null,
    tags: [],
    answerCommands: () => ({ approve: '', reject: '' }),
    now: NOW,
    runId: 'by-hand',
    dryRun,
  };
  return { context, started, answers, alerts, state: async () => (await loadState(results, 'm')).state };
}

const dead = runOf({ id: 'retraining-0', execution: 'zero', end: null, endedAt: null, startedAt: NOW - 9 * DAY });
const deadLock = { owner: 'retraining-0', execution: 'zero', expiresAt: NOW - 1 };

describe('requestRetraining', () => {
  it('starts a retraining', async () => {
    const { context, started, state } = await open();
    const requested = await requestRetraining(MONITOR, 'alice\u001b[2J', context);
    expect(requested).toEqual({
      id: 'retraining-2026-03-10',
      starts: true,
      message: 'execution driftwarden-m-retraining-2026-03-10',
    });
    expect(started).toEqual(['driftwarden-m-retraining-2026-03-10']);
    expect((await state()).retraining).toMatchObject({ by: 'person', limit: 'requested by alice\\u{1b}[2J' });
  });

  it.each([
    ['the cooldown', { retrainings: [runOf({ startedAt: NOW - HOUR })] }, /^in cooldown until 2026-03-12T23:00Z$/],
    [
      'one that runs',
      { retrainings: [{ ...dead, startedAt: NOW }], lock: { ...deadLock, expiresAt: NOW + 1 } },
      /^retraining-0 is running$/,
    ],
  ])('waits for %s', async (_name, changes, message) => {
    const { context, started } = await open(changes);
    expect(await requestRetraining(MONITOR, 'alice', context)).toMatchObject({
      starts: false,
      message: expect.stringMatching(message),
    });
    expect(started).toEqual([]);
  });

  it('is the one already requested', async () => {
    const { context, started } = await open({ retraining: requestOf() });
    expect(await requestRetraining(MONITOR, 'alice', context)).toMatchObject({ id: 'retraining-2', starts: true });
    expect(started).toEqual(['driftwarden-m-retraining-2']);
  });

  it('sends the alert about a retraining that had stopped', async () => {
    const { context, alerts, started } = await open({ retrainings: [dead], lock: deadLock });
    await requestRetraining(MONITOR, 'alice', context);
    expect(alerts.map(({ dedupeKey }) => dedupeKey)).toEqual(['m/retraining-0/abandoned']);
    expect(started).toHaveLength(1);
  });

  it('changes nothing in a dry run', async () => {
    const { context, started, state } = await open({ retrainings: [dead], lock: deadLock }, true);
    const before = await state();
    // Nothing has been checked, so that there are no rows to train on.
    expect(await requestRetraining(MONITOR, 'alice', context)).toMatchObject({
      starts: false,
      message: expect.stringMatching(/needed/),
    });
    expect([await state(), started]).toEqual([before, []]);
  });

  it('lists in a dry run what SageMaker would be sent, none of which it would refuse', async () => {
    const { context } = await open({}, true);
    const monitor = parseMonitor(
      `${TEXT.replace('uri: c', 'uri: s3://captures/churn/AllTraffic')}retraining: { role: "arn:aws:iam::111122223333:role/r", endpoint: churn, trainingJob: { image: i, instanceType: ml.m5.xlarge } }\n`,
      'm.yaml',
    );
    const tags = [{ Key: 'team', Value: 'ml' }];
    const { requests = [] } = await requestRetraining(monitor, 'alice', { ...context, tags });
    expect(requests.map(({ operation }) => operation)).toEqual([
      'CreateTrainingJob',
      'CreateModel',
      'CreateTransformJob',
      'CreateTransformJob',
      'CreateModelPackageGroup',
      'CreateModelPackage',
      'CreateEndpointConfig',
      'UpdateEndpoint',
    ]);
    expect(requests.flatMap(({ operation, request }) => refusedOf(operation as Operation, request))).toEqual([]);
    expect(requests[0].request).toMatchObject({ TrainingJobName: 'driftwarden-m-retraining-2026-03-10' });
    expect(JSON.stringify(requests)).toContain('requested by alice');
    // A version of a model has those of its group, and an endpoint keeps its own.
    const untagged = requests.filter(({ request }) => request['Tags'] !== tags).map(({ operation }) => operation);
    expect(untagged).toEqual(['CreateModelPackage', 'UpdateEndpoint']);
  });

  it('lists no requests for commands on a laptop', async () => {
    const { context } = await open({}, true);
    expect(await requestRetraining(MONITOR, 'alice', context)).not.toHaveProperty('requests');
  });

  it('needs the section', async () => {
    const { context } = await open();
    const act = requestRetraining(parseMonitor(TEXT, 'm.yaml'), 'alice', context);
    await expect(act).rejects.toThrow(/m\.yaml has no section "retraining"/);
  });
});

describe('requestRollback', () => {
  const ID = 'rollback-of-retraining-1';

  it('is one, however often it is requested', async () => {
    const { context, started } = await open({ model: MODEL });
    const requested = [
      await requestRollback(MONITOR, 'alice', context),
      await requestRollback(MONITOR, 'bob', context),
    ];
    expect(requested.map(({ id, starts }) => [id, starts])).toEqual([
      [ID, true],
      [ID, true],
    ]);
    expect(requested[0].message).toBe(`restores old and baseline b1; execution driftwarden-m-${ID}`);
    expect(new Set(started)).toEqual(new Set([`driftwarden-m-${ID}`]));
  });

  it('can be requested again after one that failed', async () => {
    const failed = runOf({ id: ID, action: 'rollback', end: 'failed' });
    const { context, started } = await open({ model: MODEL, retrainings: [failed] });
    expect(await requestRollback(MONITOR, 'alice', context)).toMatchObject({ id: `${ID}-2`, starts: true });
    expect(started).toEqual([`driftwarden-m-${ID}-2`]);
  });

  it('waits for a retraining that runs, and needs something to go back to', async () => {
    const lock = { ...deadLock, expiresAt: NOW + 1 };
    const running = await open({ model: MODEL, lock });
    expect(await requestRollback(MONITOR, 'alice', running.context)).toMatchObject({
      starts: false,
      message: 'retraining-0 is running',
    });
    const { context } = await open({ model: { ...MODEL, previous: null } });
    await expect(requestRollback(MONITOR, 'alice', context)).rejects.toThrow(/there is nothing to roll back to/);
  });
});

describe('answerApproval', () => {
  const running = { ...dead, startedAt: NOW };
  const said = { approved: true, by: 'alice', note: 'looks\ngood' };

  it('passes the answer and the name to the waiting execution', async () => {
    const { context, answers } = await open({ retrainings: [running] });
    const approval = { token: 'the token', modelPackage: 'arn', askedAt: NOW, until: NOW + DAY };
    await saveApproval(context.results, 'm', running.id, approval);
    await answerApproval('m', running.id, said, context);
    await answerApproval('m', running.id, { ...said, approved: false, note: '' }, context);
    expect(answers).toEqual([
      ['the token', { approved: true, note: 'approved by alice: looks\\u{a}good' }],
      ['the token', { approved: false, note: 'rejected by alice' }],
    ]);
  });

  it.each([
    ['does not exist', [], /^m has no retraining "retraining-0"; none is running$/],
    [
      'is not the running one',
      [{ ...running, id: 'retraining-1' }],
      /^m has no retraining "retraining-0"; running: retraining-1$/,
    ],
    [
      'has ended',
      [{ ...running, end: 'failed' as const }],
      /has already ended \(failed\); it is not waiting for approval/,
    ],
    ['does not wait for an answer', [running], /does not wait for approval/],
  ])('refuses an answer about one that %s', async (_name, retrainings, message) => {
    const { context } = await open({ retrainings });
    await expect(answerApproval('m', running.id, said, context)).rejects.toThrow(message);
  });
});

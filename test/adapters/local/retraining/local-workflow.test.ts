import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { localRetrainingContext } from '../../../../bin/commands/local-context.ts';
import { readMonitor } from '../../../../bin/monitor-files.ts';
import { FolderStore } from '../../../../lambdas/adapters/local/folder-store.ts';
import { localAccount } from '../../../../lambdas/adapters/local/retraining/account.ts';
import { liveModelFolder } from '../../../../lambdas/adapters/local/retraining/endpoint.ts';
import { checkAccuracy } from '../../../../lambdas/core/check/check-accuracy.ts';
import type { MonitorState } from '../../../../lambdas/core/decision/state.ts';
import { loadState } from '../../../../lambdas/core/decision/state-store.ts';
import { windowByName } from '../../../../lambdas/core/monitor/windows.ts';
import { NoPendingApprovalError } from '../../../../lambdas/core/ports.ts';
import {
  answerApproval,
  requestRetraining,
  requestRollback,
} from '../../../../lambdas/core/retraining/operate-retraining.ts';
import { VirtualTime } from '../../../../lambdas/states-language/virtual-time.ts';
import { openRetrainedShop, type RetrainedShopOptions } from '../../../bin/retrained-shop.ts';
import { DAYS } from '../../../bin/shop.ts';

const DAY = 86_400_000;
const MORNING = Date.parse('2026-03-05T06:30Z');
const ID = 'retraining-2026-03-02';
const EXECUTION = `driftwarden-returns-${ID}`;

/** A shop whose model has become wrong, in virtual time. */
async function openStory(options: RetrainedShopOptions = {}) {
  const shop = openRetrainedShop(options);
  await shop.run(['baseline', 'returns']);
  const monitor = readMonitor(join(shop.folder, 'monitors/returns.yaml'));
  const folder = join(shop.folder, 'store');
  const store = new FolderStore(folder);
  const time = new VirtualTime(MORNING);
  const notes: string[] = [];
  const terminal = { alert: (text: string) => notes.push(text), progress: () => {} };
  const context = (more: object = {}) =>
    localRetrainingContext(monitor, { store: folder, monitors: 'monitors', now: time.now(), time, ...more }, terminal);
  const check = async (more: object = {}) => {
    for (const day of DAYS) await checkAccuracy(monitor, windowByName(monitor.schedule, day), context(more));
  };
  return {
    ...{ shop, monitor, time, notes, context, check },
    state: async (): Promise<MonitorState> => (await loadState(store, 'returns')).state,
    record: (key: string) => JSON.parse(readFileSync(join(folder, 'returns', key), 'utf8')),
    serving: () => liveModelFolder(localAccount(monitor, store, folder)),
    path: (key: string) => join(folder, 'returns', key),
    rows: (key: string) => join(folder, 'retraining_data/returns', ID, key),
  };
}

describe('a retraining on a laptop', () => {
  it('trains, judges, deploys and renews the baseline with the state machine of an account, started by a check', async () => {
    const story = await openStory();
    const before = (await story.state()).baseline;
    expect(await story.serving()).toBeNull();

    await story.check();

    const { retrainings, model, baseline, lock, incidents } = await story.state();
    expect(retrainings).toMatchObject([{ id: ID, execution: EXECUTION, end: 'promoted', reason: 'accuracy < 0.5' }]);
    expect(model).toMatchObject({
      retraining: ID,
      endpointConfig: EXECUTION,
      baseline,
      // The deployment is looked at after a minute.
      since: MORNING + 60_000,
      previous: { endpointConfig: `${EXECUTION}-previous`, baseline: before },
    });
    expect(baseline).not.toBe(before);
    expect([lock, incidents.filter(({ state }) => state === 'open')]).toEqual([null, []]);
    const served = story.path(`retrainings/${ID}/model/${EXECUTION}-0`);
    expect(await story.serving()).toBe(served);
    expect(readFileSync(join(story.shop.folder, 'monitors/deployed.txt'), 'utf8')).toBe(served);
    expect(story.record(`executions/${EXECUTION}.json`)).toMatchObject({
      status: 'SUCCEEDED',
      output: { end: 'promoted' },
      ended: '2026-03-05T06:31:00Z',
    });
    expect(story.notes.join('')).toContain('[RETRAINED] returns: accuracy 1.0000 (live model 0.2000)');
  });

  it("gives the training program the environment of SageMaker's toolkit", async () => {
    const story = await openStory({
      more: 'trainingJob: { image: x, instanceType: ml.m5.large, hyperParameters: { depth: 6, loss: mae } }\n  role: arn:aws:iam::111122223333:role/ml',
    });

    await story.check();

    const { SM_HPS, SM_TRAINING_ENV, returned } = JSON.parse(
      readFileSync(join((await story.serving())!, 'model.json'), 'utf8'),
    );
    expect(JSON.parse(SM_HPS)).toEqual({ depth: 6, loss: 'mae' });
    expect(JSON.parse(SM_TRAINING_ENV)).toEqual({
      channel_input_dirs: { train: story.rows('training') },
      hyperparameters: { depth: 6, loss: 'mae' },
      job_name: `${EXECUTION}-0`,
      model_dir: await story.serving(),
    });
    // The oldest window: the newer one judges.
    expect(Object.keys(returned)).toHaveLength(200);
    expect(readdirSync(story.rows('training'))).toEqual(['2026-03-01.csv']);
  });

  it('deletes the rows of earlier retrainings when their days are over, and nothing else', async () => {
    const story = await openStory();
    const put = (id: string, days: number, kind = 'retraining_data/returns') => {
      const path = join(story.shop.folder, 'store', kind, id, 'training/2026-01-01.csv');
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, '1,2\n');
      const time = new Date(MORNING - days * DAY);
      utimesSync(join(story.shop.folder, 'store', kind, id), time, time);
      return path;
    };
    const gone = put('old', 31);
    const kept = [put('recent', 29), put('old', 31, 'retraining_data/another'), put('old', 31, 'returns/retrainings')];

    await story.check();

    expect([existsSync(gone), ...kept.map((path) => existsSync(path))]).toEqual([false, true, true, true]);
    expect(readdirSync(story.rows('training'))).toEqual(['2026-03-01.csv']);
  });

  it('rolls back to the previous model and its baseline, and no further', async () => {
    const story = await openStory();
    const before = (await story.state()).baseline;
    await story.check();

    const requested = await requestRollback(story.monitor, 'ada', story.context());

    expect(requested).toMatchObject({ id: `rollback-of-${ID}`, starts: true });
    const state = await story.state();
    expect(state.retrainings.at(-1)).toMatchObject({ action: 'rollback', end: 'restored', reason: 'requested by ada' });
    expect(state.baseline).toBe(before);
    expect(state.model).toMatchObject({ endpointConfig: `${EXECUTION}-previous`, previous: null });
    expect(await story.serving()).toBeNull();
    // The model that served first has no folder here.
    expect(readFileSync(join(story.shop.folder, 'monitors/deployed.txt'), 'utf8')).toBe('');
    await expect(requestRollback(story.monitor, 'ada', story.context())).rejects.toThrow(
      'there is nothing to roll back to',
    );
  });

  it('ends as failed with the code and the last lines of a training that fails, without a retry', async () => {
    const story = await openStory({ train: "console.error('no GPU\\u001b[2J'); process.exit(7)" });

    await story.check();

    // The text of a job is no link in a message.
    const message = 'Train: States.TaskFailed: node train[.]mjs exited with code 7 | no GPU\\u{1b}[2J';
    expect((await story.state()).retrainings).toMatchObject([{ end: 'failed', message }]);
    expect(story.record(`executions/${EXECUTION}.json`)).toMatchObject({
      status: 'SUCCEEDED',
      output: { end: 'failed', notified: true },
    });
    expect(story.record(`jobs/${EXECUTION}-0.json`)).toMatchObject({ TrainingJobStatus: 'Failed' });
    expect(readFileSync(story.path(`jobs/${EXECUTION}-0/stderr.log`), 'utf8')).toBe('no GPU\u001b[2J\n');
    expect(await story.serving()).toBeNull();
    await story.check();
    expect((await story.state()).retrainings).toHaveLength(1);
  });

  it('rolls back where the deployment fails: the old model goes on serving, with its baseline', async () => {
    const story = await openStory({ deploy: 'process.exit(1)' });
    const before = (await story.state()).baseline;

    await story.check();

    const { retrainings, model, baseline } = await story.state();
    expect(retrainings).toMatchObject([{ end: 'rolled-back' }]);
    expect(retrainings[0].message).toMatch(/rolled back the deployment of .*; local-original is in service$/);
    expect([model, baseline, await story.serving()]).toEqual([null, before, null]);
  });

  it('of one name runs once', async () => {
    const story = await openStory();
    await story.check();
    const record = readFileSync(story.path(`executions/${EXECUTION}.json`), 'utf8');

    const input = { monitor: 'returns', id: ID, action: 'retrain', reason: 'again' } as const;
    await story.context().workflow.start(EXECUTION, input);

    expect(readFileSync(story.path(`executions/${EXECUTION}.json`), 'utf8')).toBe(record);
  });
});

describe('a candidate that waits for a person', () => {
  const promote = ', approval: manual, expiry: P2D';

  /** Starts a retraining and waits until it asks; time passes only as the test lets it. */
  async function waiting() {
    const story = await openStory({ promote });
    let now = MORNING;
    let wake = () => {};
    const time = {
      now: () => now,
      sleep: (milliseconds: number, signal: AbortSignal) =>
        new Promise<void>((resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
          const end = now + milliseconds;
          const earlier = wake;
          wake = () => {
            earlier();
            if (now >= end) resolve();
          };
        }),
    };
    const pass = (milliseconds: number) => {
      now += milliseconds;
      wake();
    };
    const running = story.check({ time });
    const requested = () => existsSync(story.path(`retrainings/${ID}/approval.json`));
    while (!requested() || !story.notes.join('').includes('[APPROVE?]')) await new Promise((go) => setTimeout(go, 5));
    /** Every second of the story in a turn of ours, until the check has ended. */
    const untilEnded = async (step = 1000) => {
      let ended = false;
      const end = running.finally(() => {
        ended = true;
      });
      while (!ended) {
        pass(step);
        await new Promise((go) => setTimeout(go, 2));
      }
      await end;
    };
    return { ...story, untilEnded };
  }

  it('is deployed when another process approves, and a second answer is too late', async () => {
    const story = await waiting();
    expect(story.notes.join('')).toContain(
      `npx driftwarden approve returns ${ID} --monitors ${join(story.shop.folder, 'monitors')} --store ${story.path('..').replace(/\/$/, '')}`,
    );
    expect(await story.serving()).toBeNull();

    const yes = { approved: true, by: 'ada', note: 'looks right' };
    await answerApproval('returns', ID, yes, story.context());
    await expect(answerApproval('returns', ID, yes, story.context())).rejects.toThrow(NoPendingApprovalError);
    await story.untilEnded();

    expect((await story.state()).retrainings).toMatchObject([{ end: 'promoted' }]);
    expect(await story.serving()).not.toBeNull();
    const [modelPackage] = readdirSync(story.path('packages')).filter((name) => name !== 'driftwarden-returns.json');
    expect(story.record(`packages/${modelPackage}`)).toMatchObject({
      ModelApprovalStatus: 'Approved',
      CustomerMetadataProperties: { retraining: ID },
    });
  });

  it('is not deployed when it is rejected', async () => {
    const story = await waiting();

    await answerApproval('returns', ID, { approved: false, by: 'ada', note: 'holidays' }, story.context());
    await story.untilEnded();

    expect((await story.state()).retrainings).toMatchObject([
      { end: 'rejected', message: 'rejected by ada: holidays' },
    ]);
    expect(await story.serving()).toBeNull();
  });

  it('is not deployed when no answer comes in time', async () => {
    const story = await waiting();

    await story.untilEnded(3_600_000);

    expect((await story.state()).retrainings).toMatchObject([
      { end: 'expired', message: 'no approver answered in time' },
    ]);
    await expect(
      answerApproval('returns', ID, { approved: true, by: 'ada', note: '' }, story.context()),
    ).rejects.toThrow(`${ID} has already ended (expired)`);
  });
});

describe('requested by a person', () => {
  it('a retraining runs at once, and the next one waits for the cooldown', async () => {
    const story = await openStory({ promote: ', approval: never' });
    const requested = await requestRetraining(story.monitor, 'ada', story.context());
    expect(requested).toMatchObject({ starts: true });
    // Nothing has been checked yet, so there is nothing to train on.
    expect((await story.state()).retrainings).toMatchObject([{ end: 'not-enough-data', reason: 'requested by ada' }]);

    const again = await requestRetraining(story.monitor, 'ada', story.context());

    expect(again).toMatchObject({ starts: false, message: 'in cooldown until 2026-03-08T06:30Z' });
  });
});

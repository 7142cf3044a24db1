import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLAIM_EXPIRY } from '../../../lambdas/core/decision/outbox.ts';
import type { MonitorState } from '../../../lambdas/core/decision/state.ts';
import { readAssembly } from '../../account/template/assembly.ts';
import { listPermissions, type Permission, removePermission } from '../../account/template/permissions.ts';
import { FIRST_DAY } from '../../core/stories/story-fixture.ts';
import { synthesizeStack } from './deployment.ts';
import { describePermission } from './describe-permission.ts';
import { isPlayed, neededPermissions } from './needed-permissions.ts';
import { operate } from './retraining-account.ts';
import { JOB, retrainedDefinition } from './retraining-parcels.ts';
import { Stage } from './retraining-stage.ts';

const ASKS = 'asks';
/** Encrypts the monitor's data; a key from outside the template. */
const DATA_KEY = 'arn:aws:kms:us-east-1:123456789012:key/data';
/** Of the disks of jobs, and of the endpoint. */
const VOLUME_KEY = 'arn:aws:kms:us-east-1:123456789012:key/volumes';
const ENDPOINT_KEY = 'arn:aws:kms:us-east-1:123456789012:key/endpoint';

const synthesized = synthesizeStack(
  [
    retrainedDefinition({
      name: ASKS,
      sections: {
        schedule: '{ drift: "cron(0 6 1 * ? *)", accuracy: "cron(30 6 1 * ? *)", timeZone: UTC }',
        privacy: '{ values: hash }',
      },
      retraining: {
        trainingJob: JOB.replace('{', `{ volumeKey: '${VOLUME_KEY}',`),
        endpointKey: `'${ENDPOINT_KEY}'`,
        data: '{ minimumRows: 200 }',
        promote: '{ minimumRows: 100, approval: manual, expiry: PT1H }',
      },
    }),
  ],
  { dataKeys: [DATA_KEY], key: 'new', tags: { team: 'ml' } },
);

/** What only a stack that retrains has. */
const permissions = listPermissions(readAssembly(synthesized.cdkOut).template).filter(
  ({ holder, action, resource }) =>
    /Retraining|BucketPolicy|ServedModels|StateJobs/.test(holder) ||
    action === 'states:StartExecution' ||
    /\/retrainings\/|retraining_data/.test(JSON.stringify(resource)),
);

/** What came of a scenario, as people and later runs see it. */
type Outcome = Readonly<Record<string, unknown>>;

/** Metrics that a check had not published when it died. */
const leftBehindSince = (claimedAt: number): Pick<MonitorState, 'outbox'> => ({
  outbox: [
    {
      id: 'left-behind',
      claimedBy: 'a check that died',
      claimedAt,
      alert: null,
      metrics: [{ name: 'LeftBehind', value: 1, unit: 'Count', dimensions: { Monitor: ASKS }, time: FIRST_DAY }],
      start: null,
    },
  ],
});

/** A check that died has requested it: any check starts it, and so does a request of a person. */
const requested = (id: string): Pick<MonitorState, 'retraining'> => ({
  retraining: {
    id,
    by: 'limit',
    since: '2001-02-04',
    firstWindow: '2001-02-02',
    limit: 'accuracy < 0.8',
    requestedAt: FIRST_DAY,
    attempt: 1,
    startedAt: null,
  },
});

/** Its execution died, and its lock has expired. */
const dead = (id: string, startedAt: number): Pick<MonitorState, 'retrainings' | 'lock'> => ({
  retrainings: [
    {
      id,
      action: 'retrain',
      execution: 'died',
      reason: 'accuracy < 0.8',
      since: '2001-02-04',
      baseline: null,
      startedAt,
      endedAt: null,
      end: null,
      message: '',
    },
  ],
  lock: { owner: id, execution: 'died', expiresAt: FIRST_DAY },
});

describe('every permission of retraining', () => {
  let stage: Stage;

  beforeAll(async () => {
    stage = await Stage.open(synthesized, [ASKS], { dataKey: DATA_KEY, endpointKey: ENDPOINT_KEY });
    stage.deployment.account.keys.createKey(VOLUME_KEY);
  });
  afterAll(() => stage?.deployment.account.stop());

  async function outcome(): Promise<Outcome> {
    const { run, mails, record, executions, serves, alarms } = await stage.ending(ASKS);
    const stored = [...stage.deployment.stored().keys()].filter((key) => key.includes(`/${stage.id}/`));
    return {
      end: run?.end,
      mails: mails.map(({ subject }) => subject.split(']')[0]),
      isRecorded: record !== undefined,
      executions: executions.map(({ status }) => status),
      serves,
      alarms,
      stored: stored.length,
    };
  }

  /** A person asks for it, and says yes or no; and an event for each function that fails until it is given up. */
  const requestAnd = (answer: 'approve' | 'reject') => async () => {
    const { deployment } = stage;
    const { account } = deployment;
    const { control, data, operations } = deployment.stack.platform.retraining!;
    const names = [control, data, operations].map((construct) => account.nameOf(deployment.idOf(construct)));
    const logged = () => names.map((name) => account.lambda.logs(name).length);
    const leftBehind = () => deployment.values(ASKS, 'LeftBehind').length;
    const before = { logged: logged(), letters: deployment.deadLetters().length, leftBehind: leftBehind() };
    account.sagemaker.packages.deleteGroup(`driftwarden-${ASKS}`);
    // The request comes before the claim has expired, and the last steps after it.
    await stage.prepare(ASKS, (now) => ({
      ...leftBehindSince(now - CLAIM_EXPIRY + 5 * 60_000),
      ...requested(stage.id),
    }));
    // Its hashes need a key, which the first to need it makes.
    account.s3.bucket(deployment.stateBucket).delete(`${ASKS}/value-key.txt`);
    const { payload: wouldRun } = await operate(deployment, { operation: 'retrain', monitor: ASKS, dryRun: true });
    await operate(deployment, { operation: 'retrain', monitor: ASKS });
    if (stage.executions(ASKS).length > 0) await stage.settleAt(ASKS, 'RequestApproval');
    await operate(deployment, { operation: answer, monitor: ASKS, id: stage.id });
    await stage.settle(ASKS);
    for (const name of names.slice(0, 2)) {
      await account.invokeAsync(name, { step: 'plan', monitor: 'nobody', id: 'id', execution: 'name' });
    }
    await account.invokeAsync(names[2], { operation: 'list-retrainings', monitor: 'nobody' });
    await stage.advance(10);
    return {
      ...(await outcome()),
      wouldRun: JSON.parse(wouldRun ?? '{}').starts,
      isLogged: logged().map((length, i) => length > before.logged[i]),
      deadLetters: deployment.deadLetters().length - before.letters,
      leftBehind: leftBehind() - before.leftBehind,
    };
  };

  /** A person stops the execution while it waits for a job, which then is stopped too. */
  const stopped = (state: 'Train' | 'ScoreCandidate') => async () => {
    const { account } = stage.deployment;
    await stage.prepare(ASKS, () => requested(stage.id));
    await operate(stage.deployment, { operation: 'retrain', monitor: ASKS });
    await stage.settleAt(ASKS, state);
    account.states.stop(stage.executions(ASKS)[0].arn);
    await stage.advance(60);
    const { training, transform } = account.sagemaker;
    return { jobs: [training, transform].map(({ jobs }) => jobs.at(-1)?.status) };
  };

  /** It ends before there is anything to judge. */
  const failed = async () => {
    await stage.prepare(ASKS, () => requested(stage.id));
    stage.deployment.account.sagemaker.training.trainer = () => ({ failure: 'exit code 1' });
    await operate(stage.deployment, { operation: 'retrain', monitor: ASKS });
    await stage.settle(ASKS);
    return outcome();
  };

  const checked = (kind: 'drift' | 'accuracy') => async () => {
    await stage.prepare(ASKS, () => (kind === 'drift' ? requested(stage.id) : {}));
    await (kind === 'drift' ? stage.checkNextDay(ASKS) : stage.ask(ASKS));
    await stage.settle(ASKS);
    return outcome();
  };

  /** A check finds a retraining that has died, records it and tells of it. */
  const foundDead = (kind: 'drift' | 'accuracy') => async () => {
    await stage.prepare(ASKS, (now) => dead(stage.id, now));
    await (kind === 'drift' ? stage.checkNextDay(ASKS) : stage.ask(ASKS));
    return outcome();
  };

  /** A person who requests a retraining finds one that has died, whose alert is sent; the answer to it comes too late. */
  const foundDeadByPerson = async () => {
    const { deployment } = stage;
    const leftBehind = () => deployment.values(ASKS, 'LeftBehind').length;
    const before = leftBehind();
    await stage.prepare(ASKS, (now) => ({ ...leftBehindSince(FIRST_DAY), ...dead(stage.id, now) }));
    const early = await operate(deployment, { operation: 'approve', monitor: ASKS, id: stage.id });
    await operate(deployment, { operation: 'retrain', monitor: ASKS });
    return { ...(await outcome()), early: early.payload, leftBehind: leftBehind() - before };
  };

  const [retrained, rejected] = [requestAnd('approve'), requestAnd('reject')];
  /** Scenarios by what uses them: together they use everything that the role may do. */
  const SCENARIOS: readonly [holder: RegExp, scenarios: readonly (() => Promise<Outcome>)[]][] = [
    [/RetrainingControl/, [retrained, rejected, failed]],
    [/RetrainingOperations/, [retrained, rejected, foundDeadByPerson]],
    [/RetrainingData/, [retrained]],
    [/RetrainingMachine/, [retrained, stopped('Train'), stopped('ScoreCandidate')]],
    [/CheckDrift/, [checked('drift'), foundDead('drift')]],
    [/CheckAccuracy/, [checked('accuracy'), foundDead('accuracy')]],
    [/BucketPolicy|ServedModels|StateJobs/, [retrained]],
  ];
  const scenariosOf = ({ holder }: Permission) => SCENARIOS.find(([pattern]) => pattern.test(holder))?.[1] ?? [];
  const complete = new Map<() => Promise<Outcome>, Outcome>();
  const needed = new Set<Permission>();

  /** Plays a scenario without a permission. */
  async function play(scenario: () => Promise<Outcome>, without?: Permission) {
    const { account } = stage.deployment;
    const before = account.denied().length;
    account.changePolicies((template) => without && removePermission(template, without));
    const outcome = await scenario();
    account.changePolicies();
    return {
      outcome,
      denied: new Set(
        account
          .denied()
          .slice(before)
          .map(({ action }) => action),
      ),
    };
  }

  it('is there for a scenario in which nothing is denied', async () => {
    for (const scenario of new Set(SCENARIOS.flatMap(([, scenarios]) => scenarios))) {
      const { account } = stage.deployment;
      const since = account.access.records.length;
      const { outcome, denied } = await play(scenario);
      const ofScenario = permissions.filter((permission) => scenariosOf(permission).includes(scenario));
      for (const permission of neededPermissions(account, ofScenario, since)) needed.add(permission);
      expect(denied).toEqual(new Set());
      complete.set(scenario, outcome);
    }
    expect([...complete.values()].map(({ end, jobs }) => end ?? jobs)).toEqual([
      'promoted',
      'rejected',
      'failed',
      'abandoned',
      ['Stopped', 'Completed'],
      ['Completed', 'Stopped'],
      'expired',
      'abandoned',
      'expired',
      'abandoned',
    ]);
    expect(complete.get(retrained)).toMatchObject({ isLogged: [true, true, true], deadLetters: 3, leftBehind: 1 });
  });

  it.each(permissions.map((permission, i) => [describePermission(permission), permission, i] as const))(
    'is missed: %s',
    async (_, permission, i) => {
      if (!isPlayed(i) && needed.has(permission)) return;
      for (const scenario of scenariosOf(permission)) {
        const { outcome, denied } = await play(scenario, permission);
        if (denied.size === 0 && scenario !== scenariosOf(permission).at(-1)) continue;
        expect(denied).toEqual(new Set([permission.action]));
        expect(outcome).not.toEqual(complete.get(scenario));
        return;
      }
      throw new Error(`no scenario uses what ${permission.holder} may do`);
    },
  );
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { synthesizeStack } from './deployment.ts';
import { operate, stateOf } from './retraining-account.ts';
import { retrainedDefinition } from './retraining-parcels.ts';
import { Stage } from './retraining-stage.ts';

const MINUTE = 60_000;
/** Fired by the tests alone: the next one is due when they are over. */
const sections = { schedule: '{ drift: "cron(0 6 1 * ? *)", accuracy: "cron(30 6 1 * ? *)", timeZone: UTC }' };
/** Waits for an answer, so that it goes through every step. */
const ASKS = 'asks';
const DIES = 'dies';
const definitions = [
  retrainedDefinition({
    name: ASKS,
    sections,
    retraining: { promote: '{ minimumRows: 100, approval: manual, expiry: P1D }' },
  }),
  retrainedDefinition({ name: DIES, sections }),
];

/** What the functions of a retraining change in the account, by the state of the execution, each change once. */
const CHANGES: Readonly<Record<string, readonly string[]>> = {
  Permit: ['state.json'],
  RenewForWindow: ['state.json'],
  PrepareWindow: ['training/*.csv', 'trained-ids/*.bin', 'prepared/*.json', 'held-out-labels/*.csv', 'held-out/*.csv'],
  Manifest: ['state.json', 'manifest.json'],
  RenewForJudge: ['state.json'],
  Judge: ['comparison.json'],
  RenewForRegister: ['state.json'],
  Register: [
    'baselines/*/profile.json',
    'baselines/*/predictions.json',
    'baselines/*/movement.json',
    'baselines/*/baseline.json',
    'registration.json',
  ],
  RequestApproval: ['approval.json', 'state.json', 'sns', 'states'],
  Deploy: ['state.json'],
  ActivateBaseline: ['state.json'],
  End: ['retraining.json', 'state.json', 'sns'],
};

/** The states of the function that reads data. */
const DATA_STATES: ReadonlySet<string> = new Set(['Plan', 'PrepareWindow', 'Judge', 'Register', 'ConfirmCapture']);

/** The n-th change of each state that has so many. */
const ROUNDS = Array.from({ length: 5 }, (_, n) =>
  Object.entries(CHANGES).flatMap(([state, changes]): [string, string][] =>
    n < changes.length ? [[state, changes[n]]] : [],
  ),
);

describe('a retraining, deployed,', () => {
  const synthesized = synthesizeStack(definitions);
  let stage: Stage;

  /** Lets `act` see each change that the retraining's functions make, as it has taken effect and is not answered yet. */
  function watch(act: (state: string, change: string, functionName: string) => void): void {
    const { account, stateBucket } = stage.deployment;
    const functions = new Map(account.lambda.functions.map(({ roleArn, name }) => [roleArn, name]));
    account.observe(({ phase, service, method, url, role }) => {
      const name = functions.get(role) ?? '';
      if (phase !== 'after' || method === 'GET' || !/retraining/i.test(name)) return undefined;
      // Windows are prepared at the same time, by both functions.
      const isData = /RetrainingData/.test(name);
      const entered = stage
        .executions(ASKS)[0]
        .events.findLast((event) => event.type === 'stateEntered' && DATA_STATES.has(event.state) === isData);
      const key = url
        .split('?')[0]
        .replace(`/${stateBucket}/`, '')
        .replace(`retraining_data/${ASKS}/${stage.id}/`, '')
        .replace(`${ASKS}/`, '')
        .replace(`retrainings/${stage.id}/`, '');
      act((entered as { state: string }).state, service === 's3' ? key.replace(/2001[\w-]+/, '*') : service, name);
      return undefined;
    });
  }

  /** Dies right after each of these changes, the first time it is made. @returns those that were made */
  function dieAfter(changes: readonly (readonly [string, string])[]): Set<string> {
    const died = new Set<string>();
    watch((state, change, functionName) => {
      const at = `${state} ${change}`;
      if (died.has(at) || !changes.some((wanted) => wanted.join(' ') === at)) return;
      died.add(at);
      stage.deployment.account.lambda.crash(functionName);
    });
    return died;
  }

  async function play(): Promise<void> {
    await stage.ask(ASKS);
    await stage.until(ASKS, 'RequestApproval');
    await stage.advance(2);
    await operate(stage.deployment, { operation: 'approve', monitor: ASKS, id: stage.id });
    await stage.settle(ASKS);
    stage.deployment.account.observe(() => undefined);
  }

  beforeAll(async () => {
    stage = await Stage.open(synthesized, [ASKS, DIES]);
  });
  afterAll(() => stage?.deployment.account.stop());

  it('changes what is listed here, and nothing else', async () => {
    await stage.prepare(ASKS);
    const seen: Record<string, Set<string>> = {};
    watch((state, change) => {
      seen[state] ??= new Set();
      seen[state].add(change);
    });

    await play();

    const listed = Object.entries(CHANGES).map(([state, changes]) => [state, new Set(changes)]);
    expect(seen).toEqual(Object.fromEntries(listed));
  });

  it.each(ROUNDS.map((changes) => ({ changes, first: changes[0].join(' '), count: changes.length })))(
    'ends in the same state when its functions crash at $count changes, the first of them $first',
    async ({ changes }) => {
      await stage.prepare(ASKS);
      const died = dieAfter(changes);

      await play();

      expect(died).toEqual(new Set(changes.map((change) => change.join(' '))));
      const { run, executions, mails, record, alarms, ...ending } = await stage.ending(ASKS);
      expect([run?.end, executions.map(({ status }) => status)]).toEqual(['promoted', ['SUCCEEDED']]);
      expect(alarms).toEqual([]);
      expect(ending).toEqual({ isFree: true, serves: 'candidate', captured: true, jobs: 1, transforms: 1 });
      expect(record).toMatchObject({ end: 'promoted' });
      // A run that dies between sending and recording that sends again, under the same key.
      const again = changes.filter(([, change]) => change === 'sns').map(([state]) => state);
      const keys = mails.map(({ text }) => /^dedupe key +(\S+)$/m.exec(text)![1].split('/').at(-1));
      const ask = again.includes('RequestApproval') ? ['approval', 'approval'] : ['approval'];
      const end = again.includes('End') ? ['promoted', 'promoted'] : ['promoted'];
      expect(keys).toEqual([...ask, ...end]);
    },
  );

  it('is one, however often and at the same time it is requested', async () => {
    await stage.prepare(DIES);

    await Promise.all([stage.ask(DIES), stage.ask(DIES), stage.checkNextDay(DIES)]);
    await stage.ask(DIES);
    await stage.settle(DIES);

    const { run, executions, mails, jobs, isFree } = await stage.ending(DIES);
    expect([run?.end, executions.length, mails.length, jobs, isFree]).toEqual(['promoted', 1, 1, 1, true]);
  });

  it('that a person stops is ended by the check after its lock has expired', async () => {
    await stage.prepare(DIES);
    await stage.ask(DIES);
    await stage.until(DIES, 'Train');
    const { account } = stage.deployment;
    account.states.stop(stage.executions(DIES)[0].arn);
    await stage.settle(DIES);

    await stage.ask(DIES);
    const { lock, retrainings } = stateOf(stage.deployment, DIES);
    expect([lock?.owner, retrainings.at(-1)?.end]).toEqual([stage.id, null]);
    await account.advanceTo(lock!.expiresAt + MINUTE);
    await stage.checkNextDay(DIES);

    const { run, mails, isFree, serves, captured, executions } = await stage.ending(DIES);
    expect([run?.end, isFree, serves, captured]).toEqual(['abandoned', true, 'before', true]);
    expect(executions.map(({ status }) => status)).toEqual(['ABORTED']);
    expect(mails.map(({ subject }) => subject)).toEqual([expect.stringMatching(/^\[RETRAINING STOPPED\] dies: /)]);
    expect(account.sagemaker.training.jobs.at(-1)?.status).toBe('Stopped');
  });
});

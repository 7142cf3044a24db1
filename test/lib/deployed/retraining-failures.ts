import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RetrainingEnd } from '../../../lambdas/core/decision/retraining/state.ts';
import { CAPACITY_ERROR, INTERNAL_ERROR, type JobPlan } from '../../account/services/sagemaker/plan.ts';
import { synthesizeStack } from './deployment.ts';
import { operate } from './retraining-account.ts';
import { HEAVY, JOBS_ROLE, modelBytes, retrainedDefinition } from './retraining-parcels.ts';
import { Stage } from './retraining-stage.ts';

/** Fired by the tests alone: the next one is due when they are over. */
const sections = { schedule: '{ drift: "cron(0 6 1 * ? *)", accuracy: "cron(30 6 1 * ? *)", timeZone: UTC }' };
const monitor = (name: string, retraining: Record<string, string> = {}) =>
  retrainedDefinition({ name, retraining, sections });
const definitions = [
  monitor('automatic'),
  monitor('manual', { promote: '{ minimumRows: 100, approval: manual, expiry: PT2H }' }),
  monitor('never', { promote: '{ minimumRows: 100, approval: never }' }),
  monitor('broken'),
  monitor('linear', { deploy: '{ strategy: linear, percent: 25, bake: PT5M }' }),
  monitor('at-once', { deploy: '{ strategy: all-at-once, bake: PT0S }' }),
  monitor('patient', { deploy: '{ maxLatencyMilliseconds: 200 }' }),
  monitor('demanding', { data: '{ since: incident, minimumRows: 401 }' }),
];

interface Case {
  readonly name: string;
  /** @default automatic */
  readonly monitor?: string;
  /** What goes wrong, set up before the check asks for the retraining. */
  readonly arrange?: (stage: Stage) => void | Promise<void>;
  /** What happens after it has begun. */
  readonly meanwhile?: (stage: Stage) => Promise<void>;
  /** Whether the endpoint is asked every minute. @default every ten minutes */
  readonly busy?: boolean;
  /** Whether it is not asked at all. */
  readonly quiet?: boolean;
  readonly end: RetrainingEnd;
  /** What the run's message says. */
  readonly says: RegExp;
  /** @default the candidate where it was promoted, and what served before where it was not */
  readonly serves?: string;
  /** Transform jobs. @default - whatever their number */
  readonly transforms?: number;
  /** Training jobs. @default 1 */
  readonly jobs?: number;
}

/** The first jobs of a case go wrong. */
function firstJobs(count: number, wrong: JobPlan): () => JobPlan {
  let made = 0;
  return () => (made++ < count ? wrong : {});
}

const PROMOTED = /^accuracy 0\.9500 \(live model 0\.4700\)/;

const CASES: readonly Case[] = [
  { name: 'nothing goes wrong', end: 'promoted', says: PROMOTED, transforms: 1 },
  {
    name: 'another deployment since the days that are judged on',
    arrange: async (stage) => {
      const { team } = stage;
      await team.createConfig('again-by-hand');
      await team.call('UpdateEndpoint', { EndpointName: 'automatic', EndpointConfigName: 'again-by-hand' });
      await stage.advance(10);
    },
    end: 'promoted',
    says: PROMOTED,
    transforms: 2,
  },
  {
    name: 'the training fails',
    arrange: ({ deployment }) => {
      deployment.account.sagemaker.training.trainer = () => ({ failure: 'exit code 1' });
    },
    end: 'failed',
    says: /^Train: .*AlgorithmError: exit code 1/,
  },
  {
    name: 'there is no capacity at first',
    arrange: ({ deployment }) => {
      deployment.account.sagemaker.training.plan = firstJobs(1, { failsToStart: CAPACITY_ERROR });
    },
    end: 'promoted',
    says: PROMOTED,
    jobs: 2,
  },
  {
    name: 'there is never capacity',
    arrange: ({ deployment }) => {
      deployment.account.sagemaker.training.plan = firstJobs(9, { failsToStart: CAPACITY_ERROR });
    },
    end: 'failed',
    says: /^Train: .*CapacityError/,
    jobs: 4,
  },
  {
    name: "the account's limit is reached when the training begins",
    arrange: ({ deployment }) => {
      deployment.account.sagemaker.refusals.next('CreateTrainingJob', 'ResourceLimitExceeded');
    },
    end: 'promoted',
    says: PROMOTED,
  },
  {
    name: 'SageMaker throttles when the training begins',
    arrange: ({ deployment }) => {
      deployment.account.sagemaker.refusals.next('CreateTrainingJob', 'ThrottlingException');
    },
    end: 'promoted',
    says: PROMOTED,
  },
  {
    name: 'the short calls are throttled',
    arrange: ({ deployment }) => {
      const { refusals } = deployment.account.sagemaker;
      const calls = ['DescribeEndpoint', 'DescribeEndpointConfig', 'CreateModel', 'CreateModelPackage'];
      for (const call of [...calls, 'CreateEndpointConfig']) refusals.next(call, 'ThrottlingException');
    },
    end: 'promoted',
    says: PROMOTED,
  },
  {
    name: 'the scoring fails once',
    arrange: ({ deployment }) => {
      deployment.account.sagemaker.transform.plan = firstJobs(1, { fails: INTERNAL_ERROR });
    },
    end: 'promoted',
    says: PROMOTED,
  },
  {
    name: 'the scoring always fails',
    arrange: ({ deployment }) => {
      deployment.account.sagemaker.transform.plan = firstJobs(9, { fails: INTERNAL_ERROR });
    },
    end: 'failed',
    says: /^ScoreCandidate: .*InternalServerError/,
  },
  {
    name: 'the candidate is worse',
    arrange: ({ deployment }) => {
      const wrong = { feature: 'distance', above: 50, turnedRound: true } as const;
      deployment.account.sagemaker.training.trainer = () => modelBytes(wrong);
    },
    end: 'kept-live',
    says: /^margin: accuracy 0\.0500 \(live model 0\.4700\)/,
  },
  {
    name: 'the candidate is the live model again',
    arrange: ({ deployment }) => {
      deployment.account.sagemaker.training.trainer = () => modelBytes(HEAVY);
    },
    end: 'kept-live',
    says: /^margin: accuracy 0\.4700 \(live model 0\.4700\)/,
  },
  {
    name: 'there are too few rows',
    monitor: 'demanding',
    end: 'not-enough-data',
    says: /^not enough labelled rows: 400 in 2 windows to train on, 401 are needed/,
    jobs: 0,
  },
  {
    name: 'a person approves',
    monitor: 'manual',
    meanwhile: async (stage) => {
      await stage.until('manual', 'RequestApproval');
      await operate(stage.deployment, { operation: 'approve', monitor: 'manual', id: stage.id });
    },
    end: 'promoted',
    says: PROMOTED,
  },
  {
    name: 'a person refuses',
    monitor: 'manual',
    meanwhile: async (stage) => {
      await stage.until('manual', 'RequestApproval');
      const note = 'not before the holidays';
      await operate(stage.deployment, { operation: 'reject', monitor: 'manual', id: stage.id, note });
    },
    end: 'rejected',
    says: /^rejected by arn:aws:sts::123456789012:assumed-role\/OnCall\/Ann: not before the holidays$/,
  },
  {
    name: 'the approval expires',
    monitor: 'manual',
    end: 'expired',
    says: /^no approver answered in time$/,
  },
  {
    name: 'nothing is ever deployed',
    monitor: 'never',
    end: 'not-deployed',
    says: /^accuracy 0\.9500 \(live model 0\.4700\).*\(promote: never\)$/,
  },
  ...(
    [
      ['answers with status 500', { failure: 'exit code 1' }],
      ['answers with status 415', { failure: 'text/csv is not supported', how: 415 }],
      ['does not answer in time', { failure: 'timed out', how: 'timeout' }],
      ['answers with what is no response', { failure: 'malformed', how: 'malformed' }],
    ] as const
  ).map(
    ([name, failure]): Case => ({
      name: `the candidate ${name}`,
      arrange: (stage) => stage.serveCandidate(() => failure),
      busy: true,
      end: 'rolled-back',
      says: /\brolled back\b.*\bis in service$/,
    }),
  ),
  {
    name: 'the candidate is slow',
    arrange: (stage) => stage.slowCandidate(200_000),
    busy: true,
    end: 'rolled-back',
    says: /\brolled back\b.*\bis in service$/,
  },
  {
    name: 'the candidate is as slow as it may be',
    monitor: 'patient',
    arrange: (stage) => stage.slowCandidate(200_000),
    busy: true,
    end: 'promoted',
    says: PROMOTED,
  },
  {
    name: "the candidate's role may not write captures",
    arrange: ({ team }) => team.letJobsCapture(false),
    busy: true,
    end: 'rolled-back',
    says: /^\d+ requests since the deployment, and none was captured; driftwarden-automatic-\S+-previous is in service again$/,
    serves: 'copy',
  },
  {
    name: 'no request comes',
    quiet: true,
    end: 'promoted-unconfirmed',
    says: /^accuracy 0\.9500 .*; data capture not confirmed: no request came in 1 hour$/,
  },
  {
    name: 'no request comes any more',
    arrange: async (stage) => {
      // As many as make the endpoint busy, in every hour of a day.
      for (let hour = 0; hour < 25; hour++) {
        for (let i = 0; i < 10; i++) stage.request('automatic');
        await stage.advance(60);
      }
    },
    quiet: true,
    end: 'rolled-back',
    says: /^no request came in 1 hour, though the model before had some all the time; driftwarden-automatic-\S+-previous is in service again$/,
    serves: 'copy',
  },
  {
    name: 'the candidate answers with a text',
    arrange: (stage) => stage.serveCandidate(() => 'internal error'),
    busy: true,
    end: 'rolled-back',
    says: /^\d+ of \d+ answers captured since the deployment cannot be read.*; driftwarden-automatic-\S+-previous is in service again$/,
    serves: 'copy',
  },
  {
    name: 'SageMaker rolls the deployment back',
    arrange: ({ deployment }) => {
      deployment.account.sagemaker.endpoints.deployments.plan = () => ({ rollsBack: 'no instances' });
    },
    end: 'rolled-back',
    says: /\brolled back\b.*\bis in service$/,
  },
  {
    name: 'the deployment breaks the endpoint',
    monitor: 'broken',
    arrange: ({ deployment }) => {
      deployment.account.sagemaker.endpoints.deployments.plan = () => ({ fails: 'no instances' });
    },
    end: 'deployment-failed',
    says: /the endpoint has status Failed/,
  },
  {
    name: 'SageMaker refuses the deployment',
    arrange: ({ deployment }) => {
      deployment.account.sagemaker.refusals.next('UpdateEndpoint', 'ResourceLimitExceeded', 9);
    },
    end: 'failed',
    says: /^UpdateEndpoint: .*ResourceLimitExceeded/,
  },
  {
    name: 'another deployment while the candidate waits for an answer',
    monitor: 'manual',
    meanwhile: async (stage) => {
      await stage.until('manual', 'RequestApproval');
      await stage.team.createConfig('by-hand');
      await stage.team.call('UpdateEndpoint', { EndpointName: 'manual', EndpointConfigName: 'by-hand' });
      await stage.advance(10);
      await operate(stage.deployment, { operation: 'approve', monitor: 'manual', id: stage.id });
    },
    end: 'superseded',
    says: /^the endpoint serves by-hand, which was deployed after the candidate was judged against/,
    serves: 'by-hand',
  },
  {
    name: 'the data breaks while an answer is waited for',
    monitor: 'manual',
    meanwhile: async (stage) => {
      await stage.until('manual', 'RequestApproval');
      await stage.advance(2);
      stage.breakData('manual');
      await operate(stage.deployment, { operation: 'approve', monitor: 'manual', id: stage.id });
    },
    end: 'failed',
    says: /^not deployed: the data has been broken since window 2001-02-05: fix the data first$/,
  },
  { name: 'traffic moves in steps', monitor: 'linear', end: 'promoted', says: PROMOTED },
  { name: 'traffic moves at once', monitor: 'at-once', end: 'promoted', says: PROMOTED },
  {
    name: 'another baseline is activated meanwhile',
    meanwhile: async (stage) => {
      await stage.until('automatic', 'WaitForDeployment');
      await stage.deployment.buildBaseline('automatic');
    },
    end: 'promoted-old-baseline',
    says: /the baseline \S+, which was activated in the meantime, stays$/,
  },
];

/** The cases whose number divides by `every`, each against the deployed machine, and what must hold after all of them. */
export function testFailures(every: number): void {
  const synthesized = synthesizeStack(definitions);
  let stage: Stage;

  beforeAll(async () => {
    stage = await Stage.open(
      synthesized,
      definitions.map(({ monitor }) => monitor.name),
    );
  });
  afterAll(() => stage?.deployment.account.stop());

  it.each(CASES.filter((_, i) => i % every === 0))('$name: $end', async (of) => {
    const { monitor = 'automatic', busy = false, quiet = false, jobs = 1, arrange, meanwhile, end, says } = of;
    const { serves = end.startsWith('promoted') ? 'candidate' : 'before' } = of;
    await stage.prepare(monitor);
    await arrange?.(stage);

    await stage.ask(monitor);
    await meanwhile?.(stage);
    if (quiet) await stage.settle(monitor, () => {});
    else await (busy ? stage.settle(monitor, () => stage.traffic(monitor), 1) : stage.settle(monitor));

    const { run, executions, mails, record, transforms, ...ending } = await stage.ending(monitor);
    expect({ end: run?.end, message: run?.message }).toEqual({ end, message: expect.stringMatching(says) });
    expect(record).toMatchObject({ id: stage.id, end, message: run!.message });
    expect(mails.map(({ subject }) => subject.startsWith('[APPROVE?]'))).toEqual(
      monitor === 'manual' ? [true, false] : [false],
    );
    expect(mails.at(-1)!.text).toContain(`${monitor}/${stage.id}/${end}`);
    expect(executions.map(({ status }) => status)).toEqual(['SUCCEEDED']);
    const { alarms, ...after } = ending;
    expect(after).toEqual({ isFree: true, serves, captured: true, jobs });
    // They stay where the deployment might still go on.
    expect(alarms).toHaveLength(end === 'deployment-failed' ? 2 : 0);
    expect(transforms).toBe(of.transforms ?? transforms);
  });

  it('states why an answer comes too late', async () => {
    await stage.prepare('manual');
    const answer = async (id: string) => {
      const { error } = await operate(stage.deployment, { operation: 'approve', monitor: 'manual', id });
      return error?.errorMessage;
    };
    await stage.ask('manual');
    expect(await answer('retraining-1999-01-01')).toMatch(/^manual has no retraining "retraining-1999-01-01"/);
    expect(await answer(stage.id)).toMatch(/does not wait for approval/);
    await stage.settleAt('manual', 'RequestApproval');

    expect([await answer(stage.id), await answer(stage.id)]).toEqual([
      undefined,
      expect.stringMatching(/^no approval is pending: it was already answered/),
    ]);

    await stage.settle('manual');
    expect(await answer(stage.id)).toMatch(/has already ended \(promoted\); it is not waiting for approval$/);
    expect((await stage.ending('manual')).run?.end).toBe('promoted');
  });

  it('needed no permission that it lacks, and left nothing behind', () => {
    const { account } = stage.deployment;
    // What one candidate's role may not do.
    const others = account.denied().filter(({ who, action }) => who !== JOBS_ROLE || action !== 's3:PutObject');
    expect(others).toEqual([]);
    expect(stage.deployment.deadLetters()).toEqual([]);
  });
}

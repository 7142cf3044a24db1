import { describe, expect, it } from 'vitest';
import type { TestAccount } from '../../account.ts';
import { AwsError } from '../../aws-error.ts';
import { addMachine, type Statement, single } from '../../fixture/machine.ts';
import { MINUTE, NOON, startAccount } from '../../fixture/start.ts';
import { removeStatement } from '../../fixture/template.ts';
import type { Template } from '../../template/assembly.ts';
import type { SageMakerCalls } from './sagemaker-task.ts';

const ROLE = 'arn:aws:iam::123456789012:role/training';
const JOB = 'arn:aws:sagemaker:us-east-1:123456789012:training-job/job-1';
const RULE = 'arn:aws:events:us-east-1:123456789012:rule/StepFunctionsGetEventsForSageMakerTrainingJobsRule';

/** One statement a permission, so that each can be taken away. */
const PERMISSIONS: Statement[] = [
  { Sid: 'Create', Action: 'sagemaker:CreateTrainingJob', Resource: JOB },
  { Sid: 'Describe', Action: 'sagemaker:DescribeTrainingJob', Resource: JOB },
  { Sid: 'Stop', Action: 'sagemaker:StopTrainingJob', Resource: JOB },
  { Sid: 'Tag', Action: 'sagemaker:AddTags', Resource: JOB },
  { Sid: 'Tags', Action: 'sagemaker:ListTags', Resource: JOB },
  { Sid: 'Targets', Action: 'events:PutTargets', Resource: RULE },
  { Sid: 'Rule', Action: 'events:PutRule', Resource: RULE },
  { Sid: 'Look', Action: 'events:DescribeRule', Resource: RULE },
  {
    Sid: 'Pass',
    Action: 'iam:PassRole',
    Resource: ROLE,
    Condition: { StringEquals: { 'iam:PassedToService': 'sagemaker.amazonaws.com' } },
  },
];

/** A SageMaker whose jobs end after ten minutes with a given result. */
class FakeSageMaker implements SageMakerCalls {
  readonly calls: [action: string, input: unknown][] = [];
  readonly #account: TestAccount;
  readonly #end: Record<string, unknown>;
  refusal: AwsError | undefined;

  constructor(account: TestAccount, end: Record<string, unknown>) {
    this.#account = account;
    this.#end = end;
  }

  async call(...[action, input, principal]: Parameters<SageMakerCalls['call']>): Promise<Record<string, unknown>> {
    this.calls.push([action, input]);
    this.#account.access.authorize(principal, `sagemaker:${action}`, JOB);
    if (this.refusal !== undefined) throw this.refusal;
    return { TrainingJobArn: JOB, CreationTime: NOON / 1000 };
  }

  jobEnded(kind: string, name: string): Promise<Record<string, unknown>> {
    return new Promise((resolve) => {
      this.#account.clock.at(NOON + 10 * MINUTE, async () => resolve({ kind, name, ...this.#end }));
    });
  }
}

interface Policy {
  readonly PolicyDocument: { readonly Statement: object[] };
}

interface Setup {
  readonly resource?: string;
  readonly end?: Record<string, unknown>;
  readonly more?: object;
  readonly change?: (template: Template) => void;
}

async function train({ resource = 'sagemaker:createTrainingJob.sync', end = {}, more = {}, change }: Setup = {}) {
  const Arguments = { TrainingJobName: 'job-1', TransformJobName: 'job-1', RoleArn: ROLE };
  const account = await startAccount((template) => {
    const state = { Type: 'Task', Resource: `arn:aws:states:::${resource}`, Arguments, ...more };
    addMachine(template, single(state), PERMISSIONS);
    change?.(template);
  });
  const sageMaker = new FakeSageMaker(account, { TrainingJobStatus: 'Completed', ...end });
  account.states.sageMaker = sageMaker;
  return { account, sageMaker, start: () => account.states.start('Small-Machine') };
}

describe('a training job', () => {
  it('is waited for, and its description is the result', async () => {
    const { account, sageMaker, start } = await train();
    const execution = start();
    await account.advanceTo(NOON + 10 * MINUTE - 1);
    expect(execution.status).toBe('RUNNING');
    await account.advanceTo(NOON + 10 * MINUTE);
    expect(execution).toMatchObject({
      status: 'SUCCEEDED',
      output: { kind: 'training', name: 'job-1', TrainingJobStatus: 'Completed' },
      stopDate: NOON + 10 * MINUTE,
    });
    expect(sageMaker.calls.map(([action]) => action)).toEqual(['CreateTrainingJob']);
    expect(account.denied()).toEqual([]);
  });

  it('has the tags that are given, and two of Step Functions', async () => {
    const Tags = [{ Key: 'team', Value: 'ml' }];
    const { account, sageMaker, start } = await train({ more: { Arguments: { TrainingJobName: 'job-1', Tags } } });
    const { arn } = start();
    await account.advanceTo(NOON + MINUTE);
    expect(sageMaker.calls[0][1]).toMatchObject({
      Tags: [
        ...Tags,
        { Key: 'MANAGED_BY_AWS', Value: 'STARTED_BY_STEP_FUNCTIONS' },
        { Key: 'AWS_STEP_FUNCTIONS_EXECUTION_ARN', Value: arn },
      ],
    });
  });

  it.each(['Failed', 'Stopped'])('that is %s fails the task with its description', async (TrainingJobStatus) => {
    const { account, start } = await train({ end: { TrainingJobStatus, FailureReason: 'AlgorithmError' } });
    const execution = start();
    await account.advanceTo(NOON + 10 * MINUTE);
    expect(execution).toMatchObject({ status: 'FAILED', error: 'States.TaskFailed' });
    expect(JSON.parse(execution.cause!)).toMatchObject({ TrainingJobStatus, FailureReason: 'AlgorithmError' });
  });

  it('is stopped when it takes too long, or the execution is stopped', async () => {
    const stop = ['StopTrainingJob', { TrainingJobName: 'job-1' }];
    const slow = await train({ more: { TimeoutSeconds: 60 } });
    const execution = slow.start();
    await slow.account.advanceTo(NOON + MINUTE);
    expect(execution).toMatchObject({ status: 'FAILED', error: 'States.Timeout', stopDate: NOON + MINUTE });
    expect(slow.sageMaker.calls.at(-1)).toEqual(stop);
    const stopped = await train();
    const other = stopped.start();
    await stopped.account.advanceTo(NOON + MINUTE);
    stopped.account.states.stop(other.arn);
    await stopped.account.advanceTo(NOON + 20 * MINUTE);
    expect(other).toMatchObject({ status: 'ABORTED' });
    expect(stopped.sageMaker.calls.at(-1)).toEqual(stop);
    expect(stopped.sageMaker.calls).toHaveLength(2);
  });

  it.each(PERMISSIONS)('needs the permission $Sid', async ({ Sid, Action }) => {
    const more = Sid === 'Stop' ? { TimeoutSeconds: 60 } : {};
    const { account, start } = await train({
      more,
      change: (template) => removeStatement(template, 'MachineRole', Sid),
    });
    const execution = start();
    await account.advanceTo(NOON + 10 * MINUTE);
    expect(account.denied().map(({ action }) => action)).toEqual([Action]);
    // The job that may not be stopped runs on; the execution has its timeout either way.
    const error = Sid === 'Stop' ? 'States.Timeout' : 'SageMaker.AmazonSageMakerException';
    expect(execution).toMatchObject({ status: 'FAILED', error });
    if (Sid !== 'Stop') expect(execution.cause).toMatch(`not authorized to perform: ${Action}`);
  });

  it('may pass its role to SageMaker only', async () => {
    const { account, start } = await train({
      change: (template) => {
        removeStatement(template, 'MachineRole', 'Pass');
        const other = { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } };
        const { Policies } = template.Resources['MachineRole'].Properties as { Policies: Policy[] };
        Policies[0].PolicyDocument.Statement.push({
          Effect: 'Allow',
          Action: 'iam:PassRole',
          Resource: ROLE,
          Condition: other,
        });
      },
    });
    start();
    await account.advanceTo(NOON);
    expect(account.denied()).toMatchObject([{ action: 'iam:PassRole', resource: ROLE }]);
  });
});

describe('a transform job', () => {
  it('is waited for under its own names, and passes no role', async () => {
    const { account, start } = await train({
      resource: 'sagemaker:createTransformJob.sync',
      end: { TransformJobStatus: 'Completed' },
      more: { Arguments: { TransformJobName: 'job-1' } },
    });
    const execution = start();
    await account.advanceTo(NOON);
    // The role may only train: the first request is for the rule of transform jobs.
    expect(account.denied()).toMatchObject([
      { action: 'events:PutTargets', resource: RULE.replace('Training', 'Transform') },
    ]);
    expect(execution.status).toBe('FAILED');
    const allowed = await train({
      resource: 'sagemaker:createTransformJob.sync',
      end: { TransformJobStatus: 'Completed' },
      more: { Arguments: { TransformJobName: 'job-1' } },
      change: (template) => {
        const { Policies } = template.Resources['MachineRole'].Properties as { Policies: Policy[] };
        const Action = ['sagemaker:*TransformJob', 'sagemaker:AddTags', 'sagemaker:ListTags', 'events:*'];
        Policies[0].PolicyDocument.Statement.push({ Effect: 'Allow', Action, Resource: '*' });
      },
    });
    const other = allowed.start();
    await allowed.account.advanceTo(NOON + 10 * MINUTE);
    expect(other).toMatchObject({
      status: 'SUCCEEDED',
      output: { kind: 'transform', TransformJobStatus: 'Completed' },
    });
    const own = allowed.account.access.records.filter(({ who }) => who.endsWith('MachineRole'));
    expect(own.map(({ action }) => action)).not.toContain('iam:PassRole');
  });
});

describe('a request', () => {
  it.each([
    ['sagemaker:createTrainingJob', 'CreateTrainingJob', NOON],
    ['aws-sdk:sagemaker:describeTrainingJob', 'DescribeTrainingJob', '2026-01-10T12:00:00.000Z'],
  ])('by %s gives its answer as JSON at once', async (resource, action, CreationTime) => {
    const { account, sageMaker, start } = await train({ resource });
    const execution = start();
    await account.advanceTo(NOON);
    expect(execution).toMatchObject({
      status: 'SUCCEEDED',
      output: { TrainingJobArn: JOB, CreationTime },
    });
    expect(sageMaker.calls.map(([called]) => called)).toEqual([action]);
  });

  const refusals: [string, string, string][] = [
    ['sagemaker:createTrainingJob.sync', 'ResourceInUse', 'SageMaker.ResourceInUseException'],
    ['sagemaker:createTrainingJob', 'ResourceLimitExceeded', 'SageMaker.ResourceLimitExceededException'],
    ['sagemaker:createTrainingJob', 'ValidationException', 'SageMaker.AmazonSageMakerException'],
    ['aws-sdk:sagemaker:describeTrainingJob', 'ResourceNotFound', 'SageMaker.ResourceNotFoundException'],
    ['aws-sdk:sagemaker:describeTrainingJob', 'ValidationException', 'SageMaker.SageMakerException'],
    ['aws-sdk:sagemaker:describeTrainingJob', 'ConflictException', 'SageMaker.ConflictException'],
  ];
  it.each(refusals)('by %s that is refused with %s fails as %s', async (resource, code, error) => {
    const { account, sageMaker, start } = await train({ resource });
    sageMaker.refusal = new AwsError(code, 'because');
    const execution = start();
    await account.advanceTo(NOON);
    expect(execution).toMatchObject({
      status: 'FAILED',
      error,
      cause: expect.stringContaining(`because (Service: AmazonSageMaker; Status Code: 400; Error Code: ${code})`),
    });
  });

  it('that cannot be waited for here fails the test', async () => {
    const { account, start } = await train({ resource: 'sagemaker:createLabelingJob.sync' });
    start();
    await expect(account.advanceTo(NOON)).rejects.toThrow(/does not wait for the end of CreateLabelingJob/);
  });
});

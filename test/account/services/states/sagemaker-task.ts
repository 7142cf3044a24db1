import { StatesError } from '../../../../lambdas/states-language/errors.ts';
import { AwsError, UnsupportedError } from '../../aws-error.ts';
import type { Access } from '../../iam/access.ts';
import type { Principal } from '../../iam/evaluate.ts';
import type { Place } from '../../template/identity.ts';
import type { Activity } from './activity.ts';

/** SageMaker as Step Functions uses it. */
export interface SageMakerCalls {
  /** One request; checks what the principal may do. @throws AwsError with SageMaker's error codes */
  call(action: string, input: unknown, principal: Principal): Promise<Record<string, unknown>>;
  /** Resolves on the clock with what Describe says of a job that has ended. */
  jobEnded(kind: JobKind, name: string): Promise<Record<string, unknown>>;
}

export type JobKind = 'training' | 'transform';

/** A job as the state waits for it, with what IAM calls it. */
const JOBS = new Map<string, { readonly kind: JobKind; readonly noun: string; readonly resource: string }>([
  ['CreateTrainingJob', { kind: 'training', noun: 'TrainingJob', resource: 'training-job' }],
  ['CreateTransformJob', { kind: 'transform', noun: 'TransformJob', resource: 'transform-job' }],
]);

/** Errors of SageMaker's API model: their class names end in Exception whatever the code on the wire. */
const MODELLED = new Set(['Conflict', 'ResourceInUse', 'ResourceLimitExceeded', 'ResourceNotFound']);

/** What a task of SageMaker needs of the account. */
export interface SageMakerTask {
  readonly sageMaker: SageMakerCalls;
  readonly access: Access;
  readonly activity: Activity;
  readonly place: Place;
  /** The machine's. */
  readonly role: Principal;
  /** ARN of the execution. */
  readonly execution: string;
  readonly signal: AbortSignal;
}

/**
 * `sagemaker:…`, `sagemaker:….sync` and `aws-sdk:sagemaker:…`, in the name of the machine's role.
 *
 * @throws StatesError named as the integration names it
 */
export async function callSageMaker(integration: string, args: unknown, task: SageMakerTask): Promise<unknown> {
  const [, sdk, name, sync] = /^(aws-sdk:)?sagemaker:([A-Za-z]+)(\.sync)?$/.exec(integration) ?? [];
  if (name === undefined)
    throw new UnsupportedError(`the test account does not imitate the integration ${integration}`);
  const action = name[0].toUpperCase() + name.slice(1);
  const input = (args ?? {}) as Record<string, unknown>;
  // The two integrations are made with two generations of the SDK, whose base classes differ in name.
  const general = sdk === undefined ? 'AmazonSageMakerException' : 'SageMakerException';
  const create = async (given: Record<string, unknown>) => {
    passRole(given, task);
    return task.sageMaker.call(action, given, task.role);
  };
  const result = sync === undefined ? create(input) : runJob(action, input, create, task, general);
  const answer = await named(sync === undefined ? task.activity.during(result) : result, general);
  return withTimes(answer, sdk === undefined ? (time) => time : (time) => new Date(time).toISOString());
}

/** On the wire times are seconds. The older integration gives them as milliseconds, the one with the SDK as ISO 8601 texts. */
function withTimes(value: unknown, time: (milliseconds: number) => unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((item) => withTimes(item, time));
  const given = Object.entries(value).map(([name, item]) => {
    const isTime = name.endsWith('Time') && typeof item === 'number';
    return [name, isTime ? time(1000 * item) : withTimes(item, time)];
  });
  return Object.fromEntries(given);
}

/** Creates a job and waits for its end; a job is stopped when its task ends before it, as far as the role may. */
async function runJob(
  action: string,
  input: Record<string, unknown>,
  create: (input: Record<string, unknown>) => Promise<unknown>,
  task: SageMakerTask,
  general: string,
): Promise<unknown> {
  const job = JOBS.get(action);
  if (job === undefined) throw new UnsupportedError(`the test account does not wait for the end of ${action}`);
  const { access, activity, place, role, sageMaker, signal } = task;
  const { kind, noun, resource } = job;
  const name = String(input[`${noun}Name`]);
  const arn = (service: string, rest: string) => `arn:aws:${service}:${place.region}:${place.account}:${rest}`;
  // Step Functions hears of the end through a rule that it makes in the role's name; really when the machine is deployed.
  for (const events of ['PutTargets', 'PutRule', 'DescribeRule'])
    access.authorize(role, `events:${events}`, arn('events', `rule/StepFunctionsGetEventsForSageMaker${noun}sRule`));
  for (const tags of ['AddTags', 'ListTags'])
    access.authorize(role, `sagemaker:${tags}`, arn('sagemaker', `${resource}/${name}`));
  await activity.during(create({ ...input, Tags: [...((input['Tags'] ?? []) as object[]), ...tagsOf(task)] }));
  access.authorize(role, `sagemaker:Describe${noun}`, arn('sagemaker', `${resource}/${name}`));
  const stop = () => {
    const stopped = sageMaker.call(`Stop${noun}`, { [`${noun}Name`]: name }, role);
    activity.during(stopped).catch((error) => {
      if (!(error instanceof AwsError)) throw error;
    });
  };
  signal.addEventListener('abort', stop, { once: true });
  const description = await named(sageMaker.jobEnded(kind, name), general);
  signal.removeEventListener('abort', stop);
  if (description[`${noun}Status`] !== 'Completed')
    throw new StatesError('States.TaskFailed', JSON.stringify(description));
  return description;
}

/** Step Functions marks the jobs that it waits for. Not documented: seen in public logs. */
function tagsOf({ execution }: SageMakerTask): object[] {
  return [
    { Key: 'MANAGED_BY_AWS', Value: 'STARTED_BY_STEP_FUNCTIONS' },
    { Key: 'AWS_STEP_FUNCTIONS_EXECUTION_ARN', Value: execution },
  ];
}

function passRole(input: Record<string, unknown>, { access, role }: SageMakerTask): void {
  for (const field of ['RoleArn', 'ExecutionRoleArn']) {
    const passed = input[field];
    if (typeof passed !== 'string') continue;
    access.authorize(role, 'iam:PassRole', passed, new Map([['iam:passedtoservice', ['sagemaker.amazonaws.com']]]));
  }
}

async function named<T>(work: Promise<T>, general: string): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof AwsError) || error.status === 501) throw error;
    const code = error.code === 'AccessDenied' ? 'AccessDeniedException' : error.code;
    const stem = code.replace(/Exception$/, '');
    const cause = `${error.message} (Service: AmazonSageMaker; Status Code: ${error.status}; Error Code: ${code})`;
    throw new StatesError(`SageMaker.${MODELLED.has(stem) ? `${stem}Exception` : general}`, cause);
  }
}

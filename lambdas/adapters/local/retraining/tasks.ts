import * as z from 'zod';
import { REJECTED } from '../../../core/ports.ts';
import { retrainingStep } from '../../../core/retraining/retrain.ts';
import { stepRequestSchema } from '../../../core/retraining/step-requests.ts';
import type { RetrainingContext } from '../../../core/retraining/steps/context.ts';
import { toError } from '../../../core/text/error-message.ts';
import { StatesError } from '../../../states-language/errors.ts';
import type { StateMachineHost, TaskCall } from '../../../states-language/host.ts';
import type { TaskTokens } from '../../../states-language/task-tokens.ts';
import type { Integration, LocalAccount } from './account.ts';
import type { ApprovalAnswers } from './approval-answers.ts';
import { createEndpointConfig, describeEndpoint, describeEndpointConfig, updateEndpoint } from './endpoint.ts';
import type { LocalTime } from './local-time.ts';
import { createModel, describeModel } from './models.ts';
import { createModelPackage, createModelPackageGroup, updateModelPackage } from './packages.ts';
import { createTransformJob } from './scoring.ts';
import { getMetricData } from './traffic.ts';
import { createTrainingJob } from './training.ts';

/** The machine's calls to SageMaker and CloudWatch, by integration. */
const CALLS: Readonly<Record<string, Integration>> = {
  'sagemaker:createTrainingJob.sync': createTrainingJob,
  'sagemaker:createModel': createModel,
  'sagemaker:createTransformJob.sync': createTransformJob,
  'aws-sdk:sagemaker:createModelPackageGroup': createModelPackageGroup,
  'aws-sdk:sagemaker:createModelPackage': createModelPackage,
  'aws-sdk:sagemaker:updateModelPackage': updateModelPackage,
  'aws-sdk:sagemaker:describeModel': describeModel,
  'aws-sdk:sagemaker:describeEndpoint': describeEndpoint,
  'aws-sdk:sagemaker:describeEndpointConfig': describeEndpointConfig,
  'aws-sdk:sagemaker:createEndpointConfig': createEndpointConfig,
  'aws-sdk:sagemaker:updateEndpoint': updateEndpoint,
  // Alarms are never made: `alarmPrefix` is null.
  'aws-sdk:cloudwatch:getMetricData': getMetricData,
};

/** Time between two polls for an answer, in milliseconds. */
const POLL = 1000;

export interface LocalTasksOptions {
  readonly time: LocalTime;
  readonly answers: ApprovalAnswers;
  readonly tokens: TaskTokens;
  /** The context at this moment. */
  readonly context: () => RetrainingContext;
}

/** What the machine sends to Lambda. */
const invocationSchema = z.looseObject({ Payload: stepRequestSchema });

/** The host of the retraining machine on a laptop. */
export class LocalTasks implements StateMachineHost {
  readonly #account: LocalAccount;
  readonly #options: LocalTasksOptions;
  readonly random = Math.random;

  constructor(account: LocalAccount, options: LocalTasksOptions) {
    this.#account = account;
    this.#options = options;
  }

  now(): number {
    return this.#options.time.now();
  }

  sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    return this.#options.time.sleep(milliseconds, signal);
  }

  async runTask(resource: string, request: unknown, call: TaskCall): Promise<unknown> {
    const name = resource.replace(/^arn:[^:]+:states:::/, '');
    if (name === 'lambda:invoke.waitForTaskToken') return this.#requestAndWait(request, call);
    return this.#during(() => {
      if (name === 'lambda:invoke') return this.#invoke(request);
      const integration = CALLS[name];
      if (integration === undefined) throw new RangeError(`there is no local integration ${name}`);
      return withStatesErrors(() => integration(request, this.#account, call), sageMakerError);
    });
  }

  /** Calls a step as Lambda would: an error that it throws becomes an error of the States language with its class's name. */
  async #invoke(request: unknown): Promise<{ readonly Payload: unknown }> {
    const answer = async () => {
      const { Payload } = invocationSchema.parse(request);
      return retrainingStep(Payload, this.#account.monitor, this.#options.context());
    };
    return { Payload: await withStatesErrors(answer, functionError) };
  }

  /** Requests approval, and passes on the answer of another process. */
  async #requestAndWait(request: unknown, { token = '', executionName, deadline, signal }: TaskCall): Promise<unknown> {
    const { answers, tokens, time } = this.#options;
    await answers.open(token, { execution: executionName, until: deadline ?? null });
    try {
      await this.#during(() => this.#invoke(request));
      for (;;) {
        const answer = await answers.read(token);
        if (answer?.approved) return tokens.succeed(token, { note: answer.note });
        if (answer) return tokens.fail(token, REJECTED, answer.note);
        await time.sleep(POLL, signal);
      }
    } finally {
      await answers.close(token);
    }
  }

  #during<T>(work: () => Promise<T>): Promise<T> {
    const { time } = this.#options;
    return time.during === undefined ? work() : time.during(work);
  }
}

/** Turns every error into a failure of the task, with which the machine ends the run as in an account. */
async function withStatesErrors<T>(work: () => Promise<T>, named: (error: Error) => StatesError): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StatesError) throw error;
    throw named(toError(error));
  }
}

/** The error of a Lambda function, in the form of Step Functions. */
function functionError({ name, message }: Error): StatesError {
  return new StatesError(name, JSON.stringify({ errorType: name, errorMessage: message }));
}

function sageMakerError({ name, message }: Error): StatesError {
  return new StatesError('SageMaker.SageMakerException', `${name}: ${message}`);
}

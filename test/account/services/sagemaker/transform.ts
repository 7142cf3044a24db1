import { gunzipSync } from 'node:zlib';
import { AwsError, UnsupportedError } from '../../aws-error.ts';
import type { Principal } from '../../iam/evaluate.ts';
import { type Account, output, seconds } from './account.ts';
import type { Action } from './action.ts';
import { assemble, PayloadError, requestsOf } from './batches.ts';
import { Endings } from './endings.ts';
import { invalid, readInput } from './input.ts';
import type { Model, Models } from './models.ts';
import { DEFAULT_DURATION, DEFAULT_STARTUP, isFailure, type JobFailure, type JobPlan } from './plan.ts';
import type { Predictor } from './predictor.ts';
import type { RoleFiles } from './role-files.ts';
import { below, parseS3Uri } from './s3-uri.ts';
import type { JobStatus } from './training-job.ts';
import { CREATE_TRANSFORM_JOB, TRANSFORM_JOB, type TransformInput } from './transform-input.ts';
import { checkVolumeKey } from './volume-key.ts';

/** One batch transform job. Times are UTC milliseconds. */
export interface TransformJob {
  readonly input: TransformInput;
  readonly arn: string;
  readonly created: number;
  status: JobStatus;
  started?: number;
  ended?: number;
  failureReason?: string | undefined;
}

const GRACE = 60_000;

/** Batch transform jobs on the virtual clock, reading and writing S3 as the role of the model. */
export class TransformJobs {
  /** What the models answer. A test that transforms gives one. */
  predictor: Predictor = ({ name }) => {
    throw new UnsupportedError(`no model predicts for ${name}: set account.sagemaker.transform.predictor`);
  };
  /** Time and trouble of a job; `number` counts the jobs of the account from 1. */
  plan: (job: TransformJob, number: number) => Omit<JobPlan, 'interruptions'> = () => ({});
  readonly #account: Account;
  readonly #models: Models;
  readonly #jobs = new Map<string, TransformJob>();
  readonly #endings = new Endings();

  constructor(account: Account, models: Models) {
    this.#account = account;
    this.#models = models;
  }

  /** In the order of their creation. */
  get jobs(): TransformJob[] {
    return [...this.#jobs.values()];
  }

  actions(): [string, Action][] {
    return [
      ['CreateTransformJob', (given, principal) => this.#create(given, principal)],
      ['DescribeTransformJob', (given, principal) => describe(this.#find('DescribeTransformJob', given, principal))],
      ['StopTransformJob', (given, principal) => this.#stop(this.#find('StopTransformJob', given, principal))],
    ];
  }

  /** The description of a job that is over. @throws AwsError ValidationException when there is no such job */
  async ended(name: string): Promise<Record<string, unknown>> {
    const job = this.#get(name);
    if (job.ended === undefined) await this.#endings.wait(name);
    return describe(job);
  }

  #create(given: unknown, principal: Principal): Record<string, unknown> {
    const input = readInput('CreateTransformJob', CREATE_TRANSFORM_JOB, given);
    const { TransformJobName: name, TransformInput: source, TransformResources, Tags: tags } = input;
    const volumeKey = TransformResources.VolumeKmsKeyId;
    const arn = this.#account.arn('transform-job', name);
    this.#account.permissions.check(principal, 'CreateTransformJob', [arn], { tags, volumeKey });
    checkVolumeKey(TransformResources);
    if (this.#jobs.has(name))
      throw new AwsError(
        'ResourceInUse',
        `Job name must be unique within an AWS account and region, and a job with this name already exists (${arn})`,
      );
    const model = this.#models.get(input.ModelName);
    const files = this.#account.filesAs(model.roleArn, arn);
    this.#account.findInput(files, source.DataSource.S3DataSource.S3Uri, model.roleArn);
    const job: TransformJob = { input, arn, created: this.#account.clock.now, status: 'InProgress' };
    this.#jobs.set(name, job);
    this.#account.tags.create(arn, tags);
    const plan = this.plan(job, this.#jobs.size);
    this.#after(plan.startup ?? DEFAULT_STARTUP, job, async () => {
      if (plan.failsToStart !== undefined) return this.#end(job, 'Failed', plan.failsToStart);
      job.started = this.#account.clock.now;
      this.#after(plan.duration ?? DEFAULT_DURATION, job, () => this.#finish(job, model, plan, files));
    });
    return { TransformJobArn: arn };
  }

  /** What has been written before a failure stays, as it does in S3. */
  async #finish(job: TransformJob, model: Model, plan: JobPlan, files: RoleFiles): Promise<void> {
    const { TransformInput: source, TransformOutput: target } = job.input;
    try {
      for (const file of files.list(source.DataSource.S3DataSource.S3Uri)) {
        const input = await files.get(file);
        const text = new TextDecoder().decode(source.CompressionType === 'Gzip' ? gunzipSync(input) : input);
        const answers = this.#predict(model, requestsOf(text, job.input));
        if (isFailure(answers)) return this.#end(job, 'Failed', `AlgorithmError: ${answers.failure}`);
        const place = below(parseS3Uri(target.S3OutputPath), `${file.path}.out`);
        const bytes = new TextEncoder().encode(assemble(answers, target.AssembleWith));
        await files.putOutput(place, bytes, target.KmsKeyId);
      }
    } catch (error) {
      if (!(error instanceof AwsError || error instanceof PayloadError)) throw error;
      return this.#end(job, 'Failed', `ClientError: ${error.message}`);
    }
    if (plan.fails !== undefined) return this.#end(job, 'Failed', plan.fails);
    return this.#end(job, 'Completed');
  }

  #predict(model: Model, requests: readonly string[]): string[] | JobFailure {
    const answers: string[] = [];
    for (const request of requests) {
      const answer = this.predictor(model, request);
      if (isFailure(answer)) return answer;
      answers.push(answer);
    }
    return answers;
  }

  #stop(job: TransformJob): Record<string, unknown> {
    if (job.status !== 'InProgress')
      throw invalid(`The request was rejected because the transform job is in status ${job.status}.`);
    job.status = 'Stopping';
    this.#account.clock.at(this.#account.clock.now + GRACE, () => this.#end(job, 'Stopped'));
    return {};
  }

  #after(wait: number, job: TransformJob, run: () => Promise<void>): void {
    const { clock } = this.#account;
    clock.at(clock.now + wait, async () => {
      if (job.status === 'InProgress') await run();
    });
  }

  async #end(job: TransformJob, status: JobStatus, failureReason?: string): Promise<void> {
    Object.assign(job, { status, failureReason, ended: this.#account.clock.now });
    await this.#endings.end(job.input.TransformJobName);
  }

  #find(action: string, given: unknown, principal: Principal): TransformJob {
    const { TransformJobName: name } = readInput(action, TRANSFORM_JOB, given);
    this.#account.permissions.check(principal, action, [this.#account.arn('transform-job', name)]);
    return this.#get(name);
  }

  #get(name: string): TransformJob {
    const job = this.#jobs.get(name);
    if (job === undefined) throw invalid(`Could not find requested job with name: ${name}`);
    return job;
  }
}

function describe({ input, arn, status, failureReason, created, started, ended }: TransformJob) {
  const { Tags: _, ...request } = input;
  return output({
    ...request,
    TransformJobArn: arn,
    TransformJobStatus: status,
    FailureReason: failureReason,
    CreationTime: seconds(created),
    TransformStartTime: seconds(started),
    TransformEndTime: seconds(ended),
  });
}

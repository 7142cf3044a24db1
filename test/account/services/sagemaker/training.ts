import { AwsError, UnsupportedError } from '../../aws-error.ts';
import type { Principal } from '../../iam/evaluate.ts';
import type { Account } from './account.ts';
import type { Action } from './action.ts';
import { Endings } from './endings.ts';
import { invalid, readInput } from './input.ts';
import { pageOf, sortedBy } from './page.ts';
import { DEFAULT_DURATION, DEFAULT_STARTUP, isFailure, type JobFailure, type JobPlan } from './plan.ts';
import type { RoleFiles } from './role-files.ts';
import { below, parseS3Uri } from './s3-uri.ts';
import { CREATE_TRAINING_JOB, LIST_TRAINING_JOBS, TRAINING_JOB } from './training-input.ts';
import { TrainingJob } from './training-job.ts';
import { checkVolumeKey } from './volume-key.ts';

/** A file of an input channel as the algorithm sees it. */
export interface TrainingFile {
  readonly channel: string;
  /** Name within the channel's folder. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Does a job's work: the bytes of `model.tar.gz`, or why there are none. */
export type Trainer = (
  job: TrainingJob,
  files: readonly TrainingFile[],
) => Uint8Array | JobFailure | Promise<Uint8Array | JobFailure>;

/** Time that a stopped job has to save its work. */
const GRACE = 60_000;

/** Training jobs on the virtual clock, reading and writing S3 as the role of the job. */
export class TrainingJobs {
  /** The algorithm. A test that trains gives one. */
  trainer: Trainer = ({ name }) => {
    throw new UnsupportedError(`no program trains ${name}: set account.sagemaker.training.trainer`);
  };
  /** Time and trouble of a job; `number` counts the jobs of the account from 1. */
  plan: (job: TrainingJob, number: number) => JobPlan = () => ({});
  readonly #account: Account;
  readonly #jobs = new Map<string, TrainingJob>();
  readonly #endings = new Endings();

  constructor(account: Account) {
    this.#account = account;
  }

  /** In the order of their creation. */
  get jobs(): TrainingJob[] {
    return [...this.#jobs.values()];
  }

  actions(): [string, Action][] {
    return [
      ['CreateTrainingJob', (given, principal) => this.#create(given, principal)],
      ['DescribeTrainingJob', (given, principal) => this.#find('DescribeTrainingJob', given, principal).describe()],
      ['StopTrainingJob', (given, principal) => this.#stop(this.#find('StopTrainingJob', given, principal))],
      ['ListTrainingJobs', (given, principal) => this.#list(given, principal)],
    ];
  }

  /** The description of a job that is over. @throws AwsError ValidationException when there is no such job */
  async ended(name: string): Promise<Record<string, unknown>> {
    const job = this.#get(name);
    if (!job.isOver) await this.#endings.wait(name);
    return job.describe();
  }

  #create(given: unknown, principal: Principal): Record<string, unknown> {
    const input = readInput('CreateTrainingJob', CREATE_TRAINING_JOB, given);
    const { TrainingJobName: name, RoleArn: role, Tags: tags, StoppingCondition: stopping, ResourceConfig } = input;
    const volumeKey = ResourceConfig.VolumeKmsKeyId;
    const arn = this.#account.arn('training-job', name);
    this.#account.permissions.check(principal, 'CreateTrainingJob', [arn], { role, tags, volumeKey });
    checkVolumeKey(ResourceConfig);
    if (this.#jobs.has(name))
      throw new AwsError(
        'ResourceInUse',
        `Job name must be unique within an AWS account and region, and a job with this name already exists (${arn})`,
      );
    const { MaxRuntimeInSeconds: maxRuntime = 86_400, MaxWaitTimeInSeconds: maxWait } = stopping;
    if (input.EnableManagedSpotTraining ? maxWait === undefined || maxWait < maxRuntime : maxWait !== undefined)
      throw invalid(
        `Invalid MaxWaitTimeInSeconds. It must be given with EnableManagedSpotTraining only, and be at least MaxRuntimeInSeconds (${maxRuntime})`,
      );
    const files = this.#account.filesAs(role, arn);
    for (const { DataSource } of input.InputDataConfig)
      this.#account.findInput(files, DataSource.S3DataSource.S3Uri, role);
    const job = new TrainingJob(input, arn, this.#account.clock.now);
    this.#jobs.set(name, job);
    this.#account.tags.create(arn, tags);
    const plan = this.plan(job, this.#jobs.size);
    if (plan.interruptions !== undefined && !input.EnableManagedSpotTraining)
      throw new Error(`${name} does not run on spot machines: nothing interrupts it`);
    if (maxWait !== undefined) this.#limit(job, job.created + maxWait * 1000, 'MaxWaitTimeExceeded');
    this.#after(plan.startup ?? DEFAULT_STARTUP, job, () => this.#start(job, plan, files, maxRuntime * 1000));
    return { TrainingJobArn: arn };
  }

  async #start(job: TrainingJob, plan: JobPlan, files: RoleFiles, maxRuntime: number): Promise<void> {
    if (plan.failsToStart !== undefined) return this.#end(job, 'Failed', 'Failed', plan.failsToStart);
    const { now } = this.#account.clock;
    job.started = now;
    job.enter('Downloading', now, 'Downloading input data');
    const waits = (plan.interruptions ?? []).reduce((sum, { wait }) => sum + wait, 0);
    this.#limit(job, now + maxRuntime + waits, 'MaxRuntimeExceeded');
    let input: TrainingFile[];
    try {
      input = await download(job, files);
    } catch (error) {
      if (!(error instanceof AwsError || error instanceof SyntaxError)) throw error;
      return this.#end(job, 'Failed', 'Failed', `ClientError: Data download failed:${error.message}`);
    }
    const outcome = await this.trainer(job, input);
    this.#work(job, plan, plan.interruptions ?? [], () => this.#finish(job, plan, files, outcome));
  }

  /** Works until the next interruption, waits, and begins again; the last time to the end. */
  #work(
    job: TrainingJob,
    plan: JobPlan,
    interruptions: NonNullable<JobPlan['interruptions']>,
    finish: () => Promise<void>,
  ) {
    const [next, ...others] = interruptions;
    job.enter('Training', this.#account.clock.now, 'Training image download completed. Training in progress.');
    if (next === undefined) return this.#after(plan.duration ?? DEFAULT_DURATION, job, finish);
    this.#after(next.after, job, async () => {
      job.enter('Interrupted', this.#account.clock.now, 'Spot capacity was taken away');
      this.#after(next.wait, job, async () => this.#work(job, plan, others, finish));
    });
  }

  async #finish(job: TrainingJob, plan: JobPlan, files: RoleFiles, outcome: Uint8Array | JobFailure): Promise<void> {
    if (isFailure(outcome)) return this.#end(job, 'Failed', 'Failed', `AlgorithmError: ${outcome.failure}`);
    if (plan.fails !== undefined) return this.#end(job, 'Failed', 'Failed', plan.fails);
    job.enter('Uploading', this.#account.clock.now, 'Uploading generated training model');
    const place = below(parseS3Uri(job.input.OutputDataConfig.S3OutputPath), `${job.name}/output/model.tar.gz`);
    try {
      await files.putOutput(place, outcome, job.input.OutputDataConfig.KmsKeyId);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return this.#end(job, 'Failed', 'Failed', `ClientError: Artifact upload failed:${error.message}`);
    }
    job.model = place;
    return this.#end(job, 'Completed', 'Completed');
  }

  #stop(job: TrainingJob): Record<string, unknown> {
    if (job.status !== 'InProgress')
      throw invalid(`The request was rejected because the training job is in status ${job.status}.`);
    job.status = 'Stopping';
    job.enter('Stopping', this.#account.clock.now, 'Stopping the training job');
    this.#account.clock.at(this.#account.clock.now + GRACE, () => this.#end(job, 'Stopped', 'Stopped'));
    return {};
  }

  #list(given: unknown, principal: Principal): Record<string, unknown> {
    const wanted = readInput('ListTrainingJobs', LIST_TRAINING_JOBS, given);
    this.#account.permissions.check(principal, 'ListTrainingJobs', ['*']);
    const { NameContains: part = '', StatusEquals: status = '', SortBy: by } = wanted;
    const found = this.jobs.filter((job) => job.name.includes(part) && job.status.startsWith(status));
    const key = {
      Name: (job: TrainingJob) => job.name,
      Status: (job: TrainingJob) => job.status,
      CreationTime: () => '',
    };
    const { items, more } = pageOf(sortedBy(found, key[by]), wanted);
    return { TrainingJobSummaries: items.map((job) => job.summary()), ...more };
  }

  #limit(job: TrainingJob, time: number, secondaryStatus: string): void {
    this.#after(time - this.#account.clock.now, job, () => this.#end(job, 'Stopped', secondaryStatus));
  }

  /** Runs `run` unless the job has been stopped or has ended by then. */
  #after(wait: number, job: TrainingJob, run: () => Promise<void>): void {
    const { clock } = this.#account;
    clock.at(clock.now + wait, async () => {
      if (job.status === 'InProgress') await run();
    });
  }

  async #end(job: TrainingJob, status: 'Completed' | 'Failed' | 'Stopped', secondary: string, reason?: string) {
    job.end(status, secondary, this.#account.clock.now, reason);
    await this.#endings.end(job.name);
  }

  #find(action: string, given: unknown, principal: Principal): TrainingJob {
    const { TrainingJobName: name } = readInput(action, TRAINING_JOB, given);
    this.#account.permissions.check(principal, action, [this.#account.arn('training-job', name)]);
    return this.#get(name);
  }

  #get(name: string): TrainingJob {
    const job = this.#jobs.get(name);
    if (job === undefined) throw invalid('Requested resource not found.');
    return job;
  }
}

async function download({ input }: TrainingJob, files: RoleFiles): Promise<TrainingFile[]> {
  const read: TrainingFile[] = [];
  for (const { ChannelName: channel, DataSource } of input.InputDataConfig) {
    const { S3DataType: type, S3Uri: uri } = DataSource.S3DataSource;
    const found = type === 'ManifestFile' ? await files.manifest(uri) : files.list(uri);
    for (const { bucket, key, path } of found) read.push({ channel, path, bytes: await files.get({ bucket, key }) });
  }
  return read;
}

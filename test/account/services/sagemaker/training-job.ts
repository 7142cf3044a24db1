import { output, seconds } from './account.ts';
import { formatS3Uri, type S3Place } from './s3-uri.ts';
import type { TrainingInput } from './training-input.ts';

export type JobStatus = 'InProgress' | 'Completed' | 'Failed' | 'Stopping' | 'Stopped';

interface Transition {
  readonly Status: string;
  readonly StartTime: number | undefined;
  EndTime?: number | undefined;
  StatusMessage: string;
}

/** One training job: its request and how far it is. Times are UTC milliseconds. */
export class TrainingJob {
  readonly input: TrainingInput;
  readonly arn: string;
  readonly created: number;
  status: JobStatus = 'InProgress';
  started: number | undefined;
  ended: number | undefined;
  model: S3Place | undefined;
  failureReason: string | undefined;
  #modified: number;
  readonly #transitions: Transition[] = [];

  constructor(input: TrainingInput, arn: string, now: number) {
    this.input = input;
    this.arn = arn;
    this.created = now;
    this.#modified = now;
    this.enter('Starting', now, 'Starting the training job');
  }

  get name(): string {
    return this.input.TrainingJobName;
  }

  get isOver(): boolean {
    return this.ended !== undefined;
  }

  get secondaryStatus(): string {
    return this.#transitions.at(-1)!.Status;
  }

  enter(secondaryStatus: string, now: number, message: string): void {
    const last = this.#transitions.at(-1);
    if (last) last.EndTime = seconds(now);
    this.#transitions.push({ Status: secondaryStatus, StartTime: seconds(now), StatusMessage: message });
    this.#modified = now;
  }

  end(status: JobStatus, secondaryStatus: string, now: number, failureReason?: string): void {
    this.status = status;
    this.ended = now;
    this.failureReason = failureReason;
    this.enter(secondaryStatus, now, failureReason ?? `Training job ${status.toLowerCase()}`);
    this.#transitions.at(-1)!.EndTime = seconds(now);
  }

  describe(): Record<string, unknown> {
    const { Tags: _, ...request } = this.input;
    const training =
      this.started === undefined || this.ended === undefined ? undefined : seconds(this.ended - this.started);
    return output({
      ...request,
      TrainingJobArn: this.arn,
      TrainingJobStatus: this.status,
      SecondaryStatus: this.secondaryStatus,
      SecondaryStatusTransitions: this.#transitions.map((transition) => ({ ...transition })),
      FailureReason: this.failureReason,
      ModelArtifacts: this.model && { S3ModelArtifacts: formatS3Uri(this.model) },
      CreationTime: seconds(this.created),
      TrainingStartTime: seconds(this.started),
      TrainingEndTime: seconds(this.ended),
      LastModifiedTime: seconds(this.#modified),
      TrainingTimeInSeconds: training,
      BillableTimeInSeconds: training,
    });
  }

  summary(): Record<string, unknown> {
    return output({
      TrainingJobName: this.name,
      TrainingJobArn: this.arn,
      TrainingJobStatus: this.status,
      SecondaryStatus: this.secondaryStatus,
      CreationTime: seconds(this.created),
      TrainingEndTime: seconds(this.ended),
      LastModifiedTime: seconds(this.#modified),
    });
  }
}

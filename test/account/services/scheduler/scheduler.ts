import { randomUUID } from 'node:crypto';
import { AwsError, UnsupportedError } from '../../aws-error.ts';
import type { VirtualClock } from '../../clock.ts';
import type { Access } from '../../iam/access.ts';
import type { Stack } from '../../template/stack.ts';
import type { Metrics } from '../cloudwatch/metrics.ts';
import type { Lambda } from '../lambda/lambda.ts';
import type { Sqs } from '../sqs/sqs.ts';
import { type Firing, inputOf, readSchedule, type Schedule } from './schedule.ts';

/** Errors of a target that may pass; others, such as a missing permission, are not tried again. */
const TRANSIENT = new Set(['TooManyRequestsException', 'ServiceException']);
const FIRST_RETRY = 60_000;
const LONGEST_WAIT = 3_600_000;

/** A firing that reached no target. */
export interface DroppedFiring {
  readonly schedule: string;
  /** UTC milliseconds. */
  readonly scheduledTime: number;
  readonly error: AwsError;
}

/**
 * The schedules of the stack on the virtual clock. A firing hands the event to the function's queue; what the function
 * does with it is the function's own affair, as with EventBridge Scheduler.
 */
export class Scheduler {
  readonly dropped: DroppedFiring[] = [];
  readonly #clock: VirtualClock;
  readonly #access: Access;
  readonly #lambda: Lambda;
  readonly #sqs: Sqs;
  readonly #metrics: Metrics;
  readonly #schedules = new Map<string, Schedule>();
  readonly #paused = new Set<string>();

  constructor(stack: Stack, clock: VirtualClock, access: Access, lambda: Lambda, sqs: Sqs, metrics: Metrics) {
    this.#clock = clock;
    this.#access = access;
    this.#lambda = lambda;
    this.#sqs = sqs;
    this.#metrics = metrics;
    for (const resource of stack.resources('AWS::Scheduler::Schedule')) {
      const schedule = readSchedule(resource, clock.now);
      if (!schedule.targetArn.includes(':lambda:'))
        throw new UnsupportedError(
          `${resource.id}: the test account schedules functions only, not ${schedule.targetArn}`,
        );
      this.#schedules.set(schedule.name, schedule);
      if (schedule.enabled) this.#plan(schedule, schedule.firesAfter);
    }
  }

  get names(): string[] {
    return [...this.#schedules.keys()];
  }

  /** Fires a schedule now, in the name of `scheduledTime`: a firing that came twice, or late. */
  async fire(name: string, scheduledTime: number = this.#clock.now): Promise<void> {
    const schedule = this.#schedules.get(name);
    if (schedule === undefined) throw new Error(`there is no schedule ${name}: ${this.names.join(', ')}`);
    await this.#attempt({ schedule, scheduledTime, executionId: randomUUID(), attempt: 1 });
  }

  /** Leaves out what a schedule should fire, as when it is disabled, or fires again. @throws Error when there is no such schedule */
  pause(name: string, isPaused = true): void {
    if (!this.#schedules.has(name)) throw new Error(`there is no schedule ${name}: ${this.names.join(', ')}`);
    if (isPaused) this.#paused.add(name);
    else this.#paused.delete(name);
  }

  /** The middle of a flexible window stands for its any moment. */
  #plan(schedule: Schedule, after: number): void {
    const scheduledTime = schedule.next(after);
    if (scheduledTime === undefined) return;
    this.#clock.at(scheduledTime + schedule.flexibleWindow / 2, async () => {
      this.#plan(schedule, scheduledTime);
      if (this.#paused.has(schedule.name)) return;
      await this.#attempt({ schedule, scheduledTime, executionId: randomUUID(), attempt: 1 });
    });
  }

  async #attempt(firing: Firing): Promise<void> {
    const { schedule, attempt, scheduledTime } = firing;
    this.#count('InvocationAttemptCount', schedule);
    try {
      const { principal } = this.#assume(schedule);
      await this.#lambda.invokeAsync(principal, schedule.targetArn, inputOf(firing));
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      this.#count('TargetErrorCount', schedule);
      const wait = Math.min(FIRST_RETRY * 2 ** (attempt - 1), LONGEST_WAIT);
      const next = this.#clock.now + wait;
      const exhausted =
        attempt > schedule.maxRetries
          ? 'MaximumRetryAttempts'
          : next - scheduledTime > schedule.maxEventAge
            ? 'MaximumEventAgeInSeconds'
            : undefined;
      if (TRANSIENT.has(error.code) && exhausted === undefined)
        this.#clock.at(next, () => this.#attempt({ ...firing, attempt: attempt + 1 }));
      else this.#drop(firing, error, exhausted);
    }
  }

  #drop(firing: Firing, error: AwsError, exhausted: string | undefined): void {
    const { schedule, scheduledTime, executionId, attempt } = firing;
    this.#count('InvocationDroppedCount', schedule);
    this.dropped.push({ schedule: schedule.name, scheduledTime, error });
    if (schedule.deadLetterArn === undefined) return;
    const attributes = new Map([
      ['ERROR_CODE', error.code],
      ['ERROR_MESSAGE', error.message],
      ['EXECUTION_ID', executionId],
      ['RETRY_ATTEMPTS', String(attempt - 1)],
      ['SCHEDULED_TIME', new Date(scheduledTime).toISOString()],
      ['SCHEDULE_ARN', schedule.arn],
      ['TARGET_ARN', schedule.targetArn],
    ]);
    if (exhausted !== undefined) attributes.set('EXHAUSTED_RETRY_CONDITION', exhausted);
    try {
      this.#sqs.send(this.#assume(schedule).principal, schedule.deadLetterArn, inputOf(firing), attributes);
      this.#count('InvocationsSentToDeadLetterCount', schedule);
    } catch (refused) {
      if (!(refused instanceof AwsError)) throw refused;
      this.#count('InvocationsFailedToBeSentToDeadLetterCount', schedule);
    }
  }

  #assume({ roleArn, arn, group }: Schedule) {
    // The user guide's trust policy names the group; the schedule itself is named by some.
    const groupArn = arn.replace(/:schedule\/.*/, `:schedule-group/${group}`);
    return this.#access.assumeRole(roleArn, 'scheduler.amazonaws.com', new Map([['aws:sourcearn', [groupArn]]]));
  }

  #count(name: string, { group }: Schedule): void {
    for (const dimensions of [[], [['ScheduleGroup', group]]] as [string, string][][])
      this.#metrics.addValue({ namespace: 'AWS/Scheduler', name, dimensions }, 1, this.#clock.now, 'Count');
  }
}

import { UnsupportedError } from '../../aws-error.ts';
import type { Resource } from '../../template/stack.ts';
import { type Occurrences, parseExpression } from './expression.ts';

/** A schedule of the template. */
export interface Schedule {
  readonly name: string;
  readonly arn: string;
  readonly group: string;
  readonly enabled: boolean;
  readonly next: Occurrences;
  /** The first occurrence comes after it: a rate fires at once. */
  readonly firesAfter: number;
  /** Length of the flexible window, milliseconds. */
  readonly flexibleWindow: number;
  readonly targetArn: string;
  readonly roleArn: string;
  readonly input: string;
  readonly maxRetries: number;
  /** Milliseconds. */
  readonly maxEventAge: number;
  readonly deadLetterArn: string | undefined;
}

/** What EventBridge Scheduler does when a schedule says nothing. */
const DEFAULT_RETRIES = 185;
const DEFAULT_EVENT_AGE = 86_400;

/** @throws RangeError, UnsupportedError */
export function readSchedule({ id, ref, arn, properties }: Resource, start: number): Schedule {
  const { Target: target, FlexibleTimeWindow: flexible } = properties;
  if (properties.StartDate !== undefined || properties.EndDate !== undefined)
    throw new UnsupportedError(`${id}: the test account knows no start and end dates of schedules`);
  return {
    name: ref,
    arn,
    group: properties.GroupName ?? 'default',
    enabled: properties.State !== 'DISABLED',
    next: parseExpression(properties.ScheduleExpression, properties.ScheduleExpressionTimezone ?? 'UTC', start),
    firesAfter: properties.ScheduleExpression.startsWith('rate(') ? start - 1 : start,
    flexibleWindow: flexible.Mode === 'FLEXIBLE' ? flexible.MaximumWindowInMinutes * 60_000 : 0,
    targetArn: target.Arn,
    roleArn: target.RoleArn,
    input: target.Input ?? '{}',
    maxRetries: target.RetryPolicy?.MaximumRetryAttempts ?? DEFAULT_RETRIES,
    maxEventAge: (target.RetryPolicy?.MaximumEventAgeInSeconds ?? DEFAULT_EVENT_AGE) * 1000,
    deadLetterArn: target.DeadLetterConfig?.Arn,
  };
}

/** One firing of a schedule, with its attempts so far. */
export interface Firing {
  readonly schedule: Schedule;
  /** The time the schedule names, UTC milliseconds; attempts may come later. */
  readonly scheduledTime: number;
  readonly executionId: string;
  readonly attempt: number;
}

/** The target's input with Scheduler's context attributes filled in. */
export function inputOf({ schedule, scheduledTime, executionId, attempt }: Firing): string {
  const attributes = new Map([
    ['schedule-arn', schedule.arn],
    ['scheduled-time', new Date(scheduledTime).toISOString().replace('.000Z', 'Z')],
    ['execution-id', executionId],
    ['attempt-number', String(attempt)],
  ]);
  return schedule.input.replace(/<aws\.scheduler\.([a-z-]+)>/g, (text, name: string) => attributes.get(name) ?? text);
}

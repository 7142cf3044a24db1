import { Duration, Stack } from 'aws-cdk-lib';
import { type IRole, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IScheduleTarget, ScheduleTargetConfig, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { allow } from './allow.ts';
import type { DeadLetters } from './dead-letters.ts';
import { allowKey } from './encryption-key.ts';

/** How often and how long a schedule retries to start a function. */
const MAX_RETRIES = 10;
const MAX_AGE = Duration.hours(2);

/** The role with which all schedules start the functions, but no versions of them. */
export class ScheduleRole extends Construct {
  readonly role: Role;

  /** @param deadLetters Take events that started no run. @default - they are dropped */
  constructor(scope: Construct, id: string, functions: readonly IFunction[], deadLetters?: DeadLetters) {
    super(scope, id);
    const stack = Stack.of(this);
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': stack.account },
          // Scheduler names the group of a schedule. Those of monitors are in the account's default group.
          ArnEquals: {
            'aws:SourceArn': stack.formatArn({
              service: 'scheduler',
              resource: 'schedule-group',
              resourceName: 'default',
            }),
          },
        },
      }),
    });
    allow(
      this.role,
      ['lambda:InvokeFunction'],
      functions.map(({ functionArn }) => functionArn),
    );
    if (deadLetters === undefined) return;
    allow(this.role, ['sqs:SendMessage'], [deadLetters.queue.queueArn]);
    allowKey(this.role, deadLetters.key, ['sqs']);
  }
}

/**
 * Starts a function, with bounded retries. The CDK's own target would also let the schedule start every version of the function.
 */
export class FunctionTarget implements IScheduleTarget {
  readonly #config: ScheduleTargetConfig;

  /** @param deadLetters Takes events that started no run. @default - they are dropped */
  constructor(target: IFunction, role: IRole, input: ScheduleTargetInput, deadLetters?: IQueue) {
    this.#config = {
      arn: target.functionArn,
      role,
      input,
      retryPolicy: { maximumRetryAttempts: MAX_RETRIES, maximumEventAgeInSeconds: MAX_AGE.toSeconds() },
      ...(deadLetters && { deadLetterConfig: { arn: deadLetters.queueArn } }),
    };
  }

  bind(): ScheduleTargetConfig {
    return this.#config;
  }
}

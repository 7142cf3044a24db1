import { type Duration, TimeZone } from 'aws-cdk-lib';
import {
  ContextAttribute,
  Schedule,
  ScheduleExpression,
  ScheduleTargetInput,
  TimeWindow,
} from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';
import type { CheckKind } from '../lambdas/core/decision/state.ts';
import type { Monitor } from '../lambdas/core/monitor/monitor.ts';
import { FunctionTarget } from './function-target.ts';
import type { MonitoringPlatform } from './monitoring-platform.ts';

/** A check that a monitor file schedules, with its EventBridge expression. */
export interface ScheduledCheck {
  readonly kind: CheckKind;
  readonly expression: string;
}

/** The checks that a monitor file schedules. Accuracy needs labels. */
export function scheduledChecks({ schedule, labels }: Monitor): ScheduledCheck[] {
  const wanted = [
    { kind: 'drift' as const, expression: schedule.drift },
    { kind: 'accuracy' as const, expression: labels === null ? null : schedule.accuracy },
  ];
  return wanted.filter((check): check is ScheduledCheck => check.expression !== null);
}

/** What the schedule of a check belongs to. */
export interface CheckScheduleProps {
  readonly monitor: Monitor;
  readonly platform: MonitoringPlatform;
  /** A run starts within this time after its schedule is due. */
  readonly flexibleWindow: Duration;
  /** The monitor's dashboard, which alerts link to. */
  readonly dashboardName: string | undefined;
}

/** The schedule that runs a check. */
export function checkSchedule(
  scope: Construct,
  { kind, expression }: ScheduledCheck,
  { monitor, platform, flexibleWindow, dashboardName }: CheckScheduleProps,
): Schedule {
  const { functions, scheduleRole, deadLetters } = platform;
  const input = ScheduleTargetInput.fromObject({
    monitor: monitor.name,
    kind,
    // A run that starts late or is repeated checks the window of its scheduled time.
    scheduledTime: ContextAttribute.scheduledTime,
    dashboard: dashboardName,
  });
  return new Schedule(scope, kind === 'drift' ? 'DriftSchedule' : 'AccuracySchedule', {
    description: `Driftwarden: ${kind} of ${monitor.name}`,
    schedule: ScheduleExpression.expression(expression, TimeZone.of(monitor.schedule.timeZone)),
    timeWindow: TimeWindow.flexible(flexibleWindow),
    target: new FunctionTarget(functions[kind], scheduleRole, input, deadLetters.queue),
  });
}

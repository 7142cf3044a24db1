import { type Duration, TimeZone } from 'aws-cdk-lib';
import {
  ContextAttribute,
  Schedule,
  ScheduleExpression,
  ScheduleTargetInput,
  TimeWindow,
} from 'aws-cdk-lib/aws-scheduler';
import type { Construct } from 'constructs';
import type { Monitor } from '../lambdas/core/monitor/monitor.ts';
import type { ScheduledCheck } from '../lambdas/core/monitor/scheduled-checks.ts';
import { FunctionTarget } from './function-target.ts';
import type { MonitoringPlatform } from './monitoring-platform.ts';

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

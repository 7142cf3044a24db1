import { onTestFinished } from 'vitest';
import type { MonitorDefinition } from '../../../lib/monitor-definition.ts';
import type { TestAccount } from '../../account/account.ts';
import type { AlarmState } from '../../account/services/cloudwatch/alarm.ts';
import { parcelMonitor } from '../../core/stories/parcels.ts';
import { define } from '../definitions.ts';
import { type DeployedOptions, Deployment, type Files, type Synthesized } from './deployment.ts';
import { DATA, parcelFiles } from './parcels.ts';

/** Thursday, 1 February 2001, winter in New York. */
const NOON = Date.UTC(2001, 1, 1, 12);
export const ONCALL = 'oncall@example.com';

/** `2001-02-01T13:00` in UTC. */
export const at = (time: string): number => Date.parse(`${time}:00Z`);

/** A monitor without traffic, which expects none: its checks run and find nothing. */
export function quiet(name: string, schedule: string, email = ONCALL): MonitorDefinition {
  const text = parcelMonitor({
    capture: `{ uri: s3://${DATA}/captures, features: [weight, distance, depot], prediction: { score: 0 }, expectData: false }`,
    // Two weeks have hundreds of windows of an hour, which an accuracy check reads at once.
    labels: `{ uri: s3://${DATA}/labels, lag: PT1H, maxAge: PT6H }`,
    baseline: `{ uri: s3://${DATA}/training.csv, label: late, score: p }`,
    schedule,
    alerts: `{ email: [${email}] }`,
  });
  return define(text, name);
}

/** Checked twenty minutes after every hour. */
export const HOURLY = quiet('hourly', '{ drift: cron(20 * * * ? *), accuracy: off, window: PT1H }');
export const WEEKLY = quiet('weekly', '{ drift: cron(0 6 ? * MON *), accuracy: off, window: P7D }');

let files: Files | undefined;

interface WatchedOptions extends Pick<DeployedOptions, 'inert'> {
  readonly now?: number;
  /** The state bucket of an earlier deployment. */
  readonly stored?: Files;
}

/** A deployment whose watchdog looks, with baselines. Those of nested stacks have no functions here, and none. Ends with the test. */
export class Watched {
  readonly deployment: Deployment;
  readonly account: TestAccount;

  private constructor(deployment: Deployment) {
    this.deployment = deployment;
    this.account = deployment.account;
  }

  static async open(synthesized: Synthesized, { now = NOON, stored, ...rest }: WatchedOptions = {}): Promise<Watched> {
    const deployment = await Deployment.start(synthesized, { now, watchdog: true, ...rest });
    onTestFinished(() => deployment.account.stop());
    files ??= parcelFiles([]);
    deployment.account.s3.createBucket(DATA);
    deployment.upload(DATA, files);
    if (stored !== undefined) deployment.restore(stored);
    const { platforms, monitors } = deployment.stack;
    if (platforms.length === 1) for (const { monitor } of monitors) await deployment.buildBaseline(monitor.name);
    return new Watched(deployment);
  }

  /** Stops the schedule of a check, or lets it go on. */
  pause(monitor: string, isPaused = true, kind: 'drift' | 'accuracy' = 'drift'): void {
    const { schedules } = this.deployment.stack.monitors.find((model) => model.monitor.name === monitor)!;
    this.account.scheduler.pause(this.account.nameOf(this.deployment.idOf(schedules[kind]!)), isPaused);
  }

  /** Stops the schedule of the watchdog, or lets it go on. */
  pauseWatchdog(isPaused = true): void {
    const { schedule } = this.deployment.stack.shared.watchdog;
    this.account.scheduler.pause(this.account.nameOf(this.deployment.idOf(schedule)), isPaused);
  }

  /** Leaves a state that no version can read. */
  breakState(monitor: string): void {
    this.account.s3.put(this.deployment.stateBucket, `${monitor}/state.json`, '{');
  }

  /** Subjects of the alerts, without those of alarms. */
  get subjects(): string[] {
    return this.deployment.alerts().map(({ subject }) => subject);
  }

  /** `ALARM` or `OK` for each message of an alarm. */
  get alarmMails(): string[] {
    return this.deployment.alarmMails().map(({ subject }) => subject.split(':')[0]);
  }

  get alarmName(): string {
    return this.account.nameOf(this.deployment.idOf(this.deployment.stack.shared.watchdog.alarm));
  }

  get alarm(): AlarmState {
    return this.account.alarms.state(this.alarmName);
  }

  /** Physical name of the watchdog's function. */
  get functionName(): string {
    return this.account.nameOf(this.deployment.idOf(this.deployment.stack.shared.watchdog.function));
  }

  /** The values of the metric so far. */
  get hoursOverdue(): number[] {
    const [series] = this.account.metrics({ name: 'HoursOverdue' });
    return (series?.samples ?? []).map(({ sum }) => Math.round(100 * sum) / 100);
  }

  /** The checks that the watchdog knows. */
  get knownChecks(): string[] {
    return Object.keys(JSON.parse(this.account.s3.text(this.deployment.stateBucket, 'watchdog.json')!).checks);
  }
}

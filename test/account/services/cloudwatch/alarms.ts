import { AwsError, UnsupportedError } from '../../aws-error.ts';
import type { TimedSource } from '../../clock.ts';
import type { Principal } from '../../iam/evaluate.ts';
import type { Stack } from '../../template/stack.ts';
import type { Sns } from '../sns/sns.ts';
import { type Alarm, type AlarmState, evaluateAlarm, readAlarm } from './alarm.ts';
import type { Metrics } from './metrics.ts';

/** A change of an alarm's state. */
export interface AlarmChange {
  readonly alarm: string;
  readonly from: AlarmState;
  readonly to: AlarmState;
  /** UTC milliseconds. */
  readonly time: number;
}

/** An action that an alarm has taken, as its history says. */
export interface AlarmAction {
  readonly alarm: string;
  /** UTC milliseconds. */
  readonly time: number;
  readonly summary: string;
}

/** Alarms are evaluated once a minute. */
const TICK = 60_000;
/** Before the first evaluation, and before that of a new alarm. */
const NEVER = { version: -1, time: Number.NEGATIVE_INFINITY };
const CLOUDWATCH_SERVICE: Principal = { kind: 'service', name: 'cloudwatch.amazonaws.com' };

/**
 * The alarms of the stack, and those that were made since. Between two minutes at which a point enters or leaves one of an alarm's periods its state
 * cannot change, so only these are evaluated, however long the clock is advanced.
 */
export class Alarms implements TimedSource {
  readonly changes: AlarmChange[] = [];
  /** Actions that were refused: only the alarm's history has them. */
  readonly failedActions: { readonly alarm: string; readonly action: string; readonly error: AwsError }[] = [];
  /** What {@link failedActions} and all others say of themselves. */
  readonly history: AlarmAction[] = [];
  readonly #metrics: Metrics;
  readonly #sns: Sns;
  readonly #place: Stack['place'];
  readonly #alarms = new Map<string, Alarm>();
  readonly #states = new Map<string, AlarmState>();
  #evaluated = NEVER;

  constructor(stack: Stack, metrics: Metrics, sns: Sns) {
    this.#metrics = metrics;
    this.#sns = sns;
    this.#place = stack.place;
    for (const resource of stack.resources('AWS::CloudWatch::Alarm')) this.put(readAlarm(resource));
  }

  /** Makes an alarm, or another of one with the same name, whose state stays until it is evaluated, and whose tags stay. */
  put(alarm: Alarm): void {
    this.#alarms.set(alarm.name, { ...alarm, tags: this.#alarms.get(alarm.name)?.tags ?? alarm.tags });
    if (!this.#states.has(alarm.name)) this.#states.set(alarm.name, 'INSUFFICIENT_DATA');
    this.#evaluated = NEVER;
  }

  delete(name: string): void {
    this.#alarms.delete(name);
    this.#states.delete(name);
  }

  /** What a permission for all alarms of the account names. */
  get allArn(): string {
    const { account, region } = this.#place;
    return `arn:aws:cloudwatch:${region}:${account}:alarm:*`;
  }

  /** @throws Error when there is no such alarm */
  state(name: string): AlarmState {
    const state = this.#states.get(name);
    if (state === undefined) throw new Error(`there is no alarm ${name}: ${[...this.#states.keys()].join(', ')}`);
    return state;
  }

  states(): ReadonlyMap<string, AlarmState> {
    return this.#states;
  }

  nextTime(now: number): number | undefined {
    if (this.#alarms.size === 0) return undefined;
    if (this.#evaluated.version !== this.#metrics.version) return tickAfter(now);
    let next: number | undefined;
    for (const alarm of this.#alarms.values()) {
      const time = nextChange(alarm, this.#metrics, this.#evaluated.time);
      if (time !== undefined && (next === undefined || time < next)) next = time;
    }
    return next;
  }

  async run(now: number): Promise<void> {
    this.#evaluated = { version: this.#metrics.version, time: now };
    for (const alarm of this.#alarms.values()) {
      const from = this.#states.get(alarm.name)!;
      const to = evaluateAlarm(alarm, this.#metrics, now, from);
      this.#change(alarm, to, `Threshold Crossed: ${alarm.comparison} ${alarm.threshold}`, now);
    }
  }

  /** Alarms whose names begin with a prefix. */
  list(prefix: string): Alarm[] {
    return [...this.#alarms.values()].filter(({ name }) => name.startsWith(prefix));
  }

  /** Changes a state by hand, until the alarm is evaluated again. @throws AwsError ResourceNotFound */
  set(name: string, state: AlarmState, reason: string, now: number): void {
    const alarm = [...this.#alarms.values()].find((each) => each.name === name);
    if (alarm === undefined) throw new AwsError('ResourceNotFound', `there is no alarm ${name}`, 404);
    this.#change(alarm, state, reason, now);
  }

  /** Only a change of the state sends messages. */
  #change(alarm: Alarm, to: AlarmState, reason: string, now: number): void {
    const from = this.#states.get(alarm.name)!;
    if (to === from) return;
    this.#states.set(alarm.name, to);
    this.changes.push({ alarm: alarm.name, from, to, time: now });
    for (const action of alarm.actions.get(to) ?? []) this.#act(alarm, action, from, to, reason, now);
  }

  #act(alarm: Alarm, action: string, from: AlarmState, to: AlarmState, reason: string, now: number): void {
    if (!action.includes(':sns:'))
      throw new UnsupportedError(`${alarm.name}: the test account takes no alarm action ${action}`);
    const { account, region } = this.#place;
    const message = {
      AlarmName: alarm.name,
      AlarmDescription: alarm.description,
      AWSAccountId: account,
      AlarmArn: alarm.arn,
      NewStateValue: to,
      NewStateReason: reason,
      StateChangeTime: new Date(now).toISOString(),
      Region: region,
      OldStateValue: from,
    };
    const subject = `${to}: "${alarm.name}" in ${region}`.slice(0, 99);
    try {
      const context = new Map([['aws:sourcearn', [alarm.arn]]]);
      this.#sns.publish(CLOUDWATCH_SERVICE, { topicArn: action, message: JSON.stringify(message), subject }, context);
      this.history.push({ alarm: alarm.name, time: now, summary: `Successfully executed action ${action}` });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const summary = `Failed to execute action ${action}. Received error: "${error.message}"`;
      this.history.push({ alarm: alarm.name, time: now, summary });
      this.failedActions.push({ alarm: alarm.name, action, error });
    }
  }
}

/** The first whole minute after `evaluated` at which a point has entered, changed or left one of the alarm's periods. */
function nextChange(
  { metric, period, evaluationPeriods }: Alarm,
  metrics: Metrics,
  evaluated: number,
): number | undefined {
  const samples = metrics.series(metric)?.samples ?? [];
  let next: number | undefined;
  for (let index = samples.length - 1; index >= 0; index--) {
    const { time } = samples[index];
    const border = tickAfter(time) + Math.max(0, Math.floor((evaluated - tickAfter(time)) / period) + 1) * period;
    // From the second border before the oldest period on, a point has gone for good.
    if (border > tickAfter(time) + evaluationPeriods * period) break;
    if (next === undefined || border < next) next = border;
  }
  return next;
}

function tickAfter(time: number): number {
  return Math.floor(time / TICK) * TICK + TICK;
}

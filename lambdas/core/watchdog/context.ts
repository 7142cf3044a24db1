import type { AlertChannel, Links } from '../alerts.ts';
import type { Monitor } from '../monitor/monitor.ts';
import type { MetricSink, ObjectStore } from '../ports.ts';

/** The topic of alerts about models, and that of alarms, which may be the same. */
export const TOPICS = ['alerts', 'operations'] as const;
export type TopicName = (typeof TOPICS)[number];

/** An alarm that changed its state and could not publish that. */
export interface FailedAction {
  readonly alarm: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** CloudWatch's words. */
  readonly reason: string;
}

/** Whether messages reach anybody. */
export interface Deliveries {
  /** The confirmed subscribers of a topic: e-mail addresses, URLs, ARNs. */
  confirmedSubscribers(topic: TopicName): Promise<readonly string[]>;
  /** The alarms that have failed to publish to one of the topics. @param since Milliseconds since the epoch. */
  failedActions(since: number): Promise<readonly FailedAction[]>;
}

/** Command lines in the watchdog's messages. */
export interface WatchdogCommands {
  /**
   * Runs a check.
   *
   * @param window Its name. @default - what is due now
   */
  run(functionName: string, monitor: string, window?: string): string;
  /** Shows what a function has logged. @param since Milliseconds since the epoch. */
  showLog(logGroup: string, since: number): string;
  /** Shows a stored object. */
  show(key: string): string;
}

/** What one look needs from outside. */
export interface WatchContext {
  /** The monitors of the deployment. */
  readonly monitors: {
    readonly names: readonly string[];
    /** Throws when the definition cannot be read. */
    get(name: string): Monitor;
  };
  readonly results: ObjectStore;
  readonly metrics: MetricSink;
  /** Takes alerts about one monitor. */
  readonly alerts: AlertChannel;
  /** Takes alerts about all monitors. */
  readonly operations: AlertChannel;
  readonly deliveries: Deliveries;
  readonly commands: WatchdogCommands;
  /** @param dashboard The dashboard's name. */
  readonly linksTo: (dashboard: string | null) => Links | undefined;
  /** How long a run may take from its due time to its record, milliseconds. */
  readonly grace: number;
  /** Dimensions of the metric, unique to the deployment. */
  readonly dimensions: Readonly<Record<string, string>>;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly runId: string;
}

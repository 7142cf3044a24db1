import type { Context, Handler } from 'aws-lambda';
import type { RunContext } from '../core/context.ts';
import type { Monitor } from '../core/monitor/monitor.ts';
import { toError } from '../core/text/error-message.ts';
import { type RunPlace, recordRun } from '../core/watchdog/runs.ts';
import { type CheckEvent, type FunctionKind, isScheduled, parseEvent } from './event.ts';
import { heartbeat } from './heartbeat.ts';
import type { MonitorDefinitions } from './monitor-definitions.ts';

/** One run of a function: the event, its monitor and the context. */
export interface Run {
  readonly monitor: Monitor;
  readonly event: CheckEvent;
  /** The time that decides the window: the scheduled time, or else now. Milliseconds since the epoch. */
  readonly due: number;
  readonly context: RunContext;
}

/** The result of a run, for the log and the caller. */
export interface RunSummary {
  /**
   * `no-data`: the window has no captured rows; `nothing-due`: no window waits for labels; `nothing-new`: windows wait, but no
   * new labels have arrived; `continued`: another run goes on, because there was no time for all windows, or when the reading machine has
   * read this one.
   */
  readonly outcome: 'done' | 'no-data' | 'nothing-due' | 'nothing-new' | 'continued';
}

/** The structured log that handlers need; a Powertools Logger implements it. */
export interface RunLog {
  /** Removes the keys that earlier runs of the same process appended. */
  resetKeys(): void;
  appendKeys(keys: Record<string, unknown>): void;
  info(message: string, extra: { readonly [key: string]: unknown }): void;
  error(message: string, error: Error): void;
}

export interface Dependencies {
  readonly definitions: Pick<MonitorDefinitions, 'get'>;
  readonly log: RunLog;
  /** This function and its log group, which the watchdog's messages name. */
  readonly place: Omit<RunPlace, 'dashboard'>;
  /** Milliseconds since the epoch. */
  clock(): number;
  context(run: {
    readonly runId: string;
    readonly now: number;
    readonly dashboard: string | undefined;
    readonly timeLeft?: (() => number) | undefined;
  }): RunContext;
}

/** What handlers need of Lambda's context. */
export type LambdaContext = Pick<Context, 'awsRequestId'> & Partial<Pick<Context, 'getRemainingTimeInMillis'>>;

/**
 * Makes a Lambda handler: reads the event, finds the monitor, runs the work, logs, and when all of it is done records the run for the
 * watchdog and publishes the heartbeat. A check of a window by its name is not recorded, because it does not replace the scheduled one. The
 * run's id is the request id, which retries of an asynchronous invocation share. Failures are thrown, so that Lambda retries and
 * then sends the event to the dead-letter queue.
 */
export function makeHandler<T extends RunSummary>(
  kind: FunctionKind,
  work: (run: Run) => Promise<T>,
  { definitions, log, clock, place, context: contextOf }: Dependencies,
): (event: unknown, context: LambdaContext) => Promise<T & { runId: string; monitor: string }> {
  return async (given, lambda) => {
    const { awsRequestId: runId } = lambda;
    log.resetKeys();
    log.appendKeys({ runId, kind });
    try {
      const event = parseEvent(given, kind);
      log.appendKeys({ monitor: event.monitor });
      const monitor = definitions.get(event.monitor);
      const now = clock();
      const due = event.scheduledTime ?? now;
      const timeLeft = lambda.getRemainingTimeInMillis?.bind(lambda);
      // The runs of a machine's retries are one.
      const context = contextOf({ runId: event.handedOver?.run ?? runId, now, dashboard: event.dashboard, timeLeft });
      log.info('started', { due: new Date(due).toISOString(), window: event.window });
      const summary = await work({ monitor, event, due, context });
      const isContinued = summary.outcome === 'continued';
      if (kind !== 'baseline' && isScheduled(event)) {
        const run = { monitor: monitor.name, kind, due, place: { ...place, dashboard: event.dashboard ?? null } };
        await recordRun(context.results, { ...run, isContinued }, clock());
      }
      if (!isContinued) await context.metrics.publish([heartbeat(monitor.name, kind, now)]);
      log.info(summary.outcome, { ...(summary as RunSummary), milliseconds: clock() - now });
      return { runId, monitor: monitor.name, ...summary };
    } catch (error) {
      log.error('failed', toError(error));
      throw error;
    }
  };
}

/** The handler that a function's file exports. */
export type LambdaHandler = Handler<unknown, RunSummary>;

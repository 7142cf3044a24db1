import type { Context, Handler } from 'aws-lambda';
import type { RunContext } from '../core/context.ts';
import type { Monitor } from '../core/monitor/monitor.ts';
import { type CheckEvent, type FunctionKind, parseEvent } from './event.ts';
import { heartbeat } from './heartbeat.ts';
import type { MonitorDefinitions } from './monitor-definitions.ts';

/** One run of a function: the event, its monitor and the context. */
export interface Run {
  readonly monitor: Monitor;
  readonly event: CheckEvent;
  /** The instant that decides the window: when the schedule was due, else now. Milliseconds since the epoch. */
  readonly due: number;
  readonly context: RunContext;
}

/** What a run came to, as the log and the caller see it. */
export interface RunSummary {
  /**
   * `no-data`: there were no captured rows in the window; `nothing-due`: no window waits for labels; `nothing-new`: some do,
   * and nothing has come for them.
   */
  readonly outcome: 'done' | 'no-data' | 'nothing-due' | 'nothing-new';
}

/** Structured logging as this frame needs it; a Powertools Logger fits. */
export interface RunLog {
  /** Replaces what earlier runs of the same process appended. */
  resetKeys(): void;
  appendKeys(keys: Record<string, unknown>): void;
  info(message: string, extra: { readonly [key: string]: unknown }): void;
  error(message: string, error: Error): void;
}

export interface Dependencies {
  readonly definitions: Pick<MonitorDefinitions, 'get'>;
  readonly log: RunLog;
  /** Milliseconds since the epoch. */
  clock(): number;
  context(run: { readonly runId: string; readonly now: number; readonly dashboard: string | undefined }): RunContext;
}

/**
 * Makes a Lambda handler of a piece of work: reads the event, finds the monitor, logs, and publishes the heartbeat when the
 * work is done. The run is named by the request id, which the retries of an asynchronous invocation share. Failures are
 * thrown, so that Lambda retries and the dead letters show them.
 */
export function makeHandler<T extends RunSummary>(
  kind: FunctionKind,
  work: (run: Run) => Promise<T>,
  { definitions, log, clock, context: contextOf }: Dependencies,
): (event: unknown, context: Pick<Context, 'awsRequestId'>) => Promise<T & { runId: string; monitor: string }> {
  return async (given, { awsRequestId: runId }) => {
    log.resetKeys();
    log.appendKeys({ runId, kind });
    try {
      const event = parseEvent(given, kind);
      log.appendKeys({ monitor: event.monitor });
      const monitor = definitions.get(event.monitor);
      const now = clock();
      const due = event.scheduledTime ?? now;
      const context = contextOf({ runId, now, dashboard: event.dashboard });
      log.info('started', { due: new Date(due).toISOString(), window: event.window });
      const summary = await work({ monitor, event, due, context });
      await context.metrics.publish([heartbeat(monitor.name, kind, now)]);
      log.info(summary.outcome, { ...(summary as RunSummary), milliseconds: clock() - now });
      return { runId, monitor: monitor.name, ...summary };
    } catch (error) {
      log.error('failed', error instanceof Error ? error : new Error(String(error)));
      throw error;
    }
  };
}

/** What the files of the functions export. */
export type LambdaHandler = Handler<unknown, RunSummary>;

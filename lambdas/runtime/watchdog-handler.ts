import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { toError } from '../core/text/error-message.ts';
import type { WatchContext } from '../core/watchdog/context.ts';
import { type WatchdogStatus, watchdogStatus } from '../core/watchdog/status.ts';
import { watch } from '../core/watchdog/watch.ts';
import { EventError, problemsOf } from './event.ts';
import type { Dependencies } from './handler.ts';

/** The event of the watchdog: its schedule sends `watch`, a person `status`. */
const watchdogEventSchema = z.strictObject({ operation: z.enum(['watch', 'status']) });
export type WatchdogEvent = z.infer<typeof watchdogEventSchema>;

export interface WatchdogDependencies extends Pick<Dependencies, 'log' | 'clock'> {
  context(run: { readonly runId: string; readonly now: number }): WatchContext;
}

/** The answer to its schedule, for the log. */
export interface LookSummary {
  readonly hoursOverdue: number;
  readonly checks: number;
  /** Such as `churn/drift`. */
  readonly overdue: readonly string[];
  readonly problems: readonly string[];
}

/** Makes the watchdog's handler. Failures are thrown: without its metric the alarm goes off. */
export function makeWatchdogHandler({
  log,
  clock,
  context,
}: WatchdogDependencies): (
  event: unknown,
  context: Pick<Context, 'awsRequestId'>,
) => Promise<LookSummary | WatchdogStatus> {
  return async (given, { awsRequestId: runId }) => {
    log.resetKeys();
    log.appendKeys({ runId, kind: 'watchdog' });
    try {
      const { operation } = parseWatchdogEvent(given);
      log.appendKeys({ operation });
      const now = clock();
      log.info('started', {});
      if (operation === 'status') return await watchdogStatus(context({ runId, now }));
      const { checks, problems, hoursOverdue } = await watch(context({ runId, now }));
      const overdue = checks.filter(({ overdueSince }) => overdueSince !== null);
      const summary = {
        hoursOverdue,
        checks: checks.length,
        overdue: overdue.map(({ check }) => `${check.monitor.name}/${check.kind}`),
        problems: problems.map(({ problem: { monitor, title } }) => `${monitor}: ${title}`),
      };
      log.info('done', { ...summary, milliseconds: clock() - now });
      return summary;
    } catch (error) {
      log.error('failed', toError(error));
      throw error;
    }
  };
}

/** @throws EventError */
function parseWatchdogEvent(event: unknown): WatchdogEvent {
  const parsed = watchdogEventSchema.safeParse(event);
  if (parsed.success) return parsed.data;
  throw new EventError(
    `this is not an event for the watchdog: ${problemsOf(parsed.error)}. Accepted: {"operation": "watch"}, {"operation": "status"}`,
    { cause: parsed.error },
  );
}

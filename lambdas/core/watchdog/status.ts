import * as z from 'zod';
import { nextOccurrence } from '../monitor/occurrences.ts';
import { readScheduleExpression } from '../monitor/schedule-expression.ts';
import { isoTime } from '../text/times.ts';
import type { WatchContext } from './context.ts';
import type { ObservedCheck } from './observe.ts';
import { lookOnly } from './watch.ts';

const time = z.iso.datetime();

/** How the monitors of a deployment stand, as the watchdog sees them. */
export const watchdogStatusSchema = z.object({
  lookedAt: time,
  /** The longest that a check is overdue, or that something else has not worked. */
  hoursOverdue: z.number(),
  checks: z.array(
    z.object({
      monitor: z.string(),
      kind: z.enum(['drift', 'accuracy']),
      /** EventBridge expression and time zone. */
      schedule: z.string(),
      /** null: no run is on record. */
      lastRun: time.nullable(),
      /** null: not known, or never again. */
      nextDue: time.nullable(),
      /** null: no run is overdue. */
      overdueSince: time.nullable(),
    }),
  ),
  problems: z.array(z.object({ monitor: z.string(), since: time, title: z.string(), details: z.array(z.string()) })),
  /** What could not be looked at. */
  failures: z.array(z.object({ monitor: z.string(), message: z.string() })),
});
export type WatchdogStatus = Readonly<z.infer<typeof watchdogStatusSchema>>;

/** Looks at every monitor and says how it stands. Nothing is written or sent. */
export async function watchdogStatus(context: WatchContext): Promise<WatchdogStatus> {
  const { checks, problems, failures, hoursOverdue } = await lookOnly(context);
  return {
    lookedAt: isoTime(context.now),
    hoursOverdue,
    checks: checks.map(({ check, overdueSince }) => ({
      monitor: check.monitor.name,
      kind: check.kind,
      schedule: `${check.expression} ${check.monitor.schedule.timeZone}`,
      lastRun: isoOrNull(check.runs.succeeded.at(-1) ?? null),
      nextDue: isoOrNull(nextDue(check, context.now)),
      overdueSince: isoOrNull(overdueSince),
    })),
    problems: problems.map(({ problem: { monitor, title, details }, since }) => ({
      monitor,
      since: isoTime(since),
      title,
      details: [...details],
    })),
    failures: [...failures].map(([monitor, { message }]) => ({ monitor, message })),
  };
}

function nextDue({ expression, monitor, runs }: ObservedCheck, now: number): number | null {
  const schedule = readScheduleExpression(expression);
  if ('cron' in schedule) return nextOccurrence(schedule.cron, monitor.schedule.timeZone, now);
  const last = runs.succeeded.at(-1);
  return last === undefined ? null : last + schedule.rate;
}

function isoOrNull(instant: number | null): string | null {
  return instant === null ? null : isoTime(instant);
}

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
  hoursOverdue: z.number().describe('The longest that a check is overdue, or that something else has not worked'),
  checks: z.array(
    z.object({
      monitor: z.string(),
      kind: z.enum(['drift', 'accuracy']),
      schedule: z.string().describe('EventBridge expression and time zone'),
      lastRun: time.nullable().describe('null: no run is on record'),
      nextDue: time.nullable().describe('null: not known, or never again'),
      overdueSince: time.nullable().describe('null: no run is overdue'),
    }),
  ),
  problems: z.array(z.object({ monitor: z.string(), since: time, title: z.string(), details: z.array(z.string()) })),
  failures: z.array(z.object({ monitor: z.string(), message: z.string() })).describe('What could not be looked at'),
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

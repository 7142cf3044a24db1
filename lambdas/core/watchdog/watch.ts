import type { Alert } from '../alerts.ts';
import { enqueue, publishOutbox } from '../decision/outbox.ts';
import type { MetricPoint } from '../ports.ts';
import { type Comparison, compare } from './compare.ts';
import type { WatchContext } from './context.ts';
import { type Memory, MemorySession } from './memory.ts';
import { type Observation, observe } from './observe.ts';
import { writeOverview } from './overview.ts';

/** The longest that a check is overdue, or that something else has not worked. 0 while all is well. */
export const HOURS_OVERDUE_METRIC = 'HoursOverdue';

const HOUR = 3_600_000;
/** How far back a first look reads the history of alarms, and how much later items may appear in it. */
const LATE_HISTORY = HOUR;

/** Monitors could not be looked at. The others were. */
export class UnwatchedError extends Error {
  override readonly name = 'UnwatchedError';
  constructor(failures: ReadonlyMap<string, Error>) {
    const said = [...failures]
      .slice(0, 5)
      .map(([name, { message }]) => `${name === '*' ? 'messages' : name}: ${message}`);
    super(`${failures.size} of the monitors could not be looked at: ${said.join('; ')}`, {
      cause: [...failures.values()][0],
    });
  }
}

/** How a deployment stands. */
export interface Watched extends Pick<Comparison, 'checks' | 'problems'> {
  readonly hoursOverdue: number;
}

/**
 * Looks at what should have run, and whether messages reach anybody. Sends an alert when a check becomes overdue or something else
 * stops to work, and another one when it works again, writes the page over all monitors, and publishes the metric `HoursOverdue`.
 *
 * The metric comes last and only if everything could be looked at, every alert could be sent, and the page be written: its absence
 * raises the alarm too.
 *
 * @throws UnwatchedError, DocumentError when its own memory cannot be read
 */
export async function watch(context: WatchContext): Promise<Watched> {
  const { now, runId, metrics } = context;
  const session = new MemorySession(context.results);
  const observation = await observe(context, startOfHistory(await session.current(), now));
  const compared = await session.update((memory) => {
    const comparison = compare(memory, observation, context);
    const state = comparison.alerts.reduce(
      (moved, alert) => enqueue(moved, { id: alert.dedupeKey, alert }, runId, now),
      comparison.memory,
    );
    return { ...comparison, state };
  });
  await publishOutbox(session, { metrics, alerts: { send: (alert) => send(alert, context) } }, runId, now);
  await writeOverview(observation, compared, context);
  if (observation.failures.size > 0) throw new UnwatchedError(observation.failures);
  const watched = standing(compared, now);
  await metrics.publish([hoursOverduePoint(watched.hoursOverdue, context)]);
  return watched;
}

/** How a deployment stands now, for people: nothing is written or sent. */
export async function lookOnly(
  context: WatchContext,
): Promise<Watched & { readonly failures: Observation['failures'] }> {
  const memory = await new MemorySession(context.results).current();
  const observation = await observe(context, context.now);
  return { ...standing(compare(memory, observation, context), context.now), failures: observation.failures };
}

function standing({ checks, problems }: Pick<Comparison, 'checks' | 'problems'>, now: number): Watched {
  const since = [
    ...checks.map(({ overdueSince }) => overdueSince ?? now),
    ...problems.map((problem) => (problem.counts ? problem.since : now)),
  ];
  return { checks, problems, hoursOverdue: (now - Math.min(now, ...since)) / HOUR };
}

function startOfHistory({ lookedAt }: Memory, now: number): number {
  return (lookedAt ?? now) - LATE_HISTORY;
}

function send(alert: Alert, { alerts, operations }: WatchContext): Promise<void> {
  return (alert.monitor === '*' ? operations : alerts).send(alert);
}

function hoursOverduePoint(value: number, { dimensions, now }: WatchContext): MetricPoint {
  return { name: HOURS_OVERDUE_METRIC, value, unit: 'None', dimensions, time: now };
}

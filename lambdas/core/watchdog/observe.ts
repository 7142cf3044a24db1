import { DocumentError } from '../decision/json-document.ts';
import { StateError } from '../decision/state-error.ts';
import { loadState, stateKey } from '../decision/state-store.ts';
import type { Monitor } from '../monitor/monitor.ts';
import { type ScheduledCheck, scheduledChecks } from '../monitor/scheduled-checks.ts';
import type { ObjectStore } from '../ports.ts';
import { type ShownMonitor, shownMonitor } from '../report/shown-monitor.ts';
import { toError } from '../text/error-message.ts';
import type { FailedAction, WatchContext } from './context.ts';
import { findMute } from './mute.ts';
import type { Problem } from './problem.ts';
import { NO_RUNS, type RunRecord, readRuns } from './runs.ts';

/** A check with what is on record of it. */
export interface ObservedCheck extends ScheduledCheck {
  readonly monitor: Monitor;
  readonly runs: RunRecord;
}

/** What one look has found, before it is compared with the last one. */
export interface Observation {
  readonly checks: readonly ObservedCheck[];
  readonly problems: readonly Problem[];
  /** The monitors whose states can be read. */
  readonly shown: readonly ShownMonitor[];
  readonly failedActions: readonly FailedAction[];
  /** What could not be looked at: names of monitors, or `*` for what is about all of them. */
  readonly failures: ReadonlyMap<string, Error>;
}

/** How many monitors are read at the same time. */
const AT_ONCE = 20;

/**
 * Looks at every monitor of a deployment, and at where its messages go. What cannot be read does not hide the rest.
 *
 * @param since Failed actions of alarms before it are not looked at.
 */
export async function observe(context: WatchContext, since: number): Promise<Observation> {
  const { monitors, deliveries } = context;
  const failures = new Map<string, Error>();
  const attempt = async <T>(name: string, look: () => Promise<T>): Promise<T | null> => {
    try {
      return await look();
    } catch (error) {
      failures.set(name, toError(error));
      return null;
    }
  };
  const found: Found[] = [];
  for (let i = 0; i < monitors.names.length; i += AT_ONCE) {
    const some = monitors.names.slice(i, i + AT_ONCE);
    const looks = await Promise.all(some.map((name) => attempt(name, () => observeMonitor(name, context))));
    found.push(...looks.filter((look) => look !== null));
  }
  const watched = found.map(({ monitor }) => monitor);
  const mute = await attempt('*', () => findMute(watched, deliveries));
  const failedActions = await attempt('*', () => deliveries.failedActions(since));
  return {
    checks: found.flatMap(({ checks }) => checks),
    problems: [...found.flatMap(({ problems }) => problems), ...(mute ?? [])],
    shown: found.flatMap(({ shown }) => shown ?? []),
    failedActions: failedActions ?? [],
    failures,
  };
}

interface Found {
  readonly monitor: Monitor;
  readonly checks: readonly ObservedCheck[];
  readonly problems: readonly Problem[];
  readonly shown: ShownMonitor | null;
}

async function observeMonitor(name: string, { monitors, results, now }: WatchContext): Promise<Found> {
  const monitor = monitors.get(name);
  const checks: ObservedCheck[] = [];
  for (const check of scheduledChecks(monitor)) {
    checks.push({ ...check, monitor, runs: await runsOf(results, name, check) });
  }
  return { monitor, checks, ...(await lookAtState(results, monitor, now)) };
}

/** A record that cannot be read is as good as none: the next run that succeeds replaces it. */
async function runsOf(results: ObjectStore, name: string, { kind }: ScheduledCheck): Promise<RunRecord> {
  try {
    return await readRuns(results, name, kind);
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    return NO_RUNS;
  }
}

async function lookAtState(
  results: ObjectStore,
  monitor: Monitor,
  now: number,
): Promise<Pick<Found, 'problems' | 'shown'>> {
  const { name } = monitor;
  try {
    const { state } = await loadState(results, name);
    const hasWorkflow = monitor.retraining?.trainingJob !== undefined;
    return { problems: [], shown: shownMonitor(state, monitor, { now, hasWorkflow }) };
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    const problem = {
      id: `${name}/state`,
      monitor: name,
      grace: 0,
      title: 'state.json cannot be read, so no check can run',
      end: 'state.json can be read again',
      details: [error.message],
      resultKey: stateKey(name),
    };
    return { problems: [problem], shown: null };
  }
}

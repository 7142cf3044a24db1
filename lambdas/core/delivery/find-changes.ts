import { describeOver, isMuted } from '../decision/incident-actions.ts';
import type { MonitorState } from '../decision/state.ts';
import { StateError } from '../decision/state-error.ts';
import { loadState } from '../decision/state-store.ts';
import type { ObjectStore } from '../ports.ts';
import { isoTime } from '../text/times.ts';
import type { Deliveries, OpenProblem } from './document.ts';
import type { DeliveryEvent } from './event.ts';

/** How many monitors are read at the same time. */
const AT_ONCE = 20;

interface Around {
  readonly results: ObjectStore;
  readonly monitors: readonly string[];
  readonly now: number;
}

/**
 * Finds the acknowledgements and ends of open problems in the states of their monitors. A damaged state is passed over, because the
 * watchdog reports it. A state that cannot be read does not keep the others from being read.
 *
 * @returns `failures`: why states could not be read.
 */
export async function findChanges(
  open: Deliveries['open'],
  around: Around,
): Promise<{ readonly events: DeliveryEvent[]; readonly failures: unknown[] }> {
  const deployed = new Set(around.monitors);
  const groups = [...Map.groupBy(Object.entries(open), ([, { monitor }]) => monitor)];
  const events: DeliveryEvent[] = [];
  const failures: unknown[] = [];
  for (let i = 0; i < groups.length; i += AT_ONCE) {
    const some = groups.slice(i, i + AT_ONCE).map(async ([monitor, problems]) => {
      // `*`: the watchdog's problems of the whole deployment.
      if (monitor !== '*' && !deployed.has(monitor))
        return problems.map((problem) => closed(problem, 'the monitor is no longer deployed', around.now));
      if (problems.every(([, { id }]) => id === null)) return [];
      const state = await readState(around.results, monitor, failures);
      return state === null ? [] : problems.flatMap((problem) => changeOf(problem, state, around.now) ?? []);
    });
    events.push(...(await Promise.all(some)).flat());
  }
  return { events, failures };
}

async function readState(results: ObjectStore, monitor: string, failures: unknown[]): Promise<MonitorState | null> {
  try {
    return (await loadState(results, monitor)).state;
  } catch (error) {
    if (!(error instanceof StateError)) failures.push(error);
    return null;
  }
}

function changeOf(problem: [string, OpenProblem], state: MonitorState, now: number): DeliveryEvent | null {
  const { kind, id } = problem[1];
  if (kind === 'incident') return changeOfIncident(problem, state, now);
  if (kind !== 'retraining') return null;
  const run = state.retrainings.find((each) => each.id === id);
  if (run !== undefined && run.end === null) return null;
  return closed(problem, run === undefined ? 'it is no longer on record' : run.message, now);
}

function changeOfIncident(
  problem: [string, OpenProblem],
  { incidents }: MonitorState,
  now: number,
): DeliveryEvent | null {
  const [name, { monitor, id, acknowledgedAt }] = problem;
  const incident = incidents.find((each) => each.id === id);
  if (incident === undefined) return closed(problem, 'it is no longer on record', now);
  if (incident.state !== 'open') return closed(problem, describeOver(incident), now);
  const { acknowledged } = incident;
  if (acknowledged === null || acknowledged.at === acknowledgedAt || !isMuted(incident, now)) return null;
  const { at, by, note, until } = acknowledged;
  return {
    id: `${name}/acknowledged/${isoTime(at)}`,
    action: 'acknowledge',
    problem: name,
    time: at,
    content: {
      type: 'acknowledged',
      monitor,
      incident: incident.id,
      by,
      note,
      until: until === null ? null : isoTime(until),
    },
  };
}

function closed([name, { monitor, id, since }]: [string, OpenProblem], reason: string, now: number): DeliveryEvent {
  return {
    id: `${name}/closed/${isoTime(since)}`,
    action: 'resolve',
    problem: name,
    time: now,
    content: { type: 'closed', monitor, incident: id ?? name.slice(monitor.length + 1), reason },
  };
}

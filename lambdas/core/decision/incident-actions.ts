import type { Acknowledgement, Incident, IncidentMark } from '../result/incident.ts';
import { printable } from '../text/printable.ts';
import type { MonitorState } from './state.ts';

/** The longest names and notes that are kept, in characters. The ARN of a user in the longest path has some 620. */
export const MAX_BY = 640;
export const MAX_NOTE = 500;

/** The named incident does not exist, or the action does not apply to it. The message lists the open incidents. */
export class IncidentError extends Error {
  override readonly name = 'IncidentError';
}

/** Name and note of the person who acts on an incident. */
export interface SignedNote {
  readonly by: string;
  readonly note: string;
}

/** The result of an action. `state` is the same object where nothing changed. */
export interface IncidentChange {
  readonly state: MonitorState;
  readonly incident: Incident;
}

/** Whether reminders of an open incident are held back because a person has acknowledged it. */
export function isMuted({ acknowledged }: Pick<Incident, 'acknowledged'>, now: number): boolean {
  return acknowledged !== null && (acknowledged.until === null || now < acknowledged.until);
}

/**
 * Mutes an open incident until it ends or until a time. Repeating the same acknowledgement changes nothing; a different one
 * replaces it.
 *
 * @param until Milliseconds since the epoch; null: until the incident ends.
 * @throws IncidentError when there is no such incident, when it is over, or when the time has passed
 */
export function acknowledge(
  state: MonitorState,
  id: string,
  { until, ...said }: SignedNote & Pick<Acknowledgement, 'until'>,
  now: number,
): IncidentChange {
  const incident = findIncident(state, id);
  if (incident.state !== 'open') {
    throw new IncidentError(`${id} is ${describeOver(incident)}: there is nothing to mute${describeOpen(state)}`);
  }
  if (until !== null && until <= now) {
    throw new IncidentError(`until ${new Date(until).toISOString()}: that time has passed`);
  }
  const mark = { ...markOf(said, now), until };
  const before = incident.acknowledged;
  if (before !== null && isSame(before, mark) && before.until === until) return { state, incident };
  return replace(state, { ...incident, acknowledged: mark });
}

/**
 * Resolves an open incident. Its windows open no new incident, however often they are checked again; a later window that
 * breaches does. An incident that is over stays as it is.
 *
 * @throws IncidentError when there is no such incident
 */
export function resolve(state: MonitorState, id: string, said: SignedNote, now: number): IncidentChange {
  const incident = findIncident(state, id);
  if (incident.state !== 'open') return { state, incident };
  return replace(state, { ...incident, state: 'resolved', resolved: markOf(said, now) });
}

/** @throws IncidentError that lists the open incidents */
export function findIncident(state: MonitorState, id: string): Incident {
  const found = state.incidents.find((incident) => incident.id === id);
  if (found !== undefined) return found;
  throw new IncidentError(
    `${state.monitor} has no incident ${JSON.stringify(printable(id, 200))}${describeOpen(state)}`,
  );
}

/** How an incident that is not open ended. */
export function describeOver({ state, recoveredWindow, resolved }: Incident): string {
  if (state === 'resolved' && resolved !== null) {
    return `resolved by ${resolved.by}${resolved.newNormal ? ' as the new normal' : ''}`;
  }
  return recoveredWindow === null ? 'over' : `over (closed with window ${recoveredWindow})`;
}

function describeOpen({ incidents }: MonitorState): string {
  const open = incidents.filter(({ state }) => state === 'open').map(({ id }) => id);
  return open.length === 0 ? '; none is open' : `; open: ${open.join(', ')}`;
}

export function markOf({ by, note }: SignedNote, now: number): IncidentMark {
  return { by: printable(by.trim(), MAX_BY), at: now, note: printable(note.trim(), MAX_NOTE) };
}

function isSame(a: IncidentMark, b: IncidentMark): boolean {
  return a.by === b.by && a.note === b.note;
}

function replace(state: MonitorState, incident: Incident): IncidentChange {
  return {
    state: { ...state, incidents: state.incidents.map((other) => (other.id === incident.id ? incident : other)) },
    incident,
  };
}

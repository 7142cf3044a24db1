import type { Acknowledgement, Incident, IncidentMark } from '../result/incident.ts';
import { printable } from '../text/printable.ts';
import type { MonitorState } from './state.ts';

/** Longest name and note that are kept, characters. */
export const MAX_BY = 100;
export const MAX_NOTE = 500;

/** A person named an incident that there is not, or wants what makes no sense for it. The message says what there is. */
export class IncidentError extends Error {
  override readonly name = 'IncidentError';
}

/** What a person says about an incident. */
export interface SignedNote {
  readonly by: string;
  readonly note: string;
}

/** What came of it: the very state it was given where nothing changed. */
export interface IncidentChange {
  readonly state: MonitorState;
  readonly incident: Incident;
}

/** Whether repetitions of an open incident are held back because a person knows about it. */
export function isMuted({ acknowledged }: Pick<Incident, 'acknowledged'>, now: number): boolean {
  return acknowledged !== null && (acknowledged.until === null || now < acknowledged.until);
}

/**
 * Mutes an open incident until it is over or until a time. Saying the same again changes nothing; saying something else
 * replaces what was said.
 *
 * @param until Milliseconds since the epoch; null: until the incident is over.
 * @throws IncidentError for an incident that there is not, that is over, or a time that has passed
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
 * Closes an open incident. Its windows open no other one, however often they are checked again; a later window that
 * breaches does. An incident that is over stays as it is.
 *
 * @throws IncidentError for an incident that there is not
 */
export function resolve(state: MonitorState, id: string, said: SignedNote, now: number): IncidentChange {
  const incident = findIncident(state, id);
  if (incident.state !== 'open') return { state, incident };
  return replace(state, { ...incident, state: 'resolved', resolved: markOf(said, now) });
}

/** @throws IncidentError with the incidents that are open */
export function findIncident(state: MonitorState, id: string): Incident {
  const found = state.incidents.find((incident) => incident.id === id);
  if (found !== undefined) return found;
  throw new IncidentError(
    `${state.monitor} has no incident ${JSON.stringify(printable(id, 200))}${describeOpen(state)}`,
  );
}

/** How an incident that is not open came to its end. */
export function describeOver({ state, recoveredWindow, resolved }: Incident): string {
  if (state === 'resolved' && resolved !== null) {
    return `resolved by ${resolved.by}${resolved.newNormal ? ' as the new normal' : ''}`;
  }
  return recoveredWindow === null ? 'over' : `over since window ${recoveredWindow}`;
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

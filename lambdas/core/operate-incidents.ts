import { acknowledge, describeOver, resolve, type Said } from './decision/incident-marks.ts';
import type { Acknowledgement, Incident } from './decision/state.ts';
import { updateState } from './decision/state-store.ts';
import { describeAcknowledged } from './report/incident-text.ts';
import { printable } from './text/printable.ts';
import type { World } from './world.ts';

/** What people do with incidents: mute one that they know about, close one. */

export interface Answered {
  readonly monitor: string;
  readonly incident: Incident;
  /** What holds now: one printable line. */
  readonly message: string;
}

type Store = Pick<World, 'results' | 'now'>;

/**
 * Mutes an open incident of a monitor: people are told again when it is over, or, while it goes on, after `until`.
 *
 * @throws IncidentError with the incidents that are open, StateError
 */
export async function acknowledgeIncident(
  monitor: string,
  id: string,
  said: Said & Pick<Acknowledgement, 'until'>,
  { results, now }: Store,
): Promise<Answered> {
  const { incident } = await updateState(results, monitor, (state) => acknowledge(state, id, said, now));
  return { monitor, incident, message: printable(`${id}: ${describeAcknowledged(incident.acknowledged!)}`, 800) };
}

/**
 * Closes an incident of a monitor: the next window that breaches opens a new one. One that is over stays as it is.
 *
 * @throws IncidentError with the incidents that are open, StateError
 */
export async function resolveIncident(
  monitor: string,
  id: string,
  said: Said,
  { results, now }: Store,
): Promise<Answered> {
  const { incident } = await updateState(results, monitor, (state) => resolve(state, id, said, now));
  return { monitor, incident, message: printable(`${id} is ${describeOver(incident)}`, 800) };
}

import * as z from 'zod';
import type { RunContext } from '../context.ts';
import { acknowledge, describeOver, findIncident, resolve, type SignedNote } from '../decision/incident-actions.ts';
import { declareNewNormal, findDrift } from '../decision/new-normals.ts';
import { updateState } from '../decision/state-session.ts';
import type { Monitor } from '../monitor/monitor.ts';
import { describeAcknowledged, describeNormals } from '../report/incident-text.ts';
import { type Acknowledgement, incidentSchema } from '../result/incident.ts';
import { listNames } from '../text/name-list.ts';
import { printable } from '../text/printable.ts';
import { driftedColumns } from './drifted-columns.ts';

/** What people do with incidents: mute one that they know about, close one, or declare its drift normal. */

export const incidentOutcomeSchema = z.object({
  monitor: z.string(),
  incident: incidentSchema,
  /** What holds now: one printable line. */
  message: z.string(),
});
export type IncidentOutcome = Readonly<z.infer<typeof incidentOutcomeSchema>>;

type Store = Pick<RunContext, 'results' | 'now'>;

/**
 * Mutes an open incident of a monitor: people are notified again when it is over, or, while it goes on, after `until`.
 *
 * @throws IncidentError with the incidents that are open, StateError
 */
export async function acknowledgeIncident(
  monitor: string,
  id: string,
  said: SignedNote & Pick<Acknowledgement, 'until'>,
  { results, now }: Store,
): Promise<IncidentOutcome> {
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
  said: SignedNote,
  { results, now }: Store,
): Promise<IncidentOutcome> {
  const { incident } = await updateState(results, monitor, (state) => resolve(state, id, said, now));
  return { monitor, incident, message: printable(`${id} is ${describeOver(incident)}`, 800) };
}

/**
 * Ends a drift whose columns are normal as they are now: until there is another baseline, each is compared with the windows
 * since it drifted. Declaring it again changes nothing.
 *
 * @throws IncidentError for an incident that does not exist, is not drift, is over, or is shown by one window alone
 */
export async function declareNormal(
  monitor: Monitor,
  id: string,
  said: SignedNote,
  context: Store,
): Promise<IncidentOutcome> {
  const { incident, state, tooNew } = await updateState(context.results, monitor.name, async (state) => {
    const incident = findDrift(state, id);
    if (incident === null) return { state, incident: findIncident(state, id), tooNew: [] };
    const { tooNew, ...found } = await driftedColumns(monitor, incident, state, context);
    return { ...declareNewNormal(state, incident, { ...found, said, now: context.now }), tooNew };
  });
  const declared = state.newNormals.filter((normal) => normal.incident === id);
  const parts = [
    `${id} is ${describeOver(incident)}`,
    describeNormals(declared),
    tooNew.length > 0 && `not ${listNames(tooNew)}: drifted in the last window only`,
  ];
  return {
    monitor: monitor.name,
    incident,
    message: printable(parts.filter((part) => part !== false && part !== '').join('; '), 2000),
  };
}

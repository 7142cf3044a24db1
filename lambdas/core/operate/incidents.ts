import * as z from 'zod';
import type { RunContext } from '../context.ts';
import { driftOfPerformance } from '../decision/common-cause.ts';
import { acknowledge, describeOver, findIncident, resolve, type SignedNote } from '../decision/incident-actions.ts';
import { declareNewNormal, findDrift } from '../decision/new-normals.ts';
import { openIncident } from '../decision/open-incident.ts';
import { KEPT_WINDOWS, type MonitorState } from '../decision/state.ts';
import { updateState } from '../decision/state-session.ts';
import type { Monitor } from '../monitor/monitor.ts';
import { describeAcknowledged, describeNormals } from '../report/incident-text.ts';
import { type Acknowledgement, type Incident, incidentSchema } from '../result/incident.ts';
import { listNames } from '../text/name-list.ts';
import { printable } from '../text/printable.ts';
import { driftedColumns } from './drifted-columns.ts';

/** Actions on incidents: acknowledge one, resolve one, or declare its drift normal. */

export const incidentOutcomeSchema = z.object({
  monitor: z.string(),
  incident: incidentSchema,
  message: z.string().describe('The outcome: one printable line'),
  warning: z
    .string()
    .optional()
    .describe('What the outcome does not mend: one printable line; absent where there is nothing to warn of'),
});
export type IncidentOutcome = Readonly<z.infer<typeof incidentOutcomeSchema>>;

/** The most windows that a warning lists. */
const SHOWN_WINDOWS = 5;

type Store = Pick<RunContext, 'results' | 'now'>;

/**
 * Mutes an open incident of a monitor: the next alert about it reports its end or, if it is still open, follows after `until`.
 *
 * @throws IncidentError that lists the open incidents, StateError
 */
export async function acknowledgeIncident(
  monitor: string,
  id: string,
  said: SignedNote & Pick<Acknowledgement, 'until'>,
  { results, now }: Store,
): Promise<IncidentOutcome> {
  const { incident } = await updateState(results, monitor, (state) => acknowledge(state, id, said, now));
  return { monitor, incident, message: printable(`${id}: ${describeAcknowledged(incident.acknowledged!)}`, 1500) };
}

/**
 * Resolves an incident of a monitor: the next window that breaches opens a new one. An incident that is over stays as it is.
 *
 * @throws IncidentError that lists the open incidents, StateError
 */
export async function resolveIncident(
  monitor: string,
  id: string,
  said: SignedNote,
  { results, now }: Store,
): Promise<IncidentOutcome> {
  const { incident } = await updateState(results, monitor, (state) => resolve(state, id, said, now));
  return { monitor, incident, message: printable(`${id} is ${describeOver(incident)}`, 1500) };
}

/**
 * Resolves a drift incident whose columns have a new normal: until the baseline changes, each column is compared with the windows
 * since it drifted. Declaring it again changes nothing.
 *
 * @throws IncidentError when the incident does not exist, is not about drift, is over, or has only one drifted window
 */
export async function declareNormal(
  monitor: Monitor,
  id: string,
  said: SignedNote,
  context: Store,
): Promise<IncidentOutcome> {
  const { incident, state, tooNew, suffering } = await updateState(context.results, monitor.name, async (state) => {
    const incident = findDrift(state, id);
    if (incident === null) return { state, incident: findIncident(state, id), tooNew: [], suffering: undefined };
    const suffering = driftOfPerformance(state)?.id === id ? openIncident(state.incidents, 'performance') : undefined;
    const { tooNew, ...found } = await driftedColumns(monitor, incident, state, context);
    return { ...declareNewNormal(state, incident, { ...found, said, now: context.now }), tooNew, suffering };
  });
  const worse = suffering === undefined ? worseWindows(incident, state) : [];
  const warning =
    suffering !== undefined ? describeSuffering(suffering.id) : worse.length > 0 ? describeWorse(worse) : null;
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
    ...(warning !== null && { warning }),
  };
}

/** The windows since the drift began in which the model was found worse than the baseline, oldest first. */
function worseWindows({ since }: Incident, { checks }: MonitorState): string[] {
  // A window that is no longer on record is older than the latest ones, which all are.
  const first = checks.drift.find(({ window }) => window === since) ?? checks.drift.slice(-KEPT_WINDOWS)[0];
  const start = first?.start ?? Number.POSITIVE_INFINITY;
  const worse = checks.accuracy.filter((each) => each.measures?.metric?.worse === true && each.start >= start);
  return worse.toSorted((a, b) => a.start - b.start).map(({ window }) => window);
}

function describeWorse(windows: readonly string[]): string {
  return `the model is worse than the baseline in ${listNames(windows, SHOWN_WINDOWS)}, on this data: a new normal does not make the model better, and from now on hides what may be the cause`;
}

function describeSuffering(performance: string): string {
  return `the model performs badly on this data: ${performance} is open, most likely with the same cause, and stays open, because a new normal does not make the model better`;
}

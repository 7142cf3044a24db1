import * as z from 'zod';
import type { RunContext } from '../core/context.ts';
import { MAX_NOTE } from '../core/decision/incident-actions.ts';
import type { Monitor } from '../core/monitor/monitor.ts';
import {
  acknowledgeIncident,
  declareNormal,
  type IncidentOutcome,
  resolveIncident,
} from '../core/operate/incidents.ts';
import { EventError, problemsOf } from './event.ts';

export const INCIDENT_OPERATIONS = ['acknowledge', 'resolve'] as const;

const frame = {
  monitor: z.string().min(1).max(200),
  incident: z.string().min(1).max(200).describe('Id of the incident, as in the alert'),
  note: z.string().max(MAX_NOTE).default('').describe('Why'),
};
const until = z.iso
  .datetime({ offset: true })
  .optional()
  .describe('End of the mute; not given: until the incident ends');

const newNormal = z
  .boolean()
  .default(false)
  .describe('The drifted columns have a new normal, and the incident is resolved');

/** Operations on incidents. */
export const incidentOperations = [
  z.strictObject({ operation: z.literal('acknowledge'), ...frame, until, newNormal }),
  z.strictObject({ operation: z.literal('resolve'), ...frame }),
] as const;

const incidentEventSchema = z.discriminatedUnion('operation', [...incidentOperations]);

export type IncidentEvent = z.infer<typeof incidentEventSchema>;

/** Whether an event is an operation of a person. Events of schedules and of the retraining machine have no `operation`. */
export function isOperation(event: unknown): boolean {
  return typeof event === 'object' && event !== null && 'operation' in event;
}

/** Reads an operation on an incident. @throws EventError */
export function parseIncidentEvent(event: unknown): IncidentEvent {
  const parsed = incidentEventSchema.safeParse(event);
  if (parsed.success) return parsed.data;
  throw new EventError(
    `this is not an operation: ${problemsOf(parsed.error)}. Accepted operations: ${INCIDENT_OPERATIONS.join(', ')}`,
    { cause: parsed.error },
  );
}

/** An operation with the identity of its caller. */
export type Attributed<T> = T & { readonly by: string };

/** Runs an operation on an incident. @throws IncidentError, EventError */
export async function operateIncident(
  event: Attributed<IncidentEvent>,
  monitor: Monitor,
  context: RunContext,
): Promise<IncidentOutcome> {
  const { name } = monitor;
  const { operation, incident, by, note } = event;
  if (operation === 'resolve') return resolveIncident(name, incident, { by, note }, context);
  if (event.newNormal) {
    if (event.until !== undefined) throw new EventError('newNormal resolves the incident: leave out `until`');
    return declareNormal(monitor, incident, { by, note }, context);
  }
  const until = event.until === undefined ? null : Date.parse(event.until);
  return acknowledgeIncident(name, incident, { by, note, until }, context);
}

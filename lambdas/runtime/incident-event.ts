import * as z from 'zod';
import type { RunContext } from '../core/context.ts';
import { MAX_BY, MAX_NOTE } from '../core/decision/incident-actions.ts';
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
  monitor: z.string().min(1),
  incident: z.string().min(1).describe('Id, as the message says it'),
  by: z.string().min(1).max(MAX_BY).describe('Who says so'),
  note: z.string().max(MAX_NOTE).default('').describe('Why'),
};
const until = z.iso.datetime({ offset: true }).optional().describe('Muted until then; not given: until it is over');

const newNormal = z.boolean().default(false).describe('How the drifted columns are now is normal: the incident ends');

/** What people say about an incident. */
export const incidentOperations = [
  z.strictObject({ operation: z.literal('acknowledge'), ...frame, until, newNormal }),
  z.strictObject({ operation: z.literal('resolve'), ...frame }),
] as const;

const incidentEventSchema = z.discriminatedUnion('operation', [...incidentOperations]);

export type IncidentEvent = z.infer<typeof incidentEventSchema>;

/** Whether an event is what a person asks for; those of schedules and machines have no `operation`. */
export function isOperation(event: unknown): boolean {
  return typeof event === 'object' && event !== null && 'operation' in event;
}

/** Reads what a check function is asked about an incident. @throws EventError */
export function parseIncidentEvent(event: unknown): IncidentEvent {
  const parsed = incidentEventSchema.safeParse(event);
  if (parsed.success) return parsed.data;
  throw new EventError(
    `this is not an operation: ${problemsOf(parsed.error)}. Accepted operations: ${INCIDENT_OPERATIONS.join(', ')}`,
    { cause: parsed.error },
  );
}

/** @throws IncidentError, EventError */
export async function operateIncident(
  event: IncidentEvent,
  monitor: Monitor,
  context: RunContext,
): Promise<IncidentOutcome> {
  const { name } = monitor;
  const { operation, incident, by, note } = event;
  if (operation === 'resolve') return resolveIncident(name, incident, { by, note }, context);
  if (event.newNormal) {
    if (event.until !== undefined)
      throw new EventError('newNormal ends the incident: there is nothing to mute `until`');
    return declareNormal(monitor, incident, { by, note }, context);
  }
  const until = event.until === undefined ? null : Date.parse(event.until);
  return acknowledgeIncident(name, incident, { by, note, until }, context);
}

import * as z from 'zod';
import { DocumentSession } from '../decision/document-session.ts';
import { jsonDocument } from '../decision/json-document.ts';
import type { ObjectStore } from '../ports.ts';
import { deliveryEventSchema } from './event.ts';

/** What targets have open, and what is still to be sent to them. Beside the folders of the monitors: no monitor has a dot in its name. */
export const DELIVERIES_KEY = 'deliveries.json';

/** Times are milliseconds since the epoch. */
const deliveriesSchema = z.object({
  schema: z.literal('driftwarden/deliveries'),
  version: z.literal(1),
  /** Problems of monitors that targets have open, by their name. */
  open: z.record(
    z.string(),
    z.object({
      monitor: z.string(),
      /** Id of the incident or retraining; null: a problem that the watchdog found. */
      id: z.string().nullable(),
      kind: z.enum(['incident', 'retraining', 'watchdog']),
      since: z.number(),
      /** Time of the latest acknowledgement that was sent; null: none was. */
      acknowledgedAt: z.number().nullable(),
    }),
  ),
  /** When problems ended, in the last 14 days: a message that comes late does not open them again. */
  closed: z.record(z.string(), z.number()),
  /** The time of the latest alert or alarm about a problem: an older one changes nothing. */
  heard: z.record(z.string(), z.number()).default({}),
  /** In the order in which they are tried, each with the targets that have not taken it. */
  pending: z.array(z.object({ event: deliveryEventSchema, targets: z.array(z.string()), since: z.number() })),
});
export type Deliveries = z.infer<typeof deliveriesSchema>;
export type OpenProblem = Deliveries['open'][string];
export type PendingEvent = Deliveries['pending'][number];

const NONE: Deliveries = { schema: 'driftwarden/deliveries', version: 1, open: {}, closed: {}, heard: {}, pending: [] };

/** The document as one run sees it. */
export class DeliveriesSession extends DocumentSession<Deliveries> {
  constructor(store: ObjectStore) {
    super(jsonDocument(store, DELIVERIES_KEY, deliveriesSchema, NONE));
  }
}

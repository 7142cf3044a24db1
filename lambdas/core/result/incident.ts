import * as z from 'zod';
import { incidentKind } from '../alerts.ts';

/** An operator's note about an incident. */
export const markSchema = z.object({
  /** Who: a printable name. */
  by: z.string(),
  /** Milliseconds since the epoch. */
  at: z.number(),
  /** Why: one printable line, or empty. */
  note: z.string(),
});

/** The life of an alert: opened, repeated, recovered, or closed by an operator. */
export const incidentSchema = z.object({
  /**
   * `{kind}-{first window}`; another incident that begins with the same window gets `-2` and so on. Unique within a
   * monitor, safe in keys and names.
   */
  id: z.string(),
  kind: incidentKind,
  /** `resolved`: an operator closed it, whatever the data says. */
  state: z.enum(['open', 'recovered', 'resolved']),
  since: z.string(),
  openedAt: z.number(),
  /** The latest window that breached. */
  lastWindow: z.string(),
  /**
   * When and for which window the last message was sent; -1 where none was, because a message about another incident
   * covered it.
   */
  notifiedAt: z.number(),
  notifiedWindow: z.string(),
  recoveredWindow: z.string().nullable(),
  /**
   * An operator knows about it: no alert is repeated until it is over, or until `until` (milliseconds since the epoch).
   */
  acknowledged: markSchema.extend({ until: z.number().nullable() }).nullable().default(null),
  /** `newNormal`: it was closed because the present state of the data is normal. */
  resolved: markSchema
    .extend({ newNormal: z.literal(true).optional() })
    .nullable()
    .default(null),
  /** Set for drift that one window showed and the next did not: it ended without a message. */
  singleWindow: z.literal(true).optional(),
});

export type Incident = z.infer<typeof incidentSchema>;
export type IncidentMark = z.infer<typeof markSchema>;
export type Acknowledgement = NonNullable<Incident['acknowledged']>;

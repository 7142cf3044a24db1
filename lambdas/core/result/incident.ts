import * as z from 'zod';

/** What an incident is about. */
export const incidentKind = z.enum(['data-quality', 'drift', 'performance', 'no-data', 'no-labels']);

/** What a person said about an incident. */
export const markSchema = z.object({
  /** Who: a printable name. */
  by: z.string(),
  /** Milliseconds since the epoch. */
  at: z.number(),
  /** Why: one printable line, or empty. */
  note: z.string(),
});

/** An alert's life: opened, repeated, recovered, or closed by a person. */
export const incidentSchema = z.object({
  /** `{kind}-{first window}`, with `-2` and so on for another one that begins with the same window: unique within a monitor, safe in keys and names. */
  id: z.string(),
  kind: incidentKind,
  /** `resolved`: a person closed it, whatever the data says. */
  state: z.enum(['open', 'recovered', 'resolved']),
  since: z.string(),
  openedAt: z.number(),
  /** The latest window that breached. */
  lastWindow: z.string(),
  /** When and for which window the last message was sent; -1 where none was, because a message about another incident said it. */
  notifiedAt: z.number(),
  notifiedWindow: z.string(),
  recoveredWindow: z.string().nullable(),
  /** A person knows about it: no repetition is sent until it is over, or until `until` (milliseconds since the epoch). */
  acknowledged: markSchema.extend({ until: z.number().nullable() }).nullable().default(null),
  /** `newNormal`: because how the data is now is normal. */
  resolved: markSchema
    .extend({ newNormal: z.literal(true).optional() })
    .nullable()
    .default(null),
  /** Whether it was drift that one window showed and the next did not, so that it ended without a message. */
  singleWindow: z.literal(true).optional(),
});

export type Incident = z.infer<typeof incidentSchema>;
export type IncidentMark = z.infer<typeof markSchema>;
export type Acknowledgement = NonNullable<Incident['acknowledged']>;

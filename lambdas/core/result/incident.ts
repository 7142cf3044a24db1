import * as z from 'zod';
import { incidentKind } from '../alerts.ts';

/** An operator's note about an incident. */
export const markSchema = z.object({
  by: z.string().describe('Who: a printable name'),
  at: z.number().describe('Milliseconds since the epoch'),
  note: z.string().describe('Why: one printable line, or empty'),
});

/** The life of an alert: opened, extended by new findings, repeated, recovered, or closed by an operator. */
export const incidentSchema = z.object({
  id: z
    .string()
    .describe(
      '`{kind}-{first window}`; another incident that begins with the same window gets `-2` and so on. Unique within a monitor, safe in keys and names',
    ),
  kind: incidentKind,
  state: z
    .enum(['open', 'recovered', 'resolved'])
    .describe('`resolved`: an operator closed it, whatever the data says'),
  since: z.string().describe('The first window that breached'),
  openedAt: z.number().describe('Milliseconds since the epoch'),
  lastWindow: z.string().describe('The latest window that breached'),
  notifiedAt: z
    .number()
    .describe(
      'When the last message was sent, milliseconds since the epoch; -1 where none was, because a message about another incident covered it',
    ),
  notifiedWindow: z.string().describe('The window that the last message was about'),
  recoveredWindow: z.string().nullable().describe('The window that showed its end; null: none has'),
  acknowledged: markSchema
    .extend({ until: z.number().nullable() })
    .nullable()
    .default(null)
    .describe(
      'An operator knows about it: no alert is repeated until it is over, or until `until` (milliseconds since the epoch)',
    ),
  resolved: markSchema
    .extend({
      newNormal: z.literal(true).optional().describe('It was closed because the present state of the data is normal'),
    })
    .nullable()
    .default(null)
    .describe('Who closed it; null: no person did'),
  singleWindow: z
    .literal(true)
    .optional()
    .describe('Set for drift that one window showed and the next did not: it ended without a message'),
  reported: z
    .array(z.string())
    .optional()
    .describe(
      'The findings that messages have reported, at most 100: `{check} of {column}`, the name of a drifted column, or a limit, with ` (broken data)` where that explains it. A finding that is not among them is reported at once. Absent: not recorded',
    ),
});

export type Incident = z.infer<typeof incidentSchema>;
export type IncidentMark = z.infer<typeof markSchema>;
export type Acknowledgement = NonNullable<Incident['acknowledged']>;

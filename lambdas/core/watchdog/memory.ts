import * as z from 'zod';
import { DocumentSession } from '../decision/document-session.ts';
import { jsonDocument } from '../decision/json-document.ts';
import { outboxItemSchema } from '../decision/state.ts';
import type { ObjectStore } from '../ports.ts';

/** What the watchdog knows from one look to the next. Beside the folders of the monitors: no monitor has a dot in its name. */
export const MEMORY_KEY = 'watchdog.json';

/** Times are milliseconds since the epoch. */
const memorySchema = z.object({
  schema: z.literal('driftwarden/watchdog'),
  version: z.literal(1),
  /** The last look; null: this is the first. */
  lookedAt: z.number().nullable(),
  /** By monitor and kind: `churn/drift`. */
  checks: z.record(
    z.string(),
    z.object({
      /** Expression and time zone. A check with another schedule is judged from the moment in which it is first seen. */
      schedule: z.string(),
      judgedUntil: z.number(),
      /** The due time of the run that is overdue; null: none is. An alert about it has been sent. */
      overdueSince: z.number().nullable(),
    }),
  ),
  /** By id, see Problem. `end` says what has changed when it is over. */
  problems: z.record(z.string(), z.object({ since: z.number(), isReported: z.boolean(), end: z.string() })),
  /** Failed actions of alarms that an alert was sent about lately. */
  failedActions: z.array(z.string()),
  outbox: z.array(outboxItemSchema),
});
export type Memory = z.infer<typeof memorySchema>;
export type CheckMemory = Memory['checks'][string];

const NO_MEMORY: Memory = {
  schema: 'driftwarden/watchdog',
  version: 1,
  lookedAt: null,
  checks: {},
  problems: {},
  failedActions: [],
  outbox: [],
};

/** The watchdog's memory as one run sees it. */
export class MemorySession extends DocumentSession<Memory> {
  constructor(store: ObjectStore) {
    super(jsonDocument(store, MEMORY_KEY, memorySchema, NO_MEMORY));
  }
}

import * as z from 'zod';
import { preparedWindowSchema } from './prepared-window.ts';

const request = z.record(z.string(), z.unknown());

/** What a retraining is made of, `{monitor}/retrainings/{id}/manifest.json`: for people, and for the steps that come after. */
export const manifestSchema = z.object({
  monitor: z.string(),
  id: z.string(),
  /** Why it runs, and when it began (ISO 8601, UTC). */
  reason: z.string(),
  startedAt: z.string(),
  /** Whether it is enough to go on, and the counts in words. */
  enough: z.boolean(),
  message: z.string(),
  /** How rows are written: the model's own input. */
  format: z.enum(['csv', 'jsonl']),
  features: z.array(z.string()),
  rows: z.object({ training: z.number(), heldOut: z.number() }),
  /** The endpoint configuration that served, and that the candidate is judged against. */
  liveConfig: z.string(),
  /** By time. */
  windows: z.array(preparedWindowSchema),
  /** SageMaker's; `live` is null where the captured answers do. */
  requests: z.object({ training: request, model: request, candidate: request, live: request.nullable() }),
});

export type Manifest = z.infer<typeof manifestSchema>;

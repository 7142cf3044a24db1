import * as z from 'zod';
import { preparedWindowSchema } from './prepared-window.ts';

const request = z.record(z.string(), z.unknown());

/** The data and jobs of a retraining, `{monitor}/retrainings/{id}/manifest.json`: a record, and the input of later steps. */
export const manifestSchema = z.object({
  monitor: z.string(),
  id: z.string(),
  /** Why it runs, and when it began (ISO 8601, UTC). */
  reason: z.string(),
  startedAt: z.string(),
  /** Whether there is enough data; `message` has the counts in words. */
  enough: z.boolean(),
  message: z.string(),
  /** How rows are written: the model's input format. */
  format: z.enum(['csv', 'jsonl']),
  features: z.array(z.string()),
  rows: z.object({ training: z.number(), heldOut: z.number() }),
  /** The live endpoint configuration, which the candidate is judged against. */
  liveConfig: z.string(),
  /** Ordered by time. */
  windows: z.array(preparedWindowSchema),
  /** Requests to SageMaker. `live` is null where the live model's captured answers suffice. */
  requests: z.object({ training: request, model: request, candidate: request, live: request.nullable() }),
});

export type Manifest = z.infer<typeof manifestSchema>;

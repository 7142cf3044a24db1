import * as z from 'zod';

const count = z.number().int().min(0);

/**
 * What one window gave to a retraining: `{monitor}/retrainings/{id}/gathered/{window}.json`. Every captured row is kept,
 * thinned out, or left out for one reason.
 */
export const preparedWindowSchema = z.object({
  window: z.string(),
  /** ISO 8601, UTC. */
  start: z.string(),
  end: z.string(),
  part: z.enum(['training', 'held-out']),
  /** Rows inside the window. */
  captured: count,
  /** Rows that a label has been joined to. */
  labelled: count,
  /** Rows written. */
  kept: count,
  /** Rows above `maximumRows`. */
  thinnedOut: count,
  leftOut: z.object({
    unlabelled: count,
    /** Rows whose id stands for several requests: which of them a label means is not known. */
    ambiguous: count,
    /** Regression: labels that are no finite number. */
    unusableLabel: count,
    /** Rows without a value in any feature, such as those of which only the answer was captured. */
    withoutFeatures: count,
    /** Rows to judge on that would be more than one line of CSV. */
    lineBreak: count,
  }),
  maximumRows: count,
  seed: z.number(),
  /** Captured records that came before, with the same id and content: left out. */
  repeats: count.default(0),
  /** Records that could not be read. */
  rejected: z.object({ captures: count, labels: count }),
});

export type PreparedWindow = z.infer<typeof preparedWindowSchema>;

import * as z from 'zod';

const count = z.number().int().min(0);

/**
 * The rows that one window contributes to a retraining: `retraining_data/{monitor}/{id}/prepared/{window}.json`. Every captured row
 * is kept, subsampled away, or left out for exactly one reason.
 */
export const preparedWindowSchema = z.object({
  window: z.string(),
  /** ISO 8601, UTC. */
  start: z.string(),
  end: z.string(),
  part: z.enum(['training', 'held-out']),
  /** Rows inside the window. */
  captured: count,
  /** Rows with a label. */
  labelled: count,
  /** Rows written. */
  kept: count,
  /** Rows that the subsample of `maximumRows` left out. */
  thinnedOut: count,
  leftOut: z.object({
    unlabelled: count,
    /** Rows whose id belongs to several requests, so that their label is ambiguous. */
    ambiguous: count,
    /** Regression: labels that are not finite numbers. */
    unusableLabel: count,
    /** Rows without a value in any feature, for example because only the answer was captured. */
    withoutFeatures: count,
    /** Held-out rows that would take more than one line of CSV. */
    lineBreak: count,
  }),
  maximumRows: count,
  seed: z.number(),
  /** Captured records that repeat an earlier record's id and content: left out. */
  repeats: count.default(0),
  /** Unreadable records. */
  rejected: z.object({ captures: count, labels: count }),
});

export type PreparedWindow = z.infer<typeof preparedWindowSchema>;

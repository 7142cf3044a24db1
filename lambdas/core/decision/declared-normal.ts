import * as z from 'zod';
import { markSchema } from '../result/incident.ts';

/** One column of a {@link newNormalSchema}: its values in the windows that are now normal. */
const normalColumnSchema = z.object({
  family: z.enum(['features', 'answers']),
  name: z.string(),
  /** Name and start of the first of these windows; the start is in milliseconds since the epoch. */
  since: z.string(),
  start: z.number(),
  /** Number of windows that the levels are averaged over. */
  windows: z.number().int().min(1),
  /** Key, mean and standard error of each shift from the baseline, in the baseline's standard deviations. */
  levels: z.array(z.tuple([z.string(), z.number(), z.number()])),
  method: z.string(),
  distance: z.number().nullable(),
});

/** A person's decision that columns are normal as they have been since an incident began. */
export const newNormalSchema = markSchema.extend({
  incident: z.string(),
  /** Version of the baseline that it applies to. */
  baseline: z.string(),
  /** Start of the latest window on record at that time, milliseconds since the epoch. */
  until: z.number(),
  columns: z.array(normalColumnSchema),
});

export type NewNormalColumn = z.infer<typeof normalColumnSchema>;
export type DeclaredNormal = z.infer<typeof newNormalSchema>;

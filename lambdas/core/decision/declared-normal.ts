import * as z from 'zod';
import { markSchema } from '../result/incident.ts';

/** One column of a {@link newNormalSchema}: where it was in the windows that are its normal. */
const normalColumnSchema = z.object({
  family: z.enum(['features', 'answers']),
  name: z.string(),
  /** The first of the windows, and its start: milliseconds since the epoch. */
  since: z.string(),
  start: z.number(),
  /** How many windows the levels are means of. */
  windows: z.number().int().min(1),
  /** Key, mean and standard error of every shift from the baseline, in standard deviations of it. */
  levels: z.array(z.tuple([z.string(), z.number(), z.number()])),
  method: z.string(),
  distance: z.number().nullable(),
});

/** A person's decision that columns are normal as they have been since an incident began. */
export const newNormalSchema = markSchema.extend({
  incident: z.string(),
  /** The baseline that it holds for. */
  baseline: z.string(),
  /** Start of the last window on record when it was declared, milliseconds since the epoch. */
  until: z.number(),
  columns: z.array(normalColumnSchema),
});

export type NewNormalColumn = z.infer<typeof normalColumnSchema>;
export type DeclaredNormal = z.infer<typeof newNormalSchema>;

import * as z from 'zod';
import { markSchema } from '../result/incident.ts';

/** One column of a {@link newNormalSchema}: its values in the windows that are now normal. */
const normalColumnSchema = z.object({
  family: z.enum(['features', 'answers']),
  name: z.string(),
  since: z.string().describe('Name of the first of these windows'),
  start: z.number().describe('Its start, milliseconds since the epoch'),
  windows: z.number().int().min(1).describe('Number of windows that the levels are averaged over'),
  levels: z
    .array(z.tuple([z.string(), z.number(), z.number()]))
    .describe("Key, mean and standard error of each shift from the baseline, in the baseline's standard deviations"),
  method: z.string(),
  distance: z.number().nullable(),
});

/** A person's decision that columns are normal as they have been since an incident began. */
export const newNormalSchema = markSchema.extend({
  incident: z.string().describe('Id of the incident that it closed'),
  baseline: z.string().describe('Version of the baseline that it applies to'),
  until: z.number().describe('Start of the latest window on record at that time, milliseconds since the epoch'),
  columns: z.array(normalColumnSchema),
});

export type NewNormalColumn = z.infer<typeof normalColumnSchema>;
export type DeclaredNormal = z.infer<typeof newNormalSchema>;

import * as z from 'zod';
import { rejectedSchema } from './data-schema.ts';
import { share } from './fields.ts';

/** What was found when labels were joined to the window's predictions. */
export const labelsSchema = z.object({
  predictions: z.number().int(),
  labelled: z.number().int(),
  coverage: share,
  duplicates: z
    .number()
    .int()
    .describe('Labels that arrived again: with the same value, or delivered again after a later label'),
  conflicts: z
    .number()
    .int()
    .describe('Labels that arrived again with another value; the last one counts, by `labels.time` or else by arrival'),
  late: z
    .number()
    .int()
    .describe(
      'Predictions for which a label, or a correction, came after `labels.maxAge` and is not used; 0 until then',
    ),
  ahead: z
    .number()
    .int()
    .optional()
    .describe(
      'Labels for its predictions that are known only after the time of the check, by `labels.time`: not used yet',
    ),
  unmatched: z.number().int().describe('Always 0: labels whose id matches no prediction are counted in `others`'),
  others: z
    .number()
    .int()
    .describe(
      'Label records whose id matches no prediction of the window: mostly labels of other windows, otherwise wrong ids',
    ),
  mismatched: z.number().int().describe('Labels that came in another number than their request has rows: not used'),
  rejected: z.number().int().describe('Label records that cannot be read, or have no label'),
  empty: z.number().int().describe('Those of the rejected ones that are rows of a table without a label yet'),
  unreadable: z.boolean().describe('More of the label records cannot be read than `labels.maxRejectedShare` allows'),
  ambiguous: z.number().int().describe('Predictions whose id is not unique: left unlabelled'),
  ambiguousLabels: z.number().int().describe('Labels whose id is that of ambiguous predictions: not used'),
  withoutId: z.number().int().describe('Predictions without an id, so that no label can be joined'),
  examples: z
    .object({ label: z.string(), prediction: z.string() })
    .nullable()
    .describe('An id of each side, printable, where labels were found and none has the id of a prediction'),
  ended: z
    .string()
    .optional()
    .describe(
      'Start of the hour of the newest label file, ISO 8601, where no prediction has a label, no more are expected, and that hour was over before labels of the window were due (`labels.lag`)',
    ),
  reading: z
    .object({
      objects: z.number().int().describe('Files read'),
      bytes: z.number().int().describe('Their size as stored'),
      records: z.number().int().describe('Label records read: used, others and rejected'),
      used: z.number().int().describe('Records whose id matches a prediction'),
      others: z.number().int().describe('Records whose id matches no prediction, left unread'),
      rejected: rejectedSchema.omit({ inWindow: true, outsideWindow: true, outsideByReason: true }),
    })
    .describe('What reading the label files found'),
  settled: z
    .boolean()
    .describe(
      'No more labels are expected: every prediction has one, `labels.maxAge` is over, or there is no id to join by',
    ),
});

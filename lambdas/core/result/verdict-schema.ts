import * as z from 'zod';
import { maybe } from './fields.ts';

/** What a check concludes, with the next step. */
export const verdictSchema = z.object({
  dataMatches: z.enum(['yes', 'no', 'unknown']).describe('Whether the data matches the baseline'),
  performance: z.object({
    metric: z.string().nullable(),
    value: maybe,
    lower: maybe,
    upper: maybe,
    rows: z.number().int(),
    comparedWithBaseline: z.enum(['better', 'same', 'worse', 'unknown']),
    reason: z.string().optional().describe('Why there is no value, or a value without an interval'),
    comparison: z
      .object({
        baseline: maybe.describe('The metric in the baseline'),
        windows: z.number().int().describe('How many windows show it together, this one included'),
        since: z.string().describe('The first of them'),
        value: maybe.describe('The metric over them'),
        reason: z
          .string()
          .optional()
          .describe('Why the outcome is `unknown`, or why it is `same` although the rows of this window alone differ'),
      })
      .optional()
      .describe('What `comparedWithBaseline` rests on; absent where nothing was compared'),
    leftOut: z
      .string()
      .optional()
      .describe('Which labelled rows cannot be measured and why, in words, printable; absent where all can'),
  }),
  nextStep: z.enum(['continue', 'alert', 'retrain', 'fix-data', 'wait-for-labels']),
  reasons: z.array(z.string()).describe('Why, in words, printable'),
});

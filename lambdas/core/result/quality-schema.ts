import * as z from 'zod';
import { maybe } from './fields.ts';

/** One finding of a data-quality rule. */
export const qualitySchema = z.object({
  check: z.string(),
  subject: z
    .literal('answer')
    .optional()
    .describe(
      "`feature` is a role of the model's answers: score, label, value, score:{class}; absent: it is a feature",
    ),
  feature: z.string().nullable(),
  value: maybe,
  baseline: maybe,
  limit: maybe,
  rows: z.number().int(),
  usual: z
    .object({
      lower: z.number().int(),
      upper: z.number().int(),
      when: z
        .string()
        .optional()
        .describe('In which windows it is usual: `on Tuesdays`, `at 13:00 on weekdays`; absent: in all'),
      windows: z.number().int().describe('How many earlier windows it is known from'),
      ofBaseline: z.number().int().describe("The same of the baseline's own windows"),
    })
    .optional()
    .describe(
      '`row_count`: the usual number of rows. `value` is the rows as a share of it, and a smaller one than `limit` is a breach',
    ),
  breached: z.boolean(),
  explained: z
    .literal(true)
    .optional()
    .describe('Why a value beyond its limit is no breach: the message says what explains it'),
  examples: z.array(z.string()).describe('A few of the values concerned, printable'),
  message: z.string().describe('The finding in words, printable'),
});

import * as z from 'zod';
import { rejectedSchema } from '../../lambdas/core/result/data-schema.ts';
import { time } from '../../lambdas/core/result/fields.ts';
import { performanceSchema } from '../../lambdas/core/result/performance-schema.ts';
import type { Printed } from './printed.ts';

const timesSchema = z.object({
  column: z.string().nullable().describe('The column with the time; null: there is none'),
  named: z.boolean().describe('Whether the monitor file names it, rather than leaving it to the search'),
  off: z.boolean().describe('Whether the monitor file says that there is none'),
  candidates: z.array(z.string()).describe('Several columns that qualify'),
  rowsWithoutTime: z.number().int(),
  windows: z.number().int().describe('Windows with rows'),
  large: z.number().int().describe('Windows with enough rows'),
  measured: z.number().int().describe('Windows from which usual movement is learned'),
  fewestRows: z.number().describe('Rows that make a window large'),
  unusable: z.enum(['too_many_windows', 'days_only']).nullable().describe('Why the times are not used; null: they are'),
});

/** `baseline --json`. */
export const baselineOutput = z.object({
  id: z.string().describe('`{day}-{hash}`'),
  model: z.string().describe('The model that it belongs to'),
  createdAt: time,
  source: z.string().describe('Where the training data is'),
  performance: performanceSchema
    .nullable()
    .describe('The model on held-out rows; null: there are no labels or answers'),
  suggestedLimits: z
    .record(z.string(), z.string())
    .optional()
    .describe(
      "By metric, a limit to begin with that follows from the baseline's own windows; absent where these are not known",
    ),
  rows: z.number().int().describe('Rows of the training data'),
  columns: z.number().int().describe('Columns of the profile'),
  identifiers: z.array(z.string()).describe('Text columns with nearly all values distinct'),
  times: timesSchema.describe('The times of the rows, from which usual movement is learned'),
  rejected: rejectedSchema.describe('Records that could not be read'),
  activated: z.boolean().describe('Whether it is now active: false with --dry-run'),
});
export type BaselineOutput = Printed<typeof baselineOutput>;

import * as z from 'zod';
import { rejectedSchema } from '../../lambdas/core/result/data-schema.ts';
import { driftSchema } from '../../lambdas/core/result/drift-schema.ts';
import { qualitySchema } from '../../lambdas/core/result/quality-schema.ts';
import type { Printed } from './printed.ts';

/** `compare --json`. */
export const compareOutput = driftSchema.extend({
  changed: z.array(z.string()).describe('Columns on one side only, with broken data, or drifted'),
  quality: z.array(qualitySchema).describe('Findings by the rules of a check with default limits, breaches first'),
  identifiers: z
    .array(z.string())
    .describe('Columns whose values are nearly all distinct: their values are not compared'),
  numberTexts: z
    .array(z.object({ name: z.string(), example: z.string().describe('One of its values') }))
    .describe('Columns of texts that look like numbers: --decimal and --thousands say how they are written'),
  baselineRows: z.number().int(),
  windowRows: z.number().int(),
  missingColumns: z.array(z.string()).describe('Columns of the baseline that the window does not have'),
  extraColumns: z.array(z.string()).describe('Columns of the window that the baseline does not have'),
  rejected: z.object({ baseline: rejectedSchema, window: rejectedSchema }).describe('Records that could not be read'),
});
export type CompareOutput = Printed<typeof compareOutput>;

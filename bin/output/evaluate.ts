import * as z from 'zod';
import { rejectedSchema } from '../../lambdas/core/result/data-schema.ts';
import { maybe } from '../../lambdas/core/result/fields.ts';
import { leftOutSchema, performanceSchema } from '../../lambdas/core/result/performance-schema.ts';
import type { Printed } from './printed.ts';

const unusableSchema = z.object({
  missingActual: z.number().int().describe('No usable label'),
  unknownActual: z.number().int().describe('Binary: a label of a third class'),
  missingPrediction: z.number().int().describe('No usable prediction'),
  unknownPrediction: z.number().int().describe('Binary: a prediction of a third class'),
  missingScore: z.number().int().describe('A score that is missing or not a finite number'),
});

const evaluationSchema = performanceSchema
  .pick({ problem: true, rows: true, metrics: true, confusionMatrix: true, classes: true, curves: true })
  .extend({
    rows: z.number().int().describe('Rows that the metrics are computed from'),
    rowsRead: z.number().int(),
    unusable: unusableSchema.describe('Rows that were not used; each counts once, under the first reason that holds'),
    leftOut: leftOutSchema.describe('Labelled rows that were not used, by reason'),
    rejected: rejectedSchema.describe('Records that could not be read'),
  });

const comparedSchema = z.object({
  outcome: z.enum(['better', 'same', 'worse', 'unknown']).describe('`same`: the interval holds 0'),
  difference: maybe.describe(
    'File minus reference; of a metric that is best at zero, of the distances from zero; null: not known',
  ),
  lower: maybe.describe('95 % interval of the difference'),
  upper: maybe,
  reason: z.string().optional().describe('Why it is not known'),
});

/** `evaluate --json`. */
export const evaluateOutput = evaluationSchema.extend({
  reference: evaluationSchema
    .optional()
    .describe('With --reference: the same of that file. Residuals of both are in its unit'),
  comparison: z
    .object({
      metric: z.string().describe('The metric that decides'),
      verdict: z.enum(['worse', 'no-worse', 'not-enough-data']),
      reason: z.string().nullable().describe('Why there is not enough data; null: there is'),
      metrics: z.record(z.string(), comparedSchema).describe('Every metric by itself'),
    })
    .optional()
    .describe('With --reference: whether the file is worse'),
});
export type EvaluateOutput = Printed<typeof evaluateOutput>;

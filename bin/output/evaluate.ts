import * as z from 'zod';
import { rejectedSchema } from '../../lambdas/core/result/data-schema.ts';
import { leftOutSchema, performanceSchema } from '../../lambdas/core/result/performance-schema.ts';
import type { Printed } from './printed.ts';

const unusableSchema = z.object({
  missingActual: z.number().int().describe('No usable label'),
  unknownActual: z.number().int().describe('Binary: a label of a third class'),
  missingPrediction: z.number().int().describe('No usable prediction'),
  unknownPrediction: z.number().int().describe('Binary: a prediction of a third class'),
  missingScore: z.number().int().describe('A score that is missing or not a finite number'),
});

/** `evaluate --json`. */
export const evaluateOutput = performanceSchema
  .pick({ problem: true, rows: true, metrics: true, confusionMatrix: true, classes: true })
  .extend({
    rows: z.number().int().describe('Rows that the metrics are computed from'),
    rowsRead: z.number().int(),
    unusable: unusableSchema.describe('Rows that were not used; each counts once, under the first reason that holds'),
    leftOut: leftOutSchema.describe('Labelled rows that were not used, by reason'),
    rejected: rejectedSchema.describe('Records that could not be read'),
  });
export type EvaluateOutput = Printed<typeof evaluateOutput>;

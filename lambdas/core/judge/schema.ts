import * as z from 'zod';
import { metricEstimateSchema } from '../result/performance-schema.ts';

/**
 * What the judge found, candidate against live model. Readers may rely on it: a field's meaning never changes within a
 * version, new fields may come.
 */
export const COMPARISON_VERSION = 1;

const differenceSchema = z.object({
  value: z
    .number()
    .describe('Candidate less live model; of the distances from zero for a metric that is best at zero (bias)'),
  lower: z.number().describe('95 % confidence interval of the difference on the same rows'),
  upper: z.number(),
  pValue: z.number().describe('Two-sided, of "there is no difference"'),
  test: z.string().describe('How the interval and the p-value were made'),
});

const comparedMetricSchema = z.object({
  metric: z.string(),
  better: z.enum(['higher', 'lower', 'zero']).describe('Which way is better; zero: the nearer to zero'),
  candidate: metricEstimateSchema,
  live: metricEstimateSchema,
  difference: differenceSchema.nullable().describe('null when there is none; `reason` says why'),
  reason: z.string().nullable(),
});

const comparedSegmentSchema = comparedMetricSchema.omit({ metric: true, better: true }).extend({
  feature: z.string(),
  value: z.string().nullable().describe('null: rows without a value'),
  rows: z.number().int(),
  adjustedPValue: z
    .number()
    .nullable()
    .describe('One-sided, of "the candidate is not worse here"; Benjamini-Hochberg over all segments'),
  blocks: z.boolean().describe('Worse by more than `maxSegmentLoss`, beyond chance'),
});

export const comparisonSchema = z.object({
  schema: z.literal('driftwarden/model-comparison'),
  version: z.literal(COMPARISON_VERSION),
  decision: z.enum(['promote', 'keep-live', 'not-enough-data']),
  reasons: z
    .array(z.string())
    .describe('Why, in words, printable; first the rule: rows, labels, metric, floor, segment, margin, significance'),
  problem: z.string(),
  rows: z.number().int().describe('Labelled rows that both models answered'),
  deciding: comparedMetricSchema,
  metrics: z
    .record(z.string(), z.object({ candidate: metricEstimateSchema, live: metricEstimateSchema }))
    .describe('Every metric of both on these rows'),
  floor: z.array(
    z.object({
      text: z.string(),
      value: z.number().nullable(),
      met: z.boolean().nullable().describe('Whether the candidate meets the limit, which it must not; null: not known'),
    }),
  ),
  segments: z.object({
    compared: z.array(comparedSegmentSchema).describe('Segments with enough rows, worst first'),
    tooSmall: z.object({ segments: z.number().int(), rows: z.number().int() }),
  }),
  settings: z.object({
    metric: z.string(),
    margin: z.number(),
    minimumRows: z.number(),
    floor: z.array(z.string()),
    segments: z.array(z.string()),
    maxSegmentLoss: z.number(),
    minimumSegmentRows: z.number(),
    confidence: z.number().describe('Level of all intervals and tests'),
  }),
});

export type Comparison = z.infer<typeof comparisonSchema>;
export type JudgeDecision = Comparison['decision'];

import * as z from 'zod';
import { maybe } from './fields.ts';

/** One metric with its confidence interval. */
export const metricEstimateSchema = z.object({
  value: maybe,
  lower: maybe,
  upper: maybe,
  rows: z.number().int(),
  meanSquare: z.number().optional().describe('Where the metric is a mean of losses: the mean of their squares'),
  reason: z.string().optional().describe('Why there is no value, or a value without an interval'),
});

export const leftOutSchema = z.object({
  rows: z.number().int().describe('Rows with a label that no metric counts'),
  labelled: z.number().int().describe('Rows with a label, readable or not'),
  reasons: z.array(
    z.object({
      part: z.enum(['label', 'answer']).describe('Whose value cannot be used'),
      kind: z.enum(['missing', 'nan', 'infinite', 'text', 'boolean', 'nested', 'class']),
      rows: z.number().int(),
      examples: z.array(z.string()).describe('A few of the texts concerned, printable'),
    }),
  ),
});

const counts = z.array(z.number().int());

/** Bounded summaries of the labelled rows, for charts. */
export const curvesSchema = z.object({
  roc: z
    .object({
      falsePositives: counts.describe(
        'At most 100 points of the curve, from the highest score down: negative rows so far',
      ),
      truePositives: counts.describe('Positive rows so far, at the same points'),
    })
    .optional()
    .describe('Binary with scores'),
  calibration: z
    .array(z.object({ rows: z.number().int(), positives: z.number().int(), meanProbability: maybe }))
    .optional()
    .describe('Binary with probabilities: the bins [0, 0.1], (0.1, 0.2], …, (0.9, 1]'),
  residuals: z
    .object({
      rmse: z
        .number()
        .describe('Root mean squared error: of the baseline where its curves are known, else of these rows'),
      counts: counts.describe(
        'Rows below -3 rmse, in twelve bins of half an rmse that are closed above, and above 3 rmse',
      ),
    })
    .optional()
    .describe('Regression: rows by predicted - actual; absent where every prediction is exact'),
});

/** How the model performs on the labelled rows of a window or a baseline. */
export const performanceSchema = z.object({
  problem: z.string(),
  rows: z.number().int(),
  leftOut: leftOutSchema.optional().describe('What the metrics leave out; absent where that was not counted'),
  metrics: z.record(z.string(), metricEstimateSchema),
  confusionMatrix: z.object({ classes: z.array(z.string()), counts: z.array(z.array(z.number())) }).nullable(),
  classes: z
    .array(z.object({ name: z.string(), rows: z.number().int(), precision: maybe, recall: maybe, f1: maybe }))
    .nullable(),
  curves: curvesSchema.optional().describe('What the report draws'),
  unknown: z.string().optional().describe('Why nothing could be measured; every metric is then null'),
});

/** The primary metric on the rows with one value of a feature. */
export const segmentSchema = z.object({
  feature: z.string(),
  value: z.string().nullable().describe('null: rows without a value'),
  rows: z.number().int(),
  metric: metricEstimateSchema.nullable(),
  worse: z.boolean().describe('Worse than the whole, beyond chance'),
});

/** How a limit of the monitor stands after this window. */
export const limitSchema = z.object({
  text: z.string(),
  purpose: z.enum(['alert', 'retrain']),
  windows: z.number().int().describe('How many windows in a row have to meet it'),
  met: z.boolean().nullable(),
  streak: z.number().int().describe('How many windows in a row, up to this one, had values that met it'),
  reached: z.boolean(),
  standing: z
    .object({
      open: z
        .boolean()
        .describe(
          'Whether the limit was passed beyond chance and labels have not shown since that the metric is back within it',
        ),
      since: z.string().nullable().describe('The window since which the limit has most likely been passed'),
      strength: z
        .number()
        .describe(
          'Logarithm of the evidence, as a share of what is needed: that the limit is passed or, where it is open, that the metric is back',
        ),
    })
    .nullable()
    .describe("null: each window's value is compared as it is"),
});

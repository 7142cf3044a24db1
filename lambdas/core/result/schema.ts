import * as z from 'zod';
import { dataSchema } from './data-schema.ts';
import { driftSchema } from './drift-schema.ts';
import { time } from './fields.ts';
import { incidentSchema } from './incident.ts';
import { labelsSchema } from './labels-schema.ts';
import { limitSchema, performanceSchema, segmentSchema } from './performance-schema.ts';
import { qualitySchema } from './quality-schema.ts';
import { verdictSchema } from './verdict-schema.ts';

/**
 * The result of one check, `{monitor}/checks/{kind}/{window}/result.json`. Readers may rely on it: within a version a
 * field's meaning never changes, but new fields may be added. `schema/check-result.schema.json` is generated from it.
 */
export const RESULT_VERSION = 1;

export const checkResultSchema = z.object({
  schema: z.literal('driftwarden/check-result'),
  version: z.literal(RESULT_VERSION),
  monitor: z.string(),
  model: z.string(),
  kind: z.enum(['drift', 'accuracy']),
  window: z.object({ name: z.string(), start: time, end: time.describe('UTC, ISO 8601, exclusive') }),
  checkedAt: time,
  baseline: z
    .object({ id: z.string(), createdAt: time, rows: z.number().int() })
    .nullable()
    .describe('Drift checks always have one'),
  data: dataSchema,
  verdict: verdictSchema,
  quality: z.array(qualitySchema),
  drift: driftSchema.nullable().describe('Drift checks: the features'),
  predictionDrift: driftSchema.nullable().describe("Drift checks: the model's answers"),
  labels: labelsSchema.nullable().describe('Accuracy checks'),
  performance: performanceSchema.nullable().describe('Accuracy checks'),
  segments: z.array(segmentSchema).describe('Accuracy checks: the primary metric by segment, worst first'),
  limits: z.array(limitSchema).describe('Accuracy checks'),
  incidents: z.array(incidentSchema).describe('Open incidents after this check'),
  newNormals: z
    .array(
      z.object({
        since: z.string().describe('First of its windows'),
        features: z.array(z.string()),
        answers: z.array(z.string()),
        by: z.string(),
        at: z.number().describe('Milliseconds since the epoch'),
        note: z.string(),
      }),
    )
    .optional()
    .describe('Drift checks: which columns are compared with a new normal that a person declared; absent: none'),
  retraining: z
    .object({
      id: z.string(),
      since: z.string(),
      requestedAt: z.number(),
      limit: z.string().describe('What requested it, in words: a limit, drift, or a person'),
      standing: z.string().optional().describe('How the request stands, in words: it starts, runs, or waits and why'),
    })
    .nullable()
    .describe('The requested retraining; null: none is requested'),
});

/** The result of one check, as it is stored. */
export type CheckResult = z.infer<typeof checkResultSchema>;
/** What a check concludes: whether the data matches, how the model performs, and the next step. */
export type Verdict = CheckResult['verdict'];
/** What a check has read, and what it could not read. */
export type DataRead = CheckResult['data'];
/** A finding of broken data. */
export type QualityResult = CheckResult['quality'][number];
/** The drift of the features, or of the model's answers. */
export type DriftResult = NonNullable<CheckResult['drift']>;

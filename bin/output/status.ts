import * as z from 'zod';
import { newNormalSchema } from '../../lambdas/core/decision/declared-normal.ts';
import { retrainingRunSchema, retrainingSchema } from '../../lambdas/core/decision/retraining/state.ts';
import { historyRowSchema } from '../../lambdas/core/history/row.ts';
import { incidentSchema } from '../../lambdas/core/result/incident.ts';
import type { Printed } from './printed.ts';

const comparedSchema = z.object({
  metric: z.string(),
  candidate: z.number().nullable(),
  live: z.number().nullable(),
});

/** `status --json`. */
export const statusOutput = z.array(
  z.object({
    monitor: z.string(),
    baseline: z.string().nullable().describe('Id of the active baseline; null: none was built'),
    incidents: z.array(incidentSchema).describe('Open incidents'),
    singleWindows: z
      .array(incidentSchema)
      .describe('Drift of one window alone, which ended without a message; oldest first'),
    newNormals: z.array(newNormalSchema).describe('What was accepted as the new normal of the active baseline'),
    noLimit: z
      .string()
      .nullable()
      .describe(
        'Where performance is measured and no limit is set: what this means, in words, with whether the latest window is worse than the baseline',
      ),
    retraining: retrainingSchema.nullable().describe('The requested retraining; null: none is requested'),
    standing: z.string().nullable().describe('How the request stands: one printable line; null without a request'),
    retrainings: z
      .array(
        retrainingRunSchema.extend({
          compared: comparedSchema
            .nullable()
            .describe('The deciding metric of both models on the same held-out rows; null: they were not compared'),
        }),
      )
      .describe('Retrainings since the first window shown, oldest first'),
    drift: z.array(historyRowSchema).describe('Drift checks of the last windows, oldest first'),
    accuracy: z.array(historyRowSchema).describe('Accuracy checks of the last windows, oldest first'),
  }),
);
export type StatusOutput = Printed<typeof statusOutput>;

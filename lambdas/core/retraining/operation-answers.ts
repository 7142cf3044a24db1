import * as z from 'zod';
import { liveModelSchema, lockSchema, retrainingRunSchema, retrainingSchema } from '../decision/retraining/state.ts';
import { sageMaker } from './contract.ts';

/** What people are answered who ask about retrainings, by this machine or by a deployed function. */

/** What came of asking for a retraining or a way back. */
export const requestOutcomeSchema = z.object({
  id: z.string().describe('Of the retraining or rollback; empty if there is none'),
  starts: z.boolean().describe('Whether it starts, or with --dry-run would start'),
  message: z.string().describe('Why it does not start, or the name of the execution that does'),
  requests: z
    .array(z.object({ operation: z.string(), request: sageMaker }))
    .readonly()
    .optional()
    .describe('A dry run: what SageMaker would be sent, in this order'),
});
export type RequestOutcome = Readonly<z.infer<typeof requestOutcomeSchema>>;

/** Retrainings of a monitor: the request, the one that runs, those that have ended, and the live model. */
export const retrainingOverviewSchema = z.object({
  monitor: z.string(),
  request: retrainingSchema.nullable().describe('The requested retraining; null: none is requested'),
  standing: z.string().nullable().describe('How the request stands: one printable line; null without a request'),
  lock: lockSchema.nullable().describe('The run that may retrain now; null: none'),
  model: liveModelSchema.nullable().describe('The live model; null: no retraining has replaced it yet'),
  runs: z.array(retrainingRunSchema).readonly().describe('Oldest first'),
});
export type RetrainingOverview = Readonly<z.infer<typeof retrainingOverviewSchema>>;

/** What came of approving or rejecting a candidate. */
export const approvalOutcomeSchema = z.object({ id: z.string(), approved: z.boolean() });
export type ApprovalOutcome = Readonly<z.infer<typeof approvalOutcomeSchema>>;

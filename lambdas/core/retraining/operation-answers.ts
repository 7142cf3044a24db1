import * as z from 'zod';
import { liveModelSchema, lockSchema, retrainingRunSchema, retrainingSchema } from '../decision/retraining/state.ts';
import { sageMaker } from './contract.ts';

/** What people are answered who ask about retrainings, by this machine or by a deployed function. */

/** What came of asking for a retraining or a way back. */
export const requestOutcomeSchema = z.object({
  id: z.string(),
  starts: z.boolean(),
  /** Why it does not start, or the name of the execution that does. */
  message: z.string(),
  /** A dry run: what SageMaker would be sent, in this order. */
  requests: z
    .array(z.object({ operation: z.string(), request: sageMaker }))
    .readonly()
    .optional(),
});
export type RequestOutcome = Readonly<z.infer<typeof requestOutcomeSchema>>;

/** Retrainings of a monitor: the request, the one that runs, those that have ended, and the live model. */
export const retrainingOverviewSchema = z.object({
  monitor: z.string(),
  request: retrainingSchema.nullable(),
  /** How the request stands: one printable line; null without a request. */
  standing: z.string().nullable(),
  lock: lockSchema.nullable(),
  model: liveModelSchema.nullable(),
  /** Oldest first. */
  runs: z.array(retrainingRunSchema).readonly(),
});
export type RetrainingOverview = Readonly<z.infer<typeof retrainingOverviewSchema>>;

/** What came of approving or rejecting a candidate. */
export const approvalOutcomeSchema = z.object({ id: z.string(), approved: z.boolean() });
export type ApprovalOutcome = Readonly<z.infer<typeof approvalOutcomeSchema>>;

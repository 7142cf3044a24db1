import * as z from 'zod';
import { retrainingRunSchema } from '../../lambdas/core/decision/retraining/state.ts';
import { requestOutcomeSchema } from '../../lambdas/core/retraining/operation-answers.ts';
import type { Printed } from './printed.ts';

/** `retrain --json` and `rollback --json`. */
export const retrainingOutput = z.union([
  requestOutcomeSchema.describe('With --dry-run or --function, or if it does not start'),
  retrainingRunSchema.describe('On this machine: how it ended'),
]);
export type RetrainingOutput = Printed<typeof retrainingOutput>;

/** `approve --json` and `reject --json`. */
export const approvalOutput = z.object({
  monitor: z.string(),
  id: z.string().describe('Of the retraining'),
  answer: z.enum(['approved', 'rejected']),
});
export type ApprovalOutput = Printed<typeof approvalOutput>;

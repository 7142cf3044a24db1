import * as z from 'zod';

/** What people ask the deployed retraining function, through the command line with `--function` or by themselves. */
export const operationSchema = z.strictObject({
  operation: z.enum(['retrain', 'retrainings', 'approve', 'refuse', 'rollback']),
  monitor: z.string(),
  /** Of the retraining to approve or refuse. */
  id: z.string().optional(),
  /** Why: goes into the record and the message. */
  note: z.string().default(''),
  /** Who asks. */
  by: z.string().default('somebody'),
  /** Says what would happen. */
  dryRun: z.boolean().default(false),
});

export type Operation = z.output<typeof operationSchema>;
/** As it is sent: without defaults. */
export type OperationRequest = z.input<typeof operationSchema>;

import * as z from 'zod';
import { incidentOutcomeSchema } from '../../lambdas/core/operate/incidents.ts';
import { checkResultSchema } from '../../lambdas/core/result/schema.ts';
import { retrainingOverviewSchema } from '../../lambdas/core/retraining/operation-answers.ts';
import { watchdogStatusSchema } from '../../lambdas/core/watchdog/status.ts';
import { backtestOutput } from './backtest.ts';
import { baselineOutput } from './baseline.ts';
import { compareOutput } from './compare.ts';
import { alarmsOutput, doctorOutput } from './doctor.ts';
import { evaluateOutput } from './evaluate.ts';
import { explainOutput } from './explain.ts';
import { approvalOutput, retrainingOutput } from './retraining.ts';
import { statusOutput } from './status.ts';
import { validateOutput } from './validate.ts';

/** What commands print with `--json`. */
export interface Output {
  /** Words after `driftwarden` that print it, such as `retrain list`. */
  readonly commands: readonly string[];
  readonly description: string;
  readonly schema: z.ZodType;
}

/** The outputs by the name of their file in `schema/output/`. */
export const OUTPUTS: Readonly<Record<string, Output>> = {
  check: {
    commands: ['check'],
    description: 'Results: drift first, then accuracy by window. Each one is a check result.',
    schema: z.array(checkResultSchema),
  },
  baseline: { commands: ['baseline'], description: 'The baseline without its profiles.', schema: baselineOutput },
  validate: { commands: ['validate'], description: 'An entry for each monitor file.', schema: validateOutput },
  status: { commands: ['status'], description: 'An entry for each monitor.', schema: statusOutput },
  'deployed-status': {
    commands: ['status --function'],
    description: 'The checks of a deployment, as its watchdog sees them.',
    schema: watchdogStatusSchema,
  },
  backtest: { commands: ['backtest'], description: 'What past windows would have raised.', schema: backtestOutput },
  incident: {
    commands: ['acknowledge', 'resolve'],
    description: 'The incident afterwards.',
    schema: incidentOutcomeSchema,
  },
  retraining: {
    commands: ['retrain', 'rollback'],
    description: 'The outcome of a request, or how the retraining or rollback ended.',
    schema: retrainingOutput,
  },
  retrainings: {
    commands: ['retrain list'],
    description: 'The live model, a requested retraining and past ones.',
    schema: retrainingOverviewSchema,
  },
  approval: { commands: ['approve', 'reject'], description: 'The answer that was given.', schema: approvalOutput },
  compare: { commands: ['compare'], description: 'What differs between two files.', schema: compareOutput },
  evaluate: {
    commands: ['evaluate'],
    description: 'The metrics of the predictions in a file.',
    schema: evaluateOutput,
  },
  explain: { commands: ['explain'], description: 'An entry for each topic.', schema: explainOutput },
  doctor: { commands: ['doctor MONITOR'], description: 'An entry for each finding.', schema: doctorOutput },
  'doctor-alarms': {
    commands: ['doctor'],
    description: 'An entry for each topic of the alarms of a deployment.',
    schema: alarmsOutput,
  },
};

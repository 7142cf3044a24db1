import type { Monitor } from '../monitor/monitor.ts';
import type { StepAnswer, StepName, StepRequest } from './contract.ts';
import { runStep, type StepRegistry } from './retrain-step.ts';
import type { RetrainingContext } from './steps/context.ts';
import { CONTROL_STEPS } from './steps/control-steps.ts';
import { DATA_STEPS } from './steps/data-steps.ts';

const STEPS: StepRegistry<StepName> = { ...CONTROL_STEPS, ...DATA_STEPS };

/**
 * Runs one step of a retraining. The machine (`retraining/machine/`) calls them in this order: permit, plan, prepareDataset,
 * manifest, judge, register, requestApproval, deploy, confirmCapture, activateBaseline, end, with renew in between. Every step can be repeated, by a retry of the machine
 * or after a crash.
 *
 * @throws RetrainingError when the retraining cannot continue, LockLostError when another execution has the lock
 */
export function retrainingStep<N extends StepName>(
  request: StepRequest<N>,
  monitor: Monitor,
  context: RetrainingContext,
): Promise<StepAnswer<N>> {
  return runStep<N>(STEPS, request, monitor, context);
}

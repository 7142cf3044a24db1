import type { Monitor } from '../monitor/monitor.ts';
import type { StepAnswer, StepName, StepRequest } from './contract.ts';
import { runStep, type StepRegistry } from './retrain-step.ts';
import type { RetrainingContext } from './steps/context.ts';
import { CONTROL_STEPS } from './steps/control-steps.ts';
import { DATA_STEPS } from './steps/data-steps.ts';

const STEPS: StepRegistry<StepName> = { ...CONTROL_STEPS, ...DATA_STEPS };

/**
 * Does one step of a retraining, in the order of the machine (`retraining/machine/`): permit, plan, prepareDataset, manifest,
 * judge, register, requestApproval, deploy, activateBaseline, end. Each may be repeated, by the machine's own retries or after a crash.
 *
 * @throws RetrainingError when it cannot go on, LockLostError when another execution has the lock
 */
export function retrainingStep<N extends StepName>(
  request: StepRequest<N>,
  monitor: Monitor,
  context: RetrainingContext,
): Promise<StepAnswer<N>> {
  return runStep<N>(STEPS, request, monitor, context);
}

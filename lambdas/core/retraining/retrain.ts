import type { Monitor } from '../monitor/monitor.ts';
import type { StepName, Steps } from './contract.ts';
import { doStep, type StepCall, type StepTable } from './retrain-step.ts';
import type { RetrainingWorld } from './steps/context.ts';
import { CONTROL_STEPS } from './steps/control-steps.ts';
import { DATA_STEPS } from './steps/data-steps.ts';

const STEPS: StepTable<StepName> = { ...CONTROL_STEPS, ...DATA_STEPS };

/**
 * Does one step of a retraining, in the order of the machine (`retraining/machine/`): permit, plan, gather, manifest, judge,
 * register, ask, deploy, renew, end. Each may be repeated, by the machine's own retries or after a crash.
 *
 * @throws RetrainingError when it cannot go on, LockLostError when another execution has the lock
 */
export function retrainingStep<N extends StepName>(
  call: StepCall<N>,
  monitor: Monitor,
  world: RetrainingWorld,
): Promise<Steps[N]['answer']> {
  return doStep<N>(STEPS as StepTable<N>, call, monitor, world);
}

import type { Monitor } from '../monitor/monitor.ts';
import { protecting } from '../privacy/protect.ts';
import type { StepAnswer, StepName, StepRequest } from './contract.ts';
import { type RetrainingContext, requireSettings, type Step } from './steps/context.ts';

/** Steps by name. */
export type StepRegistry<N extends StepName> = { readonly [K in N]: Step<K> };

/**
 * Does one of these steps of a retraining. A deployed function holds those that it may do.
 *
 * @throws RetrainingError when it cannot go on, LockLostError when another execution has the lock
 */
export function runStep<N extends StepName>(
  steps: StepRegistry<N>,
  request: StepRequest<N>,
  monitor: Monitor,
  context: RetrainingContext,
): Promise<StepAnswer<N>> {
  return protecting(monitor, async () => {
    const settings = requireSettings(monitor);
    return steps[request.step](request, { ...context, monitor, settings });
  });
}

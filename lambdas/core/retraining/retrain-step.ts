import type { Monitor } from '../monitor/monitor.ts';
import type { StepName, Steps } from './contract.ts';
import { type RetrainingContext, requireSettings, type Step } from './steps/context.ts';

/** Steps by name. */
export type StepRegistry<N extends StepName> = { readonly [K in N]: Step<K> };

/** A request for one of some steps. */
export type StepCall<N extends StepName> = { [K in N]: Steps[K]['request'] & { readonly step: K } }[N];

/**
 * Does one of these steps of a retraining. A deployed function holds those that it may do.
 *
 * @throws RetrainingError when it cannot go on, LockLostError when another execution has the lock
 */
export async function runStep<N extends StepName>(
  steps: StepRegistry<N>,
  call: StepCall<N>,
  monitor: Monitor,
  context: RetrainingContext,
): Promise<Steps[N]['answer']> {
  const settings = requireSettings(monitor);
  const step = steps[call.step] as Step<N>;
  return step(call, { ...context, monitor, settings });
}

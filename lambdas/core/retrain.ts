import type { Monitor } from './monitor/monitor.ts';
import type { StepName, Steps } from './retraining/contract.ts';
import { askStep } from './steps/retraining/ask.ts';
import { RetrainingError, type RetrainingWorld, type Step } from './steps/retraining/context.ts';
import { deployStep } from './steps/retraining/deploy.ts';
import { endStep } from './steps/retraining/end.ts';
import { gatherStep } from './steps/retraining/gather.ts';
import { judgeStep } from './steps/retraining/judge.ts';
import { manifestStep } from './steps/retraining/manifest.ts';
import { permitStep } from './steps/retraining/permit.ts';
import { planStep } from './steps/retraining/plan.ts';
import { registerStep } from './steps/retraining/register.ts';
import { renewStep } from './steps/retraining/renew.ts';

/**
 * The steps of a retraining, in the order in which the machine (`retraining/machine/`) goes through them when all goes well.
 * Each may be repeated, by the machine's own retries or after a crash.
 */
const STEPS: { readonly [N in StepName]: Step<N> } = {
  permit: permitStep,
  plan: planStep,
  gather: gatherStep,
  manifest: manifestStep,
  judge: judgeStep,
  register: registerStep,
  ask: askStep,
  deploy: deployStep,
  renew: renewStep,
  end: endStep,
};

export const STEP_NAMES = Object.keys(STEPS) as StepName[];

/**
 * Does one step of a retraining.
 *
 * @throws RetrainingError when it cannot go on, LockLostError when another execution has the lock
 */
export async function retrainingStep<N extends StepName>(
  request: Steps[N]['request'] & { readonly step: N },
  monitor: Monitor,
  world: RetrainingWorld,
): Promise<Steps[N]['answer']> {
  const settings = monitor.retraining;
  if (settings === null) {
    throw new RetrainingError(`${monitor.file} has no section "retraining": it says how a retraining runs`);
  }
  const step: Step<N> = STEPS[request.step];
  return step(request, { monitor, settings, world });
}

import type { RetrainingSettings } from '../monitor/monitor.ts';
import type { StepName } from './contract.ts';
import { SCORING_ATTEMPTS, SCORING_TIMEOUT_SECONDS, TRAINING_ATTEMPTS } from './machine/training.ts';

const HOUR = 3_600_000;

/** Spot capacity may be waited for as long again as the job may run. */
export function longestTraining({ trainingJob }: Pick<RetrainingSettings, 'trainingJob'>): number {
  if (trainingJob === undefined) return 24 * HOUR;
  return trainingJob.maxRuntime * (trainingJob.spot ? 2 : 1);
}

/**
 * How long the lock holds after a step, milliseconds: until the next step has to have come, whatever the machine waits for in
 * between. An execution that dies keeps others out for so long and no longer.
 */
export function leaseAfter(step: StepName, settings: RetrainingSettings): number {
  switch (step) {
    case 'manifest':
      return TRAINING_ATTEMPTS * (longestTraining(settings) + HOUR) + scoring() + HOUR;
    case 'ask':
      return settings.promote.expiry + HOUR;
    case 'deploy':
      return longestDeployment(settings) + HOUR;
    default:
      // Steps after one another, each with its repetitions.
      return 2 * HOUR;
  }
}

/** Twice: the candidate, and the live model where its captured answers do not do. */
function scoring(): number {
  return 2 * SCORING_ATTEMPTS * (SCORING_TIMEOUT_SECONDS * 1000 + HOUR);
}

/** SageMaker allows a deployment eight hours. */
export const LONGEST_DEPLOYMENT_SECONDS = 8 * 3600;

/** Every step of the traffic is watched, and instances have to start and end. */
export function longestDeployment({ deploy }: Pick<RetrainingSettings, 'deploy'>): number {
  const steps = deploy.strategy === 'linear' ? Math.ceil(100 / deploy.percent) : 1;
  return Math.min(steps * deploy.bake + 2 * HOUR, LONGEST_DEPLOYMENT_SECONDS * 1000);
}

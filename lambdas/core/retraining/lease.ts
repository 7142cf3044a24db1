import type { RetrainingSettings } from '../monitor/monitor.ts';
import type { StepName } from './contract.ts';
import { POLL_SECONDS, SCORING_ATTEMPTS, SCORING_TIMEOUT_SECONDS, TRAINING_ATTEMPTS } from './machine/waits.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Spot capacity may be waited for as long again as the job may run. */
export function longestTraining({ trainingJob }: Pick<RetrainingSettings, 'trainingJob'>): number {
  if (trainingJob === undefined) return 24 * HOUR;
  return trainingJob.maxRuntime * (trainingJob.spot ? 2 : 1);
}

/** One attempt at a training job: instances start and end, data is loaded, the model is stored. The machine waits no longer. */
export function trainingTimeout(settings: Pick<RetrainingSettings, 'trainingJob'>): number {
  return longestTraining(settings) + HOUR;
}

/**
 * How long the lock holds after a step, milliseconds: until the next step has to have come, whatever the machine waits for in
 * between. An execution that dies keeps others out for so long and no longer.
 */
export function leaseAfter(step: StepName, settings: RetrainingSettings): number {
  switch (step) {
    case 'manifest':
      return TRAINING_ATTEMPTS * (trainingTimeout(settings) + HOUR) + scoring() + HOUR;
    case 'ask':
      return settings.promote.expiry + HOUR;
    case 'deploy':
      return maximumPolls(settings) * POLL_SECONDS * 1000 + 3 * HOUR;
    default:
      // The next step, which may be repeated, and die each time when its quarter of an hour is over.
      return 3 * HOUR;
  }
}

/** Twice: the candidate, and the live model where its captured answers do not do. */
function scoring(): number {
  return 2 * SCORING_ATTEMPTS * (SCORING_TIMEOUT_SECONDS * 1000 + HOUR);
}

/** SageMaker allows a deployment eight hours. */
const LONGEST_DEPLOYMENT_SECONDS = 8 * 3600;

/** Every step of the traffic is watched, and instances have to start and end. */
export function longestDeployment({ deploy }: Pick<RetrainingSettings, 'deploy'>): number {
  return Math.min(trafficSteps(deploy) * deploy.bake + 2 * HOUR, LONGEST_DEPLOYMENT_SECONDS * 1000);
}

/** How often the traffic is moved and then watched: a canary is followed by all the rest. */
function trafficSteps({ strategy, percent }: Pick<RetrainingSettings['deploy'], 'strategy' | 'percent'>): number {
  switch (strategy) {
    case 'canary':
      return 2;
    case 'linear':
      return Math.ceil(100 / percent);
    case 'all-at-once':
      return 1;
  }
}

/** How often the endpoint is looked at before its deployment counts as failed: an hour longer than SageMaker lets it run. */
export function maximumPolls(settings: Pick<RetrainingSettings, 'deploy'>): number {
  return Math.ceil((longestDeployment(settings) + HOUR) / (POLL_SECONDS * 1000));
}

import type { RetrainingSettings } from '../monitor/monitor.ts';
import { CAPTURE_WAIT } from './confirm-capture.ts';
import type { StepName } from './contract.ts';
import { POLL_SECONDS, SCORING_ATTEMPTS, SCORING_TIMEOUT_SECONDS, TRAINING_ATTEMPTS } from './machine/timeouts.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The longest a training job can take, in milliseconds: a spot job may wait for capacity as long again as it may run. */
export function longestTraining({ trainingJob }: Pick<RetrainingSettings, 'trainingJob'>): number {
  if (trainingJob === undefined) return 24 * HOUR;
  return trainingJob.maxRuntime * (trainingJob.spot ? 2 : 1);
}

/** The machine's timeout for one attempt at a training job, in milliseconds, with an hour to start instances and store the model. */
export function trainingTimeout(settings: Pick<RetrainingSettings, 'trainingJob'>): number {
  return longestTraining(settings) + HOUR;
}

/**
 * How long the lock lasts after a step, in milliseconds: until the next step must have started, however long the machine waits
 * in between. If the execution dies, other executions wait this long.
 */
export function leaseAfter(step: StepName, settings: RetrainingSettings): number {
  switch (step) {
    case 'manifest':
      return TRAINING_ATTEMPTS * (trainingTimeout(settings) + HOUR) + scoring() + HOUR;
    case 'requestApproval':
      return settings.promote.expiry + HOUR;
    case 'deploy':
      return updating(settings) + CAPTURE_WAIT + 3 * HOUR;
    default:
      // The next step may be repeated and time out after a quarter of an hour each time.
      return 3 * HOUR;
  }
}

/** How long the lock lasts when the endpoint is put back to what served before, in milliseconds. */
export function restorationLease(settings: Pick<RetrainingSettings, 'deploy'>): number {
  return updating(settings) + 3 * HOUR;
}

/** The longest wait for an update of the endpoint, in milliseconds. */
function updating(settings: Pick<RetrainingSettings, 'deploy'>): number {
  return maximumPolls(settings) * POLL_SECONDS * 1000;
}

/** For two models: the candidate, and the live model where its captured answers do not suffice. */
function scoring(): number {
  return 2 * SCORING_ATTEMPTS * (SCORING_TIMEOUT_SECONDS * 1000 + HOUR);
}

/** SageMaker's limit for a deployment. */
const LONGEST_DEPLOYMENT_SECONDS = 8 * 3600;

/** The longest a deployment can take, in milliseconds: each traffic step bakes, and instances start and stop. */
export function longestDeployment({ deploy }: Pick<RetrainingSettings, 'deploy'>): number {
  return Math.min(trafficSteps(deploy) * deploy.bake + 2 * HOUR, LONGEST_DEPLOYMENT_SECONDS * 1000);
}

/** Number of traffic steps. A canary has two: the canary itself and the rest. */
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

/** Number of polls before a deployment counts as failed: an hour more than it can take. */
export function maximumPolls(settings: Pick<RetrainingSettings, 'deploy'>): number {
  return Math.ceil((longestDeployment(settings) + HOUR) / (POLL_SECONDS * 1000));
}

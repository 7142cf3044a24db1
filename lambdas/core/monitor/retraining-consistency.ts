import type { Inconsistency } from './feature-consistency.ts';
import { formatDays, leastKeep } from './retained-rows.ts';
import { TRANSFORM_INSTANCE_TYPES } from './schema/instance-types.ts';
import { hasLocalStorage } from './schema/local-storage.ts';
import type { MonitorSections } from './schema/monitor-file.ts';

/**
 * What a retraining needs from other sections. Synthesis checks what only a deployed retraining needs.
 *
 * @param unreadable Names of sections that are in the file but could not be read.
 */
export function retrainingNeeds(
  { retraining, capture, labels }: Partial<MonitorSections>,
  unreadable: readonly string[],
): Inconsistency[] {
  if (retraining === undefined) return [];
  const path = ['retraining'];
  const found: Inconsistency[] = [];
  const need = (message: string, accepted: string) => found.push({ path, message, accepted });
  const { trainingJob, commands } = retraining;
  if (trainingJob === undefined && commands === undefined) {
    need('does not define how to train', 'trainingJob (in an account), commands (on a laptop), or both');
  }
  if (labels === undefined && !unreadable.includes('labels')) {
    need('has nothing to train on without labels', 'a section labels');
  }
  if (capture !== undefined && capture.features === undefined) {
    need('needs capture.features, the order of the values in a training row', 'capture.features: [name, …]');
  }
  return [
    ...found,
    ...scoring(retraining),
    ...volumes(retraining),
    ...deployments(retraining.deploy),
    ...retention(retraining),
  ];
}

type Retraining = NonNullable<MonitorSections['retraining']>;

/** Half of the instance types of training jobs cannot run transform jobs. */
function scoring({ trainingJob, scoring: { instanceType } }: Retraining): Inconsistency[] {
  if (trainingJob === undefined || instanceType !== undefined) return [];
  if (TRANSFORM_INSTANCE_TYPES.has(trainingJob.instanceType)) return [];
  const message = `is not given, and the training job's ${trainingJob.instanceType} cannot run transform jobs`;
  const path = ['retraining', 'scoring', 'instanceType'];
  return [{ path, message, accepted: 'an instance type of transform jobs, such as ml.m5.xlarge' }];
}

/** SageMaker takes no key for instances that encrypt their disks themselves. */
function volumes({ trainingJob, scoring }: Retraining): Inconsistency[] {
  if (trainingJob?.volumeKey === undefined) return [];
  const types = new Set([trainingJob.instanceType, scoring.instanceType ?? trainingJob.instanceType]);
  const local = [...types].filter(hasLocalStorage);
  if (local.length === 0) return [];
  const message = `is a key that SageMaker refuses for ${local.join(' and ')}: local disks are encrypted by the hardware`;
  const accepted = 'no key, or instance types without local disks, such as ml.m5.xlarge';
  return [{ path: ['retraining', 'trainingJob', 'volumeKey'], message, accepted }];
}

/** Rows must not expire while their retraining needs them. */
function retention(retraining: Retraining): Inconsistency[] {
  const { keep } = retraining.data;
  const least = leastKeep(retraining);
  if (keep === undefined || keep >= least) return [];
  const path = ['retraining', 'data', 'keep'];
  const message = 'is shorter than a retraining can take, with its training job and its approval';
  return [{ path, message, accepted: `${formatDays(least)} or longer` }];
}

const HOUR = 3_600_000;

/** SageMaker's limits: a step bakes for at most an hour, a linear step moves at least 10 %, and a deployment takes at most eight hours. */
function deployments({ strategy, percent, bake }: Retraining['deploy']): Inconsistency[] {
  const found: Inconsistency[] = [];
  const path = ['retraining', 'deploy'];
  if (bake > HOUR) found.push({ path: [...path, 'bake'], message: 'is longer than an hour', accepted: 'up to PT1H' });
  if (strategy !== 'linear') return found;
  if (percent < 10) {
    const message = 'is too small for a linear step';
    found.push({ path: [...path, 'percent'], message, accepted: '10 to 50' });
  } else if (Math.ceil(100 / percent) * Math.min(bake, HOUR) > 6 * HOUR) {
    const message = 'adds up to more than six hours over all steps, and a deployment may take eight';
    found.push({ path: [...path, 'bake'], message, accepted: 'a shorter bake, or a larger percent' });
  }
  return found;
}

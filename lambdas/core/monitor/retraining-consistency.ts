import type { Inconsistency } from './feature-consistency.ts';
import type { MonitorSections } from './schema/monitor-file.ts';

/**
 * What a retraining needs of the other sections. What only a deployment needs is asked for when it is deployed.
 *
 * @param unreadable Names of the sections that were given but could not be read.
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
    need('does not say how to train', 'trainingJob (in an account), commands (on a laptop), or both');
  }
  if (labels === undefined && !unreadable.includes('labels')) {
    need('has nothing to train on without labels', 'a section labels');
  }
  if (capture !== undefined && capture.features === undefined) {
    need('needs capture.features: a training row has its values in their order', 'capture.features: [name, …]');
  }
  return [...found, ...deployments(retraining.deploy)];
}

type Retraining = NonNullable<MonitorSections['retraining']>;

const HOUR = 3_600_000;

/** SageMaker watches a step for an hour at most, moves a tenth of the traffic at least in equal steps, and ends a deployment after eight hours. */
function deployments({ strategy, percent, bake }: Retraining['deploy']): Inconsistency[] {
  const found: Inconsistency[] = [];
  const path = ['retraining', 'deploy'];
  if (bake > HOUR) found.push({ path: [...path, 'bake'], message: 'is longer than an hour', accepted: 'up to PT1H' });
  if (strategy !== 'linear') return found;
  if (percent < 10) {
    const message = 'is too small a step of linear traffic';
    found.push({ path: [...path, 'percent'], message, accepted: '10 to 50' });
  } else if (Math.ceil(100 / percent) * Math.min(bake, HOUR) > 6 * HOUR) {
    const message = 'is watched for more than six hours in all steps together, and a deployment may take eight';
    found.push({ path: [...path, 'bake'], message, accepted: 'a shorter bake, or a larger percent' });
  }
  return found;
}

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
  return found;
}

import { printable } from '../text/printable.ts';
import type { Inconsistency } from './feature-consistency.ts';
import type { MonitorSections } from './schema/monitor-file.ts';

/** Columns of the training data that `baseline.columns` gives to a feature, and another key or feature has too. */
export function baselineColumns({ baseline }: Partial<MonitorSections>): Inconsistency[] {
  if (baseline === undefined) return [];
  const { label, score, predictedLabel, value, scores, time } = baseline;
  const roles = new Map<string, string>();
  for (const [role, name] of Object.entries({ label, score, predictedLabel, value, time }))
    if (typeof name === 'string') roles.set(name, `baseline.${role}`);
  for (const name of Object.values(scores ?? {})) roles.set(name, 'baseline.scores');
  const taken = new Map(roles);
  const found: Inconsistency[] = [];
  for (const [feature, column] of baseline.columns) {
    const path = ['baseline', 'columns', feature];
    // The rows have the column under the feature's name, so that no other column can have it.
    const role = roles.get(feature);
    if (role !== undefined)
      found.push({ path, at: 'key', message: `is the column of ${role}`, accepted: 'features without another role' });
    const other = taken.get(column);
    if (other !== undefined)
      found.push({ path, message: `is the column of ${other} too`, accepted: 'a column of this feature only' });
    taken.set(column, printable(feature));
  }
  return found;
}

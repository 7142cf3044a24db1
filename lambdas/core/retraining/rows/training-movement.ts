import type { BaselineMovement } from '../../baseline/movement.ts';
import { fewestRows, mostWindows, type Whole, WindowProfiles } from '../../build-baseline/window-movement.ts';
import { RetrainingKeys } from '../../decision/retraining/keys.ts';
import { windowByName } from '../../monitor/windows.ts';
import { type Location, listSources } from '../../sources.ts';
import type { Manifest } from '../documents/manifest.ts';
import type { StepContext } from '../steps/context.ts';
import { readTrainingFeatures } from './read-training.ts';
import { ROW_FORMATS } from './registry.ts';

/**
 * How a candidate's training rows moved between their windows; null with fewer than two windows that have enough rows. There are
 * too few windows to learn how its answers move; the checks learn that after it is deployed.
 */
export async function trainingMovement(
  whole: Whole,
  { id, windows, format }: Manifest,
  context: StepContext,
): Promise<BaselineMovement | null> {
  const { monitor } = context;
  const keys = new RetrainingKeys(monitor.name, id);
  const large = windows.filter(({ part, kept }) => part === 'training' && kept >= fewestRows(monitor));
  const newest = large.slice(-mostWindows(whole)).map(({ window }) => windowByName(monitor.schedule, window));
  if (newest.length < 2) return null;
  const profiles = new WindowProfiles(monitor, whole, newest);
  const { extension } = ROW_FORMATS[format];
  for (const [i, { name }] of newest.entries()) {
    const key = keys.training(name, extension);
    const place: Location = { store: context.results, prefix: key, uriOf: (found) => context.resultsUri + found };
    for await (const source of listSources(place)) {
      if (source.uri !== place.uriOf(key)) continue;
      for await (const chunk of readTrainingFeatures(source, format, monitor.capture.features ?? [])) {
        profiles.add(i, chunk);
      }
    }
  }
  return profiles.measure(null);
}

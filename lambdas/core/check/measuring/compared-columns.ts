import type { Baseline } from '../../baseline/document.ts';
import { alignProfiles } from '../../drift/align-profiles.ts';
import { keepSuitable } from '../../drift/settings.ts';
import type { StreamedFeature } from '../../drift/stream.ts';
import type { Monitor } from '../../monitor/monitor.ts';
import { pairColumns } from '../../profile/column-pairs.ts';
import type { ColumnProfile, Profile } from '../../profile/types.ts';

/**
 * The features of a baseline and of a window that are compared. One aligned pair of columns at a time: a pair can be large, and there
 * can be ten thousand.
 *
 * @param leftOut Features that are not, beside those that the monitor ignores. @default none
 */
export function* featurePairs(
  monitor: Monitor,
  baseline: Profile,
  window: Profile,
  leftOut: ReadonlySet<string> = new Set(),
): Generator<StreamedFeature> {
  const { ignore, features, importance } = monitor.drift;
  const ignored = new Set([...leftOut, ...ignore]);
  for (const { baseline: column, window: other } of pairColumns(baseline, window)) {
    if (column === undefined || other === undefined || ignored.has(column.name) || column.identifier !== undefined)
      continue;
    const wanted = { ...features.get(column.name), importance: importance.get(column.name) };
    yield {
      name: column.name,
      aligned: alignProfiles(column, other),
      settings: wanted,
      hasOwnLimit: wanted.limit !== undefined,
    };
  }
}

/** The same of the model's answers. */
export function* answerPairs(
  monitor: Monitor,
  baseline: Pick<Baseline, 'predictions'>,
  window: Profile,
): Generator<StreamedFeature> {
  for (const { baseline: column, window: other } of pairColumns(baseline.predictions ?? { columns: [] }, window)) {
    if (column === undefined || other === undefined || column.identifier !== undefined) continue;
    const settings = keepSuitable(column.type, monitor.drift.prediction);
    yield {
      name: column.name,
      aligned: alignProfiles(answersOnly(column), answersOnly(other)),
      settings,
      hasOwnLimit: settings.limit !== undefined,
    };
  }
}

/** Without the rows that have no answer: they are broken data, and say nothing about how the model answers. */
function answersOnly(column: ColumnProfile): ColumnProfile {
  const { cells, type } = column;
  const others = type === 'number' ? { text: 0, boolean: 0 } : {};
  return { ...column, cells: { ...cells, missing: 0, nan: 0, nested: 0, ...others } };
}

import { alignProfiles } from '../drift/align-profiles.ts';
import { assessDrift } from '../drift/assess.ts';
import { measureChange } from '../drift/column-change.ts';
import type { FeatureToAssess } from '../drift/measure-feature.ts';
import type { ColumnChange } from '../drift/result.ts';
import { splitFalseAlarms } from '../drift/rule.ts';
import { keepSuitable, type WantedSettings } from '../drift/settings.ts';
import type { ColumnPair } from '../profile/column-pairs.ts';
import type { DriftResult } from '../result/schema.ts';

/** The drift of columns that both sides have; what has moved in those that drifted. */
export function assessColumns(
  pairs: readonly ColumnPair[],
  settings: WantedSettings,
  falseAlarms: number | undefined,
): DriftResult {
  const drift = assessDrift(featuresOf(pairs, settings), splitFalseAlarms(falseAlarms).features);
  const columns = new Map(pairs.map((pair) => [pair.baseline?.name, pair]));
  const features = drift.features.map((feature) =>
    feature.drifted ? { ...feature, change: changeOf(columns.get(feature.name)!) } : feature,
  );
  return { ...drift, features, ranking: [...drift.ranking] };
}

/** What has moved in a column that has values on both sides. */
function changeOf({ baseline, window }: ColumnPair): ColumnChange {
  const moments = { baseline: baseline!.moments, window: window!.moments };
  return measureChange({ aligned: alignProfiles(baseline!, window!), form: baseline!.form, moments });
}

/** Aligned pairs of columns, one at a time because a pair can be large. Values of identifiers are not compared. */
function* featuresOf(pairs: readonly ColumnPair[], wanted: WantedSettings): Generator<FeatureToAssess> {
  for (const { baseline, window } of pairs) {
    if (baseline === undefined || window === undefined || baseline.identifier !== undefined) continue;
    const settings = keepSuitable(baseline.type, wanted);
    yield { name: baseline.name, aligned: alignProfiles(baseline, window), settings };
  }
}

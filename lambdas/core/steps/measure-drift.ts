import type { Baseline } from '../baseline/document.ts';
import { alignProfiles } from '../drift/align-profiles.ts';
import { assessDrift, type FeatureToAssess } from '../drift/assess.ts';
import { splitFalseAlarms } from '../drift/rule.ts';
import { keepSuitable } from '../drift/settings.ts';
import type { HistoryRow } from '../history/row.ts';
import { readHistory } from '../history/store.ts';
import type { Monitor } from '../monitor/monitor.ts';
import type { ColumnProfile, Profile } from '../profile/types.ts';
import type { CheckResult, DriftResult } from '../result/schema.ts';
import type { Window } from '../window.ts';
import type { World } from '../world.ts';
import type { CapturedWindow } from './capture-profile.ts';
import { LearnedLimits } from './learned-limits.ts';

/**
 * How far the features and the model's answers have moved from the baseline. null for both in a window with fewer rows than
 * `drift.minimumRows`.
 */
export async function measureDrift(
  monitor: Monitor,
  window: Window,
  baseline: Baseline,
  captured: CapturedWindow,
  world: World,
): Promise<Pick<CheckResult, 'drift' | 'predictionDrift'>> {
  if (captured.features.rows < monitor.drift.minimumRows) return { drift: null, predictionDrift: null };
  const earlier = await earlierWindows(monitor, window, baseline, world);
  const budget = splitFalseAlarms(monitor.drift.falseAlarms);
  const learn = (family: 'features' | 'answers', alpha: number, columns: number) =>
    new LearnedLimits(earlier, family, monitor.schedule, window, alpha, columns);
  const features = learn('features', budget.features, baseline.profile.columns.length);
  const answers = learn('answers', budget.prediction, baseline.predictions?.columns.length ?? 0);
  return {
    drift: assess(featurePairs(monitor, baseline.profile, captured.features, features), budget.features),
    predictionDrift: withMissingShares(
      assess(answerPairs(monitor, baseline, captured.answers, answers), budget.prediction),
      baseline.predictions,
      captured.answers,
    ),
  };
}

function assess(pairs: Iterable<FeatureToAssess>, alpha: number): DriftResult {
  const assessment = assessDrift(pairs, alpha);
  return { ...assessment, features: [...assessment.features], ranking: [...assessment.ranking] };
}

/** What limits are learned from: nothing while there are fewer windows than `drift.history.minimumWindows`. */
async function earlierWindows(
  { name, drift: { history } }: Monitor,
  window: Window,
  baseline: Baseline,
  { results }: World,
): Promise<HistoryRow[]> {
  if (history === null) return [];
  const rows = await readHistory(results, name, 'drift', { last: history.windows, before: window });
  // Distances to another baseline say nothing about this one.
  const comparable = rows.filter((row) => row.baseline === baseline.id);
  return comparable.length >= history.minimumWindows ? comparable : [];
}

/** One aligned pair of columns at a time: a pair can be large, and there can be ten thousand. */
function* featurePairs(
  monitor: Monitor,
  baseline: Profile,
  window: Profile,
  learned: LearnedLimits,
): Generator<FeatureToAssess> {
  const { ignore, features, importance } = monitor.drift;
  const ignored = new Set(ignore);
  const found = new Map(window.columns.map((column) => [column.name, column]));
  for (const column of baseline.columns) {
    const other = found.get(column.name);
    if (other === undefined || ignored.has(column.name) || column.identifier !== undefined) continue;
    const wanted = { ...features.get(column.name), importance: importance.get(column.name) };
    yield {
      name: column.name,
      aligned: alignProfiles(column, other),
      settings: learned.apply(column.name, column.type, wanted),
    };
  }
}

function* answerPairs(
  monitor: Monitor,
  baseline: Baseline,
  window: Profile,
  learned: LearnedLimits,
): Generator<FeatureToAssess> {
  const found = new Map(window.columns.map((column) => [column.name, column]));
  for (const column of baseline.predictions?.columns ?? []) {
    const other = found.get(column.name);
    if (other === undefined || column.identifier !== undefined) continue;
    const settings = learned.apply(column.name, column.type, keepSuitable(column.type, monitor.drift.prediction));
    yield { name: column.name, aligned: alignProfiles(answersOnly(column), answersOnly(other)), settings };
  }
}

/** Without the rows that have no answer: they are broken data, and say nothing about how the model answers. */
function answersOnly(column: ColumnProfile): ColumnProfile {
  const { cells, type } = column;
  const others = type === 'number' ? { text: 0, boolean: 0 } : {};
  return { ...column, cells: { ...cells, missing: 0, nan: 0, nested: 0, ...others } };
}

/** How many answers lack a value is measured all the same. */
function withMissingShares(drift: DriftResult, baseline: Profile | null, window: Profile): DriftResult {
  const shares = (profile: Profile | null) =>
    new Map(profile?.columns.map(({ name, cells: { missing } }) => [name, missing / Math.max(1, profile.rows)]));
  const [before, now] = [shares(baseline), shares(window)];
  const features = drift.features.map((feature) => ({
    ...feature,
    baselineMissingShare: before.get(feature.name) ?? null,
    windowMissingShare: now.get(feature.name) ?? null,
  }));
  return { ...drift, features };
}

import type { Baseline } from './baseline/document.ts';
import { profileCapture } from './capture-profile.ts';
import { conclude } from './conclude.ts';
import { judgeData } from './decision/judge-data.ts';
import { alignProfiles } from './drift/align-profiles.ts';
import { assessDrift, type FeatureToAssess } from './drift/assess.ts';
import type { DriftAssessment } from './drift/result.ts';
import { splitFalseAlarms } from './drift/rule.ts';
import { readHistory } from './history/store.ts';
import { LearnedLimits } from './learned-limits.ts';
import type { Monitor } from './monitor/monitor.ts';
import type { Profile } from './profile/types.ts';
import { findBrokenData } from './quality-results.ts';
import { activeBaseline, baselineReference } from './reading.ts';
import type { CheckResult } from './result/schema.ts';
import type { Window } from './window.ts';
import type { World } from './world.ts';

/**
 * Does the data of a window still look like the data the model was trained on?
 *
 * Reads what was captured in the window into a profile, looks for broken data, measures how far features and answers have
 * moved from the baseline, and concludes: the result is saved, incidents move, people are told.
 *
 * @throws BaselineError without a baseline, LocationError without the captured data's place
 */
export async function checkDrift(monitor: Monitor, window: Window, world: World): Promise<CheckResult> {
  const baseline = await activeBaseline(monitor, world);
  const captured = await profileCapture(monitor, window, baseline, world);
  const quality = findBrokenData(monitor, baseline.profile, captured);

  const learned = await learnLimits(monitor, window, baseline, world);
  const budget = splitFalseAlarms(monitor.drift.falseAlarms);
  const enough = captured.features.rows >= monitor.drift.minimumRows;
  const drift = enough
    ? assessDrift(featurePairs(monitor, baseline.profile, captured.features, learned), budget.features)
    : null;
  const predictionDrift = enough
    ? assessDrift(answerPairs(monitor, baseline, captured.answers, learned), budget.prediction)
    : null;

  const { rows } = captured.features;
  const { minimumRows } = monitor.drift;
  const { expectData } = monitor.capture;
  const judged = judgeData({
    rows,
    minimumRows,
    expectData,
    quality,
    drift: asResult(drift),
    predictionDrift: asResult(predictionDrift),
  });
  return conclude(
    monitor,
    'drift',
    window,
    {
      baseline: baselineReference(baseline),
      data: captured.data,
      quality,
      drift: asResult(drift),
      predictionDrift: asResult(predictionDrift),
      labels: null,
      performance: null,
      segments: [],
      signals: judged.signals,
      limits: [],
      judge: () => ({
        dataMatches: judged.dataMatches,
        performance: { metric: null, value: null, lower: null, upper: null, rows: 0, comparedWithBaseline: 'unknown' },
        nextStep: judged.nextStep,
        reasons: [...judged.reasons],
      }),
    },
    world,
  );
}

async function learnLimits(monitor: Monitor, window: Window, baseline: Baseline, world: World): Promise<LearnedLimits> {
  const { history, falseAlarms } = monitor.drift;
  const earlier =
    history === null
      ? []
      : await readHistory(world.results, monitor.name, 'drift', { last: history.windows, before: window });
  // Distances to another baseline say nothing about this one.
  const comparable = earlier.filter((row) => row.baseline === baseline.id);
  const enough = history !== null && comparable.length >= history.minimumWindows;
  const { features } = splitFalseAlarms(falseAlarms);
  const columns = baseline.profile.columns.length;
  return new LearnedLimits(enough ? comparable : [], monitor.schedule, window, features, columns);
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
    if (other === undefined || ignored.has(column.name)) continue;
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
    if (other === undefined) continue;
    const settings = learned.apply(column.name, column.type, monitor.drift.prediction);
    yield { name: column.name, aligned: alignProfiles(column, other), settings };
  }
}

function asResult(assessment: DriftAssessment | null): CheckResult['drift'] {
  return assessment === null
    ? null
    : { ...assessment, features: [...assessment.features], ranking: [...assessment.ranking] };
}

import type { Baseline } from '../../baseline/document.ts';
import { columnNormals, normalsOf } from '../../decision/new-normals.ts';
import type { MonitorState } from '../../decision/state.ts';
import { assessDriftInStream } from '../../drift/assess-in-stream.ts';
import type { Stream, StreamedFeature } from '../../drift/stream.ts';
import type { HistoryRow } from '../../history/row.ts';
import { declaredClasses } from '../../monitor/declared-classes.ts';
import type { Monitor } from '../../monitor/monitor.ts';
import type { RedactedContext } from '../../privacy/redacted-context.ts';
import type { Profile } from '../../profile/types.ts';
import { shownDrift } from '../../result/redact-drift.ts';
import type { CheckResult, DriftResult } from '../../result/schema.ts';
import type { Window } from '../../window.ts';
import type { CapturedWindow } from '../reading/captured-window.ts';
import { answerPairs, featurePairs } from './compared-columns.ts';
import { withEarlier } from './count-earlier.ts';
import { driftStream, windowsLookedAt } from './earlier-windows.ts';
import { budgetOf } from './false-alarm-budget.ts';
import { withPlainMoments } from './plain-moments.ts';
import { StoredKeys } from './stored-keys.ts';
import { UsualWindows } from './usual-windows.ts';

export interface MeasuredDrift extends Pick<CheckResult, 'drift' | 'predictionDrift'> {
  /** Whether a new normal has been declared since it was measured. */
  isOutdated(now: MonitorState): boolean;
}

/**
 * How far the features and the model's answers have moved from the baseline, or from a new normal. null for
 * both in a window with fewer rows than `drift.minimumRows`.
 *
 * @param history of the windows before, oldest first
 */
export function measureDrift(
  monitor: Monitor,
  window: Window,
  baseline: Baseline,
  captured: CapturedWindow,
  state: MonitorState,
  history: readonly HistoryRow[],
  { redactor }: Pick<RedactedContext, 'redactor'>,
): MeasuredDrift {
  if (captured.features.rows < monitor.drift.minimumRows) {
    return { drift: null, predictionDrift: null, isOutdated: () => false };
  }
  const keys = new StoredKeys(redactor, baseline);
  // Distances to another baseline say nothing about this one.
  const earlier = history.filter((row) => row.baseline === baseline.id).map((row) => keys.readRow(row));
  const declared = normalsOf(state, baseline.id);
  const budget = budgetOf(monitor);
  const moves = monitor.drift.history !== null;
  const movement = moves ? baseline.movement : null;
  const stream = (family: 'features' | 'answers') => {
    const normals = keys.readNormals(family, columnNormals(declared, family, window.start));
    return driftStream({ history: earlier, movement }, family, monitor.schedule, window, {
      moves,
      normals,
      lookedAt: windowsLookedAt(monitor),
    });
  };
  const assessed = (pairs: Iterable<StreamedFeature>, family: 'features' | 'answers') =>
    withEarlier(assess(pairs, budget[family], stream(family)), history, baseline.id);
  return {
    drift: shownDrift(
      withPlainMoments(
        assessed(
          featurePairs(monitor, baseline.profile, captured.features, new UsualWindows(monitor, baseline).constant),
          'features',
        ),
        baseline.profile,
        captured.features,
        redactor,
      ),
      redactor,
    ),
    predictionDrift: shownDrift(
      withPlainMoments(
        withMissingShares(
          assessed(answerPairs(monitor, baseline, captured.answers), 'answers'),
          baseline.predictions,
          captured.answers,
        ),
        baseline.predictions,
        captured.answers,
        redactor,
      ),
      redactor,
      declaredClasses(monitor),
    ),
    isOutdated: (now) => JSON.stringify(normalsOf(now, baseline.id)) !== JSON.stringify(declared),
  };
}

function assess(pairs: Iterable<StreamedFeature>, alpha: number, stream: Stream): DriftResult {
  const assessment = assessDriftInStream(pairs, alpha, stream);
  return { ...assessment, features: [...assessment.features], ranking: [...assessment.ranking] };
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

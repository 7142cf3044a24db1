import type { ColumnTable } from 'arquero';
import type { Baseline } from './baseline/document.ts';
import { conclude, type Measured } from './conclude.ts';
import {
  judgePerformance,
  type PerformanceFacts,
  performanceOf,
  performanceSignal,
} from './decision/judge-performance.ts';
import { retrainingBlock } from './decision/limits.ts';
import type { LimitOutcome } from './decision/state.ts';
import { loadState } from './decision/state-store.ts';
import type { Transition } from './decision/transition.ts';
import { readHistory } from './history/store.ts';
import { labelPredictions, readPredictions } from './labelled-predictions.ts';
import { isDue } from './labels/waiting.ts';
import { isBreached } from './monitor/limit.ts';
import type { LabelSettings, Monitor } from './monitor/monitor.ts';
import { windowsBetween } from './monitor/windows.ts';
import { comparePerformance } from './performance/compare.ts';
import { evaluateTable } from './performance/evaluate-table.ts';
import { METRICS } from './performance/metrics/table.ts';
import { evaluateSegments } from './performance/segments.ts';
import type { Performance } from './performance/types.ts';
import { tolerateUsual, type UsualRange, usualRange } from './performance/usual-range.ts';
import { evaluationSettings } from './prediction-columns.ts';
import { activeBaselineIfAny, baselineReference } from './reading.ts';
import type { CheckResult } from './result/schema.ts';
import type { Window } from './window.ts';
import type { World } from './world.ts';

/** Earlier windows from which it is learned how windows usually differ. */
const USUAL_WINDOWS = 28;

/**
 * How well did the model do in a window, by the labels that have come so far?
 *
 * Reads the window's predictions, joins the labels to them, measures performance with intervals, holds it against the
 * limits and the baseline, and concludes. A window is checked again while labels still come: see {@link dueWindows}.
 *
 * @throws LocationError without the captured data's or the labels' place, MissingLabelsError without a `labels` section
 */
export async function checkAccuracy(monitor: Monitor, window: Window, world: World): Promise<CheckResult> {
  const settings = labelSettings(monitor);
  const baseline = await activeBaselineIfAny(monitor, world);
  const { predictions, data } = await readPredictions(monitor, window, world);
  const { table, labels } = await labelPredictions(monitor, settings, window, predictions, world);

  const performance = measure(monitor, table, labels.labelled);
  const usual = await usualPerformance(monitor, window, baseline, world);
  const facts = gatherFacts(monitor, { baseline, performance, labels, usual });
  const limits = limitOutcomes(monitor, performance);
  const measured: Measured = {
    baseline: baseline && baselineReference(baseline),
    data,
    quality: [],
    drift: null,
    predictionDrift: null,
    labels,
    performance: performance && asResult(performance),
    segments: performance === null ? [] : measureSegments(monitor, table),
    signals: [performanceSignal(facts, limits)],
    limits,
    judge: (moved) => verdict(facts, window, moved),
  };
  return conclude(monitor, 'accuracy', window, measured, world);
}

/**
 * The windows whose labels can have come and may still change what is known: complete, older than `labels.lag`, not settled,
 * and not older than `labels.maxAge` or already looked at: those are looked at once more after it, to say that no more
 * labels are waited for. Oldest first.
 */
export async function dueWindows(monitor: Monitor, world: World): Promise<Window[]> {
  const settings = labelSettings(monitor);
  const { state } = await loadState(world.results, monitor.name);
  const settled = new Set(state.checks.accuracy.filter((entry) => entry.labels?.settled).map((entry) => entry.window));
  // Before the first drift check nothing was watched.
  const watchedFrom = state.checks.drift[0]?.start ?? Number.NEGATIVE_INFINITY;
  const from = Math.max(world.now - settings.lag - settings.maxAge, watchedFrom);
  const open = state.checks.accuracy
    .filter((entry) => entry.start < from && !settled.has(entry.window))
    .map(({ window: name, start, end }): Window => ({ name, start, end }));
  const windows = Array.from(windowsBetween(monitor.schedule, from, world.now - settings.lag)).filter(
    (window) => isDue(window, world.now, settings) && window.start >= from && !settled.has(window.name),
  );
  return [...open, ...windows];
}

/** The monitor names no labels, so there is no accuracy to check. */
export class MissingLabelsError extends Error {
  override readonly name = 'MissingLabelsError';
}

function labelSettings({ labels, file }: Monitor): LabelSettings {
  if (labels === null)
    throw new MissingLabelsError(`${file} has no section "labels": without labels there is no accuracy to check`);
  return labels;
}

function measure(monitor: Monitor, table: ColumnTable, labelled: number): Performance | null {
  if (labelled === 0) return null;
  const settings = evaluationSettings(monitor.problem, monitor.capture.prediction, monitor.positive);
  return evaluateTable(table, settings).performance;
}

/** Where the primary metric of a window usually lies, from earlier windows with enough rows that asked nobody to do anything. */
async function usualPerformance(
  { name, performance }: Monitor,
  window: Window,
  baseline: Baseline | null,
  { results }: World,
): Promise<UsualRange | null> {
  const rows = await readHistory(results, name, 'accuracy', { last: USUAL_WINDOWS, before: window });
  const { primaryMetric, minimumRows } = performance;
  const quiet = rows.filter((row) => row.next_step === 'continue' && row.baseline === (baseline?.id ?? null));
  const judged = quiet.filter((row) => row.metric === primaryMetric && row.metric_rows >= minimumRows);
  const values = judged.map((row) => row.metric_value);
  return usualRange(values.filter((value) => value !== null));
}

function gatherFacts(
  monitor: Monitor,
  {
    baseline,
    performance,
    labels,
    usual,
  }: {
    baseline: Baseline | null;
    performance: Performance | null;
    labels: PerformanceFacts['labels'];
    usual: UsualRange | null;
  },
): PerformanceFacts {
  const { primaryMetric: metric, minimumRows } = monitor.performance;
  const before = baseline?.performance?.metrics[metric];
  const now = performance?.metrics[metric];
  const outcome = before && now ? comparePerformance(before, now, METRICS[metric]).outcome : 'unknown';
  const comparedWithBaseline = tolerateUsual(outcome, now?.value ?? null, usual, METRICS[metric]);
  return {
    metric,
    performance: performance && asResult(performance),
    labels,
    minimumRows,
    comparedWithBaseline,
    baselineValue: before?.value ?? null,
  };
}

/** Limits on the window's values; without enough rows nothing is said. */
function limitOutcomes({ performance: settings }: Monitor, performance: Performance | null): LimitOutcome[] {
  const enough = performance !== null && performance.rows >= settings.minimumRows;
  return (['alert', 'retrain'] as const).flatMap((purpose) =>
    settings[purpose].map((limit) => {
      const value = performance?.metrics[limit.metric]?.value ?? null;
      const met = enough && value !== null ? isBreached(limit, value) : null;
      return { text: limit.text, purpose, windows: limit.windows, met };
    }),
  );
}

function measureSegments(monitor: Monitor, table: ColumnTable): CheckResult['segments'] {
  const { segments, minimumRows, primaryMetric: metric } = monitor.performance;
  const settings = evaluationSettings(monitor.problem, monitor.capture.prediction, monitor.positive);
  return segments.flatMap((feature, i) => {
    const found = evaluateSegments(table, `segment_${i}`, settings, { minimumRows, metric });
    return found.segments.map(({ value, rows, performance, worse }) => ({
      feature,
      value,
      rows,
      metric: performance.metrics[metric] ?? null,
      worse,
    }));
  });
}

function verdict(facts: PerformanceFacts, window: Window, { state, limits }: Transition): CheckResult['verdict'] {
  const { nextStep, reasons } = judgePerformance(facts, limits, retrainingBlock(state, window.name));
  const drift = state.checks.drift.find((entry) => entry.window === window.name);
  return {
    dataMatches: dataMatches(drift?.signals ?? []),
    performance: performanceOf(facts),
    nextStep,
    reasons: [...reasons],
  };
}

/** What the drift check of the same window found. */
function dataMatches(signals: readonly { kind: string; status: string }[]): CheckResult['verdict']['dataMatches'] {
  const about = signals.filter(({ kind }) => kind === 'data-quality' || kind === 'drift');
  if (about.some(({ status }) => status === 'breach')) return 'no';
  return about.length > 0 && about.every(({ status }) => status === 'clear') ? 'yes' : 'unknown';
}

function asResult({ confusionMatrix, classes, ...rest }: Performance): NonNullable<CheckResult['performance']> {
  return {
    ...rest,
    metrics: { ...rest.metrics },
    confusionMatrix: confusionMatrix && {
      classes: [...confusionMatrix.classes],
      counts: confusionMatrix.counts.map((row) => [...row]),
    },
    classes: classes && [...classes],
  };
}

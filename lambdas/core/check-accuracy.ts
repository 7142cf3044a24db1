import type { Baseline } from './baseline/document.ts';
import {
  judgePerformance,
  labelSignal,
  type PerformanceFacts,
  performanceOf,
  performanceSignal,
  standingOfRest,
} from './decision/judge-performance.ts';
import { retrainingBlock } from './decision/limits.ts';
import { publishOutbox } from './decision/outbox.ts';
import { loadState } from './decision/state-store.ts';
import type { Transition } from './decision/transition.ts';
import { isDue } from './labels/waiting.ts';
import type { LabelSettings, Monitor } from './monitor/monitor.ts';
import { windowsBetween } from './monitor/windows.ts';
import type { CheckResult, DataRead } from './result/schema.ts';
import { conclude, type Measured } from './steps/conclude.ts';
import { joinLabels, type LabelsRead } from './steps/join-labels.ts';
import { labelPredictions, type Predictions, readPredictions } from './steps/labelled-predictions.ts';
import { measurePerformance } from './steps/measure-performance.ts';
import { baselineIfAny, baselineReference } from './steps/reading.ts';
import type { Window } from './window.ts';
import type { World } from './world.ts';

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
  const baseline = await baselineIfAny(monitor, window, world);
  const { predictions, data } = await readPredictions(monitor, window, baseline, world);
  const labels = await joinLabels(settings, window, predictions.keys, world);
  return concludeAccuracy(monitor, window, baseline, { predictions, data, labels }, world);
}

/** A window's predictions and the labels that have come for them, read in whatever way. */
export interface AnsweredWindow {
  readonly predictions: Predictions;
  readonly data: DataRead;
  readonly labels: LabelsRead;
}

/** The rest of the story, after a window has been read in whatever way. Throws MissingLabelsError. */
export async function concludeAccuracy(
  monitor: Monitor,
  window: Window,
  baseline: Baseline | null,
  { predictions, data, labels }: AnsweredWindow,
  world: World,
): Promise<CheckResult> {
  const labelled = await labelPredictions(monitor, labelSettings(monitor), window, predictions, labels, world);
  const read = { ...predictions, ...labelled, data };
  const { facts, limits, segments } = await measurePerformance(monitor, window, baseline, read, world);

  const measured: Measured = {
    baseline: baseline && baselineReference(baseline),
    data,
    quality: [],
    drift: null,
    predictionDrift: null,
    labels: labelled.labels,
    performance: facts.performance,
    segments,
    signals: [performanceSignal(facts, limits), labelSignal(facts)],
    limits,
    judge: (moved) => verdict(facts, window, moved),
  };
  return conclude(monitor, 'accuracy', window, measured, world);
}

/**
 * Checks every window whose labels may still come, oldest first. When there is none, only what a dead run left to publish
 * is published: it may have settled the last of them.
 *
 * @param due The instant that decides which windows these are, milliseconds since the epoch.
 * @param check Checks one of them.
 */
export async function checkDueWindows(
  monitor: Monitor,
  world: World,
  due = world.now,
  check = checkAccuracy,
): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const window of await dueWindows(monitor, { ...world, now: due })) {
    results.push(await check(monitor, window, world));
  }
  if (results.length === 0 && !world.dryRun) {
    await publishOutbox(world.results, monitor.name, world, world.runId, world.now);
  }
  return results;
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

function verdict(facts: PerformanceFacts, window: Window, { state, limits }: Transition): CheckResult['verdict'] {
  const { nextStep, reasons } = judgePerformance(facts, limits, retrainingBlock(state, window.name));
  const brokenAnswers = nextStep === 'fix-data' && standingOfRest(facts) !== 'whole';
  const drift = state.checks.drift.find((entry) => entry.window === window.name);
  return {
    dataMatches: brokenAnswers ? 'no' : dataMatches(drift?.signals ?? []),
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

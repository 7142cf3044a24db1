import type { ModelBaseline } from '../baseline/document.ts';
import type { RunContext } from '../context.ts';
import { labelSignal, performanceSignal } from '../decision/accuracy-signals.ts';
import { concludeFromPerformance } from '../decision/conclude-from-performance.ts';
import { describeReplaced, retrainingBlock } from '../decision/limits.ts';
import { type PerformanceFacts, representativenessOf } from '../decision/performance-facts.ts';
import { performanceOf } from '../decision/performance-verdict.ts';
import type { MonitorState } from '../decision/state.ts';
import { StateSession } from '../decision/state-session.ts';
import type { Transition } from '../decision/transition.ts';
import type { LabelSettings, Monitor } from '../monitor/monitor.ts';
import type { CheckResult, DataRead } from '../result/schema.ts';
import type { Window } from '../window.ts';
import { conclude } from './conclude.ts';
import type { Measured } from './measured.ts';
import { measurePerformance } from './measuring/measure-performance.ts';
import { joinLabels, type LabelsRead } from './reading/join-labels.ts';
import { labelPredictions, type Predictions, readPredictions } from './reading/labelled-predictions.ts';
import { baselineReference, readModelBaseline } from './reading/read-window.ts';
import { inputDigest, settingsDigest } from './reading/unchanged-windows.ts';

/**
 * How well did the model do in a window, by the labels that have come so far?
 *
 * Reads the window's predictions, joins the labels to them, measures performance with intervals, holds it against the
 * limits and the baseline, and concludes. A window is checked again while labels still come: see `checkDueWindows`.
 *
 * @throws LocationError without the captured data's or the labels' place, MissingLabelsError without a `labels` section
 */
export async function checkAccuracy(monitor: Monitor, window: Window, context: RunContext): Promise<CheckResult> {
  const session = new StateSession(context.results, monitor.name);
  const { baseline, ...answered } = await readAnswered(monitor, window, await session.current(), context);
  return concludeAccuracy(monitor, window, baseline, answered, context, session);
}

/** A window's predictions and the labels that have come for them, read in whatever way. */
export interface AnsweredWindow {
  readonly predictions: Predictions;
  readonly data: DataRead;
  readonly labels: LabelsRead;
  /** A digest of the files and settings: while it stays the same, another reading finds the same. @default - it may find more */
  readonly seen?: string | undefined;
}

/** Reads a window's predictions and the labels that have come for them. */
export async function readAnswered(
  monitor: Monitor,
  window: Window,
  state: MonitorState,
  context: RunContext,
): Promise<AnsweredWindow & { baseline: ModelBaseline | null; seen: string }> {
  const settings = labelSettings(monitor);
  const baseline = await readModelBaseline(monitor, window, state, context);
  const { captures, ...read } = await readPredictions(monitor, window, baseline, context);
  const labels = await joinLabels(settings, window, read.predictions.keys, context, true);
  const seen = inputDigest(settingsDigest(monitor, baseline?.id ?? null), captures, labels.counter.digest);
  return { ...read, labels, baseline, seen };
}

/** The rest of the story, after a window has been read in whatever way. Throws MissingLabelsError. */
async function concludeAccuracy(
  monitor: Monitor,
  window: Window,
  baseline: ModelBaseline | null,
  answered: AnsweredWindow,
  context: RunContext,
  session = new StateSession(context.results, monitor.name),
): Promise<CheckResult> {
  const measured = await measureAccuracy(monitor, window, baseline, answered, context);
  return conclude(monitor, 'accuracy', window, measured, session, context);
}

/** Measures performance in a window that has been read. The answer does not hold on to its rows. Throws MissingLabelsError. */
export async function measureAccuracy(
  monitor: Monitor,
  window: Window,
  baseline: ModelBaseline | null,
  { predictions, data, labels, seen }: AnsweredWindow,
  context: RunContext,
): Promise<Measured> {
  const labelled = labelPredictions(labelSettings(monitor), window, predictions, labels, context.now);
  const read = { ...predictions, ...labelled, data };
  const { facts, limits, segments } = await measurePerformance(monitor, window, baseline, read, context);

  return {
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
    seen,
    verdictAfter: (moved) => verdict(facts, window, moved),
  };
}

/** The monitor names no labels, so there is no accuracy to check. */
export class MissingLabelsError extends Error {
  override readonly name = 'MissingLabelsError';
}

/** The settings of a monitor's labels. Throws MissingLabelsError. */
export function labelSettings({ labels, file }: Monitor): LabelSettings {
  if (labels === null)
    throw new MissingLabelsError(`${file} has no section "labels": without labels there is no accuracy to check`);
  return labels;
}

function verdict(facts: PerformanceFacts, window: Window, { state, limits }: Transition): CheckResult['verdict'] {
  const { nextStep, reasons } = concludeFromPerformance(
    facts,
    limits,
    retrainingBlock(state, window.name),
    describeReplaced(state, window.start),
  );
  const brokenAnswers = nextStep === 'fix-data' && representativenessOf(facts) !== 'whole';
  const drift = state.checks.drift.find((checkedWindow) => checkedWindow.window === window.name);
  return {
    dataMatches: brokenAnswers ? 'no' : dataMatches(drift?.signals ?? []),
    performance: performanceOf(facts, limits),
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

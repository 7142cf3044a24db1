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
import { conclude, concludeNone } from './conclude.ts';
import { isLess, keepKnown } from './keep-earlier-result.ts';
import type { Measured } from './measured.ts';
import { measurePerformance } from './measuring/measure-performance.ts';
import { windowsDue } from './reading/due-windows.ts';
import { joinLabels, type LabelsRead } from './reading/join-labels.ts';
import { labelPredictions, type Predictions, readPredictions } from './reading/labelled-predictions.ts';
import { baselineReference, readModelBaseline } from './reading/read-window.ts';
import { inputDigest, settingsDigest, UnchangedWindows } from './reading/unchanged-windows.ts';

/**
 * How well did the model do in a window, by the labels that have come so far?
 *
 * Reads the window's predictions, joins the labels to them, measures performance with intervals, holds it against the
 * limits and the baseline, and concludes. A window is checked again while labels still come: see {@link checkDueWindows}.
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

async function readAnswered(
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
export async function concludeAccuracy(
  monitor: Monitor,
  window: Window,
  baseline: ModelBaseline | null,
  { predictions, data, labels, seen }: AnsweredWindow,
  context: RunContext,
  session = new StateSession(context.results, monitor.name),
): Promise<CheckResult> {
  const labelled = labelPredictions(labelSettings(monitor), window, predictions, labels, context.now);
  const read = { ...predictions, ...labelled, data };
  const { facts, limits, segments } = await measurePerformance(monitor, window, baseline, read, context);

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
    seen,
    verdictAfter: (moved) => verdict(facts, window, moved),
  };
  return conclude(monitor, 'accuracy', window, measured, session, context);
}

/** The outcome of a run for each window that waits for labels. */
export interface DueChecks {
  readonly results: readonly CheckResult[];
  /** Windows without new files since their last check: nothing was read. */
  readonly idle: readonly Window[];
  /** Windows for which fewer predictions or labels are there than at the last check: its result stays. */
  readonly kept: readonly Window[];
}

/**
 * Checks every window whose labels may still come, oldest first. A scheduled run passes over windows without new files since
 * their last check. When no window is left, it only does what waits in the state: publish what a dead run left, and start
 * retrainings.
 *
 * @param due The instant that decides which windows these are, milliseconds since the epoch.
 * @param check Checks one of them; null where the last result stays.
 */
export async function checkDueWindows(
  monitor: Monitor,
  context: RunContext,
  due = context.now,
  check: typeof checkAgain = checkAgain,
): Promise<DueChecks> {
  const settings = labelSettings(monitor);
  const session = new StateSession(context.results, monitor.name);
  const state = await session.current();
  const watch = readsAll(context) ? null : new UnchangedWindows(monitor, settings, state, context);
  const [results, idle, kept]: [CheckResult[], Window[], Window[]] = [[], [], []];
  for (const window of windowsDue(monitor, settings, state, due)) {
    if (await watch?.isIdle(window)) idle.push(window);
    else {
      const result = await check(monitor, window, context, session);
      if (result === null) kept.push(window);
      else results.push(result);
    }
  }
  if (results.length === 0 && !context.dryRun) await concludeNone(monitor, session, context);
  return { results, idle, kept };
}

/** Checks a window; on a schedule null where less is there than at its last check. */
async function checkAgain(
  monitor: Monitor,
  window: Window,
  context: RunContext,
  session: StateSession,
): Promise<CheckResult | null> {
  const state = await session.current();
  const { baseline, ...answered } = await readAnswered(monitor, window, state, context);
  if (readsAll(context) || !isLess(answered, state, window)) {
    return concludeAccuracy(monitor, window, baseline, answered, context, session);
  }
  await keepKnown(labelSettings(monitor), window, answered.seen, session, context.now);
  return null;
}

/** A person who runs a check sees what is there now; and a dry run leaves nothing to compare with. */
function readsAll({ dryRun, byHand }: RunContext): boolean {
  return dryRun || (byHand ?? false);
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

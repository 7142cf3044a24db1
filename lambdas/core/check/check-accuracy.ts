import type { ModelBaseline } from '../baseline/document.ts';
import type { RunContext } from '../context.ts';
import { labelSignal, performanceSignal } from '../decision/accuracy-signals.ts';
import { performanceOf, primaryEstimate } from '../decision/performance-verdict.ts';
import type { MonitorState } from '../decision/state.ts';
import { StateSession } from '../decision/state-session.ts';
import type { LabelSettings, Monitor } from '../monitor/monitor.ts';
import { protecting } from '../privacy/protect.ts';
import { withRedactor } from '../privacy/redacted-context.ts';
import { accuracyPage } from '../report/html/accuracy-page.ts';
import type { CheckResult, DataRead } from '../result/schema.ts';
import type { Window } from '../window.ts';
import { accuracyVerdict } from './accuracy-verdict.ts';
import { conclude } from './conclude.ts';
import type { Measured } from './measured.ts';
import { measurePerformance } from './measuring/measure-performance.ts';
import { KeptAnswers } from './reading/answers/kept-answers.ts';
import { endOfLabels } from './reading/end-of-labels.ts';
import { joinLabels, type LabelsRead } from './reading/join-labels.ts';
import { labelPredictions } from './reading/label-predictions.ts';
import { type Predictions, type PredictionsRead, readPredictions } from './reading/labelled-predictions.ts';
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
export function checkAccuracy(monitor: Monitor, window: Window, context: RunContext): Promise<CheckResult> {
  return protecting(monitor, async () => {
    const session = new StateSession(context.results, monitor.name);
    const { baseline, ...answered } = await readAnswered(monitor, window, await session.current(), context);
    return concludeAccuracy(monitor, window, baseline, answered, context, session);
  });
}

/** A window's predictions and the labels that have come for them, read in whatever way. */
export interface AnsweredWindow {
  readonly predictions: Predictions;
  /** As results show it. */
  readonly data: DataRead;
  readonly labels: LabelsRead;
  /** A digest of the files and settings: while it stays the same, another reading finds the same. @default - it may find more */
  readonly seen?: string | undefined;
}

/** Reads a window's predictions and the labels that have come for them. */
async function readAnswered(
  monitor: Monitor,
  window: Window,
  state: MonitorState,
  context: RunContext,
): Promise<AnsweredWindow & { baseline: ModelBaseline | null; seen: string }> {
  const settings = labelSettings(monitor);
  const baseline = await readModelBaseline(monitor, window, state, context);
  const kept = await KeptAnswers.open(monitor, context);
  const read = await readPredictions(monitor, window, baseline, context, kept);
  const labels = await joinLabels(settings, window, read.predictions.keys, context, true);
  return { ...answeredBy(monitor, baseline, read, labels), baseline };
}

/** A window's predictions with their labels. */
export function answeredBy(
  monitor: Monitor,
  baseline: ModelBaseline | null,
  { predictions, data, captures }: Omit<PredictionsRead, 'bytes'>,
  labels: LabelsRead,
): AnsweredWindow & { seen: string } {
  const digest = inputDigest(settingsDigest(monitor, baseline?.id ?? null), captures, labels.counter.digest);
  // The same files have more labels later.
  const seen = labels.joined.ahead > 0 ? `${digest}/${labels.joined.ahead} ahead` : digest;
  return { predictions, data, labels, seen };
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
  const redacted = await withRedactor(monitor, context);
  const { redactor, now } = redacted;
  const settings = labelSettings(monitor);
  const joined = labelPredictions(settings, window, predictions, labels, now, redactor);
  const ended = await endOfLabels(settings, window, joined.labels, context);
  const labelled = { ...joined, labels: { ...joined.labels, ...(ended !== null && { ended }) } };
  const read = { ...predictions, ...labelled, data };
  const before = baseline?.performance ? { metrics: baseline.performance.metrics, curves: baseline.curves } : null;
  const { facts, limits, segments } = await measurePerformance(monitor, window, baseline, read, redacted);
  const { value = null, lower = null, upper = null } = primaryEstimate(facts) ?? {};
  const isWorse = performanceOf(facts, []).comparedWithBaseline === 'worse';

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
    metric: { name: facts.metric, value, lower, upper, ...(isWorse && { worse: true as const }) },
    page: (result, page) => accuracyPage(result, page, before),
    seen,
    verdictAfter: (moved) => accuracyVerdict(facts, window, moved),
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

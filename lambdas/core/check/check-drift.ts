import type { Baseline } from '../baseline/document.ts';
import type { RunContext } from '../context.ts';
import { concludeFromData, withoutReplacedModel } from '../decision/conclude-from-data.ts';
import { describeReplaced } from '../decision/limits.ts';
import { StateSession } from '../decision/state-session.ts';
import type { Transition } from '../decision/transition.ts';
import { keepSuitable } from '../drift/settings.ts';
import { declaredClasses } from '../monitor/declared-classes.ts';
import type { Monitor } from '../monitor/monitor.ts';
import { protecting } from '../privacy/protect.ts';
import { type RedactedContext, withRedactor } from '../privacy/redacted-context.ts';
import { columnDistributions } from '../report/distributions/column-distributions.ts';
import { type Distributions, driftPage } from '../report/html/drift-page.ts';
import { shownMisplaced } from '../result/describe-answers.ts';
import { shownData } from '../result/redact-reading.ts';
import type { CheckResult } from '../result/schema.ts';
import type { Redactor } from '../text/redactor.ts';
import type { Window } from '../window.ts';
import { conclude, OutdatedError } from './conclude.ts';
import type { Measured } from './measured.ts';
import { findBrokenData } from './measuring/broken-data.ts';
import { readEarlierWindows } from './measuring/earlier-windows.ts';
import { measureDrift } from './measuring/measure-drift.ts';
import { findRowCount } from './measuring/row-counts.ts';
import type { CapturedWindow } from './reading/captured-window.ts';
import { describeAbsence } from './reading/describe-absence.ts';
import { type HandingOver, profileLargeCapture } from './reading/fan-out/profile-large-capture.ts';
import { profileCapture } from './reading/profile-capture.ts';
import { baselineReference, readBaseline } from './reading/read-window.ts';

/**
 * Does the data of a window still look like the data the model was trained on?
 *
 * Reads what was captured in the window into a profile, looks for broken data, measures how far features and answers have
 * moved from the baseline, and concludes: the result is saved, incidents move, people are notified.
 *
 * @throws BaselineError without a baseline, LocationError without the captured data's place
 */
export function checkDrift(monitor: Monitor, window: Window, context: RunContext): Promise<CheckResult> {
  return protecting(monitor, async () => {
    const session = new StateSession(context.results, monitor.name);
    const baseline = await readBaseline(monitor, window, await session.current(), context);
    const captured = await profileCapture(monitor, window, baseline, context);
    return concludeDrift(monitor, window, baseline, captured, context, session);
  });
}

/**
 * The same where a machine reads windows that are too large for one run.
 *
 * @returns null: the machine reads the window, and then runs the check again
 * @throws ReadingChangedError if files came or changed each time while the machine read
 */
export function checkLargeDrift(
  monitor: Monitor,
  window: Window,
  handing: HandingOver,
  context: RunContext,
): Promise<CheckResult | null> {
  return protecting(monitor, async () => {
    const session = new StateSession(context.results, monitor.name);
    const baseline = await readBaseline(monitor, window, await session.current(), context);
    const captured = await profileLargeCapture(monitor, window, baseline, handing, context);
    return captured && concludeDrift(monitor, window, baseline, captured, context, session);
  });
}

/** How often a window is measured at most: again when a new normal was declared meanwhile. */
const ATTEMPTS = 3;

/** The rest of the story, after a window has been read in whatever way. */
export async function concludeDrift(
  monitor: Monitor,
  window: Window,
  baseline: Baseline,
  captured: CapturedWindow,
  context: RunContext,
  session = new StateSession(context.results, monitor.name),
): Promise<CheckResult> {
  const redacted = await withRedactor(monitor, context, true);
  for (let attempt = 1; ; attempt++) {
    try {
      return await measureAndConclude(monitor, window, baseline, captured, redacted, session);
    } catch (error) {
      if (!(error instanceof OutdatedError) || attempt === ATTEMPTS) throw error;
    }
  }
}

async function measureAndConclude(
  monitor: Monitor,
  window: Window,
  baseline: Baseline,
  { data: read, misplaced, ...profiles }: CapturedWindow,
  context: RedactedContext,
  session: StateSession,
): Promise<CheckResult> {
  const { redactor } = context;
  const data = shownData(read, redactor);
  const captured = { ...profiles, data, misplaced: shownMisplaced(misplaced, redactor) };
  const history = data.rows > 0 ? await readEarlierWindows(monitor, window, context) : [];
  const state = await session.current();
  const rowCount = findRowCount(monitor, window, data, {
    history,
    movement: baseline.movement,
    incidents: state.incidents,
    now: context.now,
  });
  const { drift, predictionDrift, isOutdated } = measureDrift(
    monitor,
    window,
    baseline,
    captured,
    state,
    history,
    context,
  );
  const quality = findBrokenData(monitor, baseline, captured, redactor, { rowCount, drift, predictionDrift });

  const absence = data.rows === 0 ? await describeAbsence(monitor, window, data, context) : null;

  const conclusion = concludeFromData({
    rows: captured.features.rows,
    minimumRows: monitor.drift.minimumRows,
    expectData: monitor.capture.expectData,
    byHand: context.byHand ?? false,
    absence,
    quality,
    drift,
    predictionDrift,
  });
  const measured: Measured = {
    baseline: baselineReference(baseline),
    data,
    quality,
    drift,
    predictionDrift,
    labels: null,
    performance: null,
    segments: [],
    signals: conclusion.signals,
    findings: conclusion.findings,
    limits: [],
    isOutdated,
    page: (result, page) => driftPage(result, page, drawnDistributions(monitor, baseline, captured, result, redactor)),
    verdictAfter: ({ state }: Transition) => ({
      ...withoutReplacedModel(conclusion, describeReplaced(state, window.start)),
      performance: NOT_MEASURED,
    }),
  };
  return conclude(monitor, 'drift', window, measured, session, context);
}

/** What the page draws of the columns that were compared. */
function drawnDistributions(
  monitor: Monitor,
  baseline: Baseline,
  { features, answers }: Pick<CapturedWindow, 'features' | 'answers'>,
  { drift, predictionDrift }: Pick<CheckResult, 'drift' | 'predictionDrift'>,
  redactor: Redactor,
): Distributions {
  const { features: settings, prediction } = monitor.drift;
  return {
    features: columnDistributions(baseline.profile, features, drift, {
      redactor,
      limitOf: ({ name }) => settings.get(name)?.limit,
    }),
    answers: columnDistributions(baseline.predictions, answers, predictionDrift, {
      redactor,
      declared: declaredClasses(monitor),
      limitOf: ({ type }) => keepSuitable(type, prediction).limit,
    }),
  };
}

/** Performance needs labels, which the accuracy check has. */
const NOT_MEASURED: CheckResult['verdict']['performance'] = {
  metric: null,
  value: null,
  lower: null,
  upper: null,
  rows: 0,
  comparedWithBaseline: 'unknown',
};

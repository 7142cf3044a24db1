import { hash } from 'node:crypto';
import type { AlertLinks } from '../alerts.ts';
import type { RunContext } from '../context.ts';
import type { CheckedWindow, LimitOutcome, Signal } from '../decision/checked-window.ts';
import { driftOfPerformance } from '../decision/common-cause.ts';
import { retrainingBlock } from '../decision/limits.ts';
import { normalsOf } from '../decision/new-normals.ts';
import { enqueue, publishOutbox } from '../decision/outbox.ts';
import { abandonDeadRun } from '../decision/retraining/run.ts';
import { type RequestStanding, standingOfRequest, startIfPermitted } from '../decision/retraining/start.ts';
import type { CheckKind, MonitorState } from '../decision/state.ts';
import type { StateSession } from '../decision/state-session.ts';
import { type Transition, transition } from '../decision/transition.ts';
import { isPastMaxAge } from '../labels/label-timing.ts';
import type { Monitor } from '../monitor/monitor.ts';
import { buildAlert } from '../report/alert.ts';
import { PLAIN_COMMANDS } from '../report/commands.ts';
import { metricPoints } from '../report/metric-points.ts';
import { reportKey, resultKey } from '../result/keys.ts';
import { type CheckResult, checkResultSchema, RESULT_VERSION } from '../result/schema.ts';
import { isoTime } from '../text/times.ts';
import type { Window } from '../window.ts';
import { endDeadRun, notifyRetrainingEnd } from './notify-retraining-end.ts';
import { saveResult } from './save-result.ts';

/** What a check measured; what follows from it depends on the monitor's state as well. */
export interface Measured
  extends Pick<
    CheckResult,
    'baseline' | 'data' | 'quality' | 'drift' | 'predictionDrift' | 'labels' | 'performance' | 'segments'
  > {
  readonly signals: readonly Signal[];
  readonly limits: readonly LimitOutcome[];
  /** Accuracy checks: what was read and how, see {@link CheckedWindow}. */
  readonly seen?: string | undefined;
  /** Whether it no longer holds, because of what a person declared since. @default never */
  readonly isOutdated?: (state: MonitorState) => boolean;
  /** The verdict, given how the state stands after this window. */
  verdictAfter(moved: Transition): CheckResult['verdict'];
}

/** While a window was measured, a person declared a new normal that it should be measured from. */
export class OutdatedError extends Error {
  override readonly name = 'OutdatedError';
  constructor() {
    super('a drift was declared the new normal while the window was checked: check the window again');
  }
}

/**
 * Brings a measured window to its end, exactly once: save the result, move the incidents by compare-and-swap together with
 * what has to be published, publish, mark as published. A crash at any point and a second run at the same time end in the
 * same state: the result is written again, and who loses the swap finds nothing left to do.
 *
 * @throws OutdatedError when it has to be measured again
 */
export async function conclude(
  monitor: Monitor,
  kind: CheckKind,
  window: Window,
  measured: Measured,
  session: StateSession,
  context: RunContext,
): Promise<CheckResult> {
  const checkedWindow = windowEntry(monitor, window, measured, context.now);
  const settings = { repeatEvery: monitor.alerts.repeatEvery, onDrift: monitor.retraining?.onDrift };
  const move = (state: MonitorState) => transition(state, kind, checkedWindow, context.now, settings);
  if (context.dryRun) {
    const state = await session.current();
    return buildResult(monitor, kind, window, measured, move(abandonDeadRun(state, context.now).state), context);
  }
  const { result } = await session.update(async (before) => {
    if (measured.isOutdated?.(before)) throw new OutdatedError();
    const { state, abandoned } = abandonDeadRun(before, context.now);
    const moved = move(state);
    const result = buildResult(monitor, kind, window, measured, moved, context);
    const links = linksOf(result, monitor.alerts.runbook, context);
    const { incidents, checks } = moved.state;
    await saveResult(context, result, { checkedWindows: checks[kind], incidents, links });
    const notified = withOutbox(moved, result, { links, publish: monitor.drift.publish }, context);
    const swept = abandoned === null ? notified : await notifyRetrainingEnd(notified, abandoned, monitor, context);
    return { state: context.workflow ? startIfPermitted(swept, monitor, context) : swept, result };
  });
  await publishOutbox(session, context, context.runId, context.now);
  return result;
}

/** The counts of the window's own labels: files with labels of other windows come every day, and are no news of this one. */
function ofThisWindow({
  settled,
  late,
  reading,
  unmatched,
  others,
  rejected,
  empty,
  examples,
  ...own
}: NonNullable<Measured['labels']>) {
  return own;
}

function windowEntry(monitor: Monitor, window: Window, measured: Measured, now: number): CheckedWindow {
  const { signals, limits, labels, data, quality, drift, predictionDrift, performance, baseline } = measured;
  const facts = [baseline, data, quality, drift, predictionDrift, performance, labels && ofThisWindow(labels)];
  return {
    window: window.name,
    start: window.start,
    end: window.end,
    digest: hash('sha256', JSON.stringify([facts, signals, limits])),
    checkedAt: now,
    ...(baseline && { baseline: baseline.id }),
    signals: [...signals],
    limits: [...limits],
    labels: labels && {
      coverage: labels.coverage,
      predictions: labels.predictions,
      settled:
        isPastMaxAge(window, now, monitor.labels!) || (labels.withoutId > 0 && labels.withoutId === labels.predictions),
      seen: measured.seen,
      ...(labels.unreadable && { unreadable: true as const }),
    },
  };
}

/** What a run without a window to check does all the same: it tells of retrainings that died, starts one that waits, and publishes. */
export async function concludeNone(monitor: Monitor, session: StateSession, context: RunContext): Promise<void> {
  await session.update(async (before) => {
    const state = await endDeadRun(before, monitor, context);
    return { state: context.workflow ? startIfPermitted(state, monitor, context) : state };
  });
  await publishOutbox(session, context, context.runId, context.now);
}

function buildResult(
  monitor: Monitor,
  kind: CheckKind,
  window: Window,
  measured: Measured,
  moved: Transition,
  { now, workflow }: RunContext,
): CheckResult {
  const { baseline, data, quality, drift, predictionDrift, labels, performance, segments } = measured;
  // Parsing drops what is not part of the documented result and refuses what would break its readers.
  return checkResultSchema.parse({
    schema: 'driftwarden/check-result',
    version: RESULT_VERSION,
    monitor: monitor.name,
    model: monitor.model,
    kind,
    window: { name: window.name, start: isoTime(window.start), end: isoTime(window.end) },
    checkedAt: isoTime(now),
    baseline,
    data,
    verdict: measured.verdictAfter(moved),
    quality,
    drift,
    predictionDrift,
    labels,
    performance,
    segments,
    limits: moved.limits,
    incidents: moved.state.incidents.filter((incident) => incident.state === 'open'),
    ...(kind === 'drift' && shownNormals(moved.state, baseline?.id ?? null, window.start)),
    retraining: withStanding(moved.state, standingOfRequest(moved.state, monitor, { now, workflow })),
  });
}

/** The new normals of columns of the window, one for each first window. */
function shownNormals(state: MonitorState, baseline: string | null, start: number): Pick<CheckResult, 'newNormals'> {
  const shown = normalsOf(state, baseline).flatMap(({ columns, by, at, note }) => {
    const held = columns.filter((column) => column.start <= start);
    return [...new Set(held.map(({ since }) => since))].map((since) => {
      const named = (family: string) =>
        held.filter((column) => column.since === since && column.family === family).map(({ name }) => name);
      return { since, features: named('features'), answers: named('answers'), by, at, note };
    });
  });
  return shown.length === 0 ? {} : { newNormals: shown };
}

function linksOf(
  { monitor, kind, window }: CheckResult,
  runbook: string | undefined,
  { links }: RunContext,
): AlertLinks {
  const key = reportKey(monitor, kind, window.name);
  return { report: links?.report(key) ?? key, dashboard: links?.dashboard, runbook };
}

function withOutbox(
  moved: Transition,
  result: CheckResult,
  { links, publish }: { readonly links: AlertLinks; readonly publish: Monitor['drift']['publish'] },
  { runId, now, commands = PLAIN_COMMANDS }: RunContext,
): MonitorState {
  if (!moved.news && moved.events.length === 0) return moved.state;
  const key = resultKey(result.monitor, result.kind, result.window.name);
  const context = {
    result,
    resultKey: key,
    links,
    commands,
    incidents: moved.state.incidents,
    checkedWindows: moved.state.checks[result.kind],
    block: blockOf(moved, result),
    sameCause: sameCauseOf(moved.state),
  };
  let { state } = moved;
  if (moved.news) {
    const metrics = metricPoints(result, publish, now);
    state = enqueue(state, { id: `${result.kind}-${result.window.name}-metrics`, metrics }, runId, now);
  }
  for (const event of moved.events) {
    const alert = buildAlert(event, context);
    state = enqueue(state, { id: alert.dedupeKey, alert }, runId, now);
  }
  return state;
}

function sameCauseOf(state: MonitorState) {
  const drift = driftOfPerformance(state);
  const checkedWindow = state.checks.drift.find(({ window }) => window === drift?.lastWindow);
  const signal = checkedWindow?.signals.find(({ kind }) => kind === 'drift');
  return drift && { drift, headline: signal?.headline ?? '' };
}

/** Why a retraining that a limit asks for does not start, or null. */
function blockOf({ state, limits }: Transition, { window }: CheckResult): string | null {
  const wanted = limits.some(({ purpose, reached, heldBack }) => purpose === 'retrain' && (reached || heldBack));
  return wanted ? retrainingBlock(state, window.name) : null;
}

function withStanding({ retraining }: MonitorState, standing: RequestStanding | null): CheckResult['retraining'] {
  return retraining && { ...retraining, standing: standing?.text };
}

import type { AlertLinks } from '../alerts.ts';
import type { RunContext } from '../context.ts';
import { brokenCause } from '../decision/broken-cause.ts';
import type { CheckedWindow } from '../decision/checked-window.ts';
import { driftOfPerformance } from '../decision/common-cause.ts';
import { retrainingBlock } from '../decision/limits.ts';
import { enqueue } from '../decision/outbox.ts';
import type { MonitorState } from '../decision/state.ts';
import type { Transition } from '../decision/transition.ts';
import type { Monitor } from '../monitor/monitor.ts';
import { buildAlert } from '../report/alert.ts';
import type { AlertContext } from '../report/alert-facts.ts';
import { PLAIN_COMMANDS } from '../report/commands.ts';
import { metricPoints } from '../report/metric-points.ts';
import { reportKey, resultKey } from '../result/keys.ts';
import type { CheckResult } from '../result/schema.ts';

/** Where an alert about a result leads. */
export function linksOf(
  { monitor, kind, window }: CheckResult,
  runbook: string | undefined,
  { links }: RunContext,
): AlertLinks {
  const key = reportKey(monitor, kind, window.name);
  return { report: links?.report(key) ?? key, dashboard: links?.dashboard, runbook };
}

/** Adds to the outbox what the state's move has to say: the metrics of the window, and an alert for each event. */
export function enqueueMessages(
  moved: Transition,
  result: CheckResult,
  { links, monitor }: { readonly links: AlertLinks; readonly monitor: Pick<Monitor, 'drift' | 'retraining'> },
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
    canRetrain: monitor.retraining !== null,
    block: blockOf(moved, result),
  };
  let { state } = moved;
  if (moved.news) {
    const metrics = metricPoints(result, monitor.drift.publish, now);
    state = enqueue(state, { id: `${result.kind}-${result.window.name}-metrics`, metrics }, runId, now);
  }
  for (const event of moved.events) {
    const { window } = event.checkedWindow;
    const isPerformance = event.incident.kind === 'performance' && event.type !== 'recovered';
    const alert = buildAlert(event, {
      ...context,
      broken: isPerformance ? brokenCause(moved.state, window) : null,
      sameCause: isPerformance ? sameCauseOf(moved.state, event.checkedWindow) : null,
    });
    state = enqueue(state, { id: alert.dedupeKey, alert }, runId, now);
  }
  return state;
}

/** The drift that comes with bad performance, as it was in the window with bad performance, or the last one before it that drifted. */
function sameCauseOf(state: MonitorState, { start, window }: CheckedWindow): AlertContext['sameCause'] {
  const drift = driftOfPerformance(state);
  if (drift === null) return null;
  const signalOf = ({ signals }: CheckedWindow) =>
    signals.find(({ kind, status }) => kind === 'drift' && status === 'breach');
  const seen = state.checks.drift.findLast((other) => other.start <= start && signalOf(other) !== undefined);
  const headline = (seen && signalOf(seen)?.headline) ?? '';
  return { drift, headline, window: seen === undefined || seen.window === window ? null : seen.window };
}

/** Why a retraining that a limit asks for does not start, or null. */
function blockOf({ state, limits }: Transition, { window }: CheckResult): string | null {
  const wanted = limits.some(({ purpose, reached, heldBack }) => purpose === 'retrain' && (reached || heldBack));
  return wanted ? retrainingBlock(state, window.name) : null;
}

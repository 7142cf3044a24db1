import type { AlertLinks } from '../alerts.ts';
import type { RunContext } from '../context.ts';
import { driftOfPerformance } from '../decision/common-cause.ts';
import { retrainingBlock } from '../decision/limits.ts';
import { enqueue } from '../decision/outbox.ts';
import type { MonitorState } from '../decision/state.ts';
import type { Transition } from '../decision/transition.ts';
import type { Monitor } from '../monitor/monitor.ts';
import { buildAlert } from '../report/alert.ts';
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
    sameCause: sameCauseOf(moved.state),
  };
  let { state } = moved;
  if (moved.news) {
    const metrics = metricPoints(result, monitor.drift.publish, now);
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

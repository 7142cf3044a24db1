import type { RunContext } from '../context.ts';
import { normalsOf } from '../decision/new-normals.ts';
import { type RequestStanding, standingOfRequest } from '../decision/retraining/start.ts';
import type { CheckKind, MonitorState } from '../decision/state.ts';
import type { Transition } from '../decision/transition.ts';
import type { Monitor } from '../monitor/monitor.ts';
import { type CheckResult, checkResultSchema, RESULT_VERSION } from '../result/schema.ts';
import { isoTime } from '../text/times.ts';
import type { Window } from '../window.ts';
import type { Measured } from './measured.ts';

/** The documented result of a check, given how the state stands after its window. */
export function buildResult(
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
    retraining: withStanding(
      moved.state,
      standingOfRequest(moved.state, monitor, { now, hasWorkflow: workflow !== undefined }),
    ),
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

function withStanding({ retraining }: MonitorState, standing: RequestStanding | null): CheckResult['retraining'] {
  return retraining && { ...retraining, standing: standing?.text };
}

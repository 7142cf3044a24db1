import type { RunContext } from '../context.ts';
import type { DeclaredNormal } from '../decision/declared-normal.ts';
import { normalsOf } from '../decision/new-normals.ts';
import { standingOfRequest } from '../decision/retraining/start.ts';
import type { RetrainingRequest } from '../decision/retraining/state.ts';
import { loadState } from '../decision/state-store.ts';
import type { HistoryRow } from '../history/row.ts';
import { readHistory } from '../history/store.ts';
import { hasNoLimit } from '../monitor/missing-limit.ts';
import type { Monitor } from '../monitor/monitor.ts';
import type { ObjectStore } from '../ports.ts';
import type { RetrainingSummary } from '../report/retraining-row.ts';
import type { Incident } from '../result/incident.ts';
import { readRetrainingSummaries } from '../retraining/documents/retraining-summaries.ts';
import { missingLimitLine } from './missing-limit-line.ts';

/** The status of a monitor, read from its stored state and history. */
export interface MonitorStatus {
  readonly monitor: string;
  readonly baseline: string | null;
  readonly incidents: readonly Incident[];
  /** Drift incidents of a single window in the windows shown, which ended without a message; oldest first. */
  readonly singleWindows: readonly Incident[];
  /** The new normals that apply to the active baseline. */
  readonly newNormals: readonly DeclaredNormal[];
  /** Where performance is measured and no limit is set: what this means, whether the model is worse, and the key to add. */
  readonly noLimit: string | null;
  readonly retraining: RetrainingRequest | null;
  /** How the request for a retraining stands: one printable line; null where there is none. */
  readonly standing: string | null;
  /** Retrainings since the first of the windows, oldest first. */
  readonly retrainings: readonly RetrainingSummary[];
  /** The last windows, oldest first. */
  readonly drift: readonly HistoryRow[];
  readonly accuracy: readonly HistoryRow[];
}

/**
 * Reads the status of a monitor.
 *
 * @param last Number of windows to show. Labels arrive late, so the accuracy of the latest ones may be unknown.
 */
export async function readStatus(
  monitor: Monitor,
  last: number,
  context: Pick<RunContext, 'results' | 'now' | 'workflow'>,
): Promise<MonitorStatus> {
  const { results: store, now, workflow } = context;
  const { name } = monitor;
  const [{ state }, ...histories] = await Promise.all([
    loadState(store, name),
    readHistory(store, name, 'drift', { last }),
    readHistory(store, name, 'accuracy', { last }),
  ]);
  const starts = histories.flat().map((row) => row.window_start);
  const first = [...new Set(starts)].sort().at(-last) ?? '';
  const [drift, accuracy] = histories.map((rows) => rows.filter((row) => row.window_start >= first));
  const windows = new Set(drift.map(({ window }) => window));
  const runs = state.retrainings.filter(({ startedAt }) => first === '' || startedAt >= Date.parse(first));
  return {
    monitor: name,
    baseline: state.baseline,
    incidents: state.incidents.filter((incident) => incident.state === 'open'),
    singleWindows: state.incidents.filter(({ singleWindow, since }) => singleWindow && windows.has(since)),
    newNormals: normalsOf(state, state.baseline),
    noLimit: await describeNoLimit(monitor, { baseline: state.baseline, accuracy }, store),
    retraining: state.retraining,
    standing: standingOfRequest(state, monitor, { now, hasWorkflow: workflow !== undefined })?.text ?? null,
    retrainings: await readRetrainingSummaries(store, name, runs),
    drift,
    accuracy,
  };
}

/** That no limit is set, in words, and first of all whether the latest measured window is worse than the baseline. null: a limit is set. */
async function describeNoLimit(
  monitor: Monitor,
  { baseline, accuracy }: { readonly baseline: string | null; readonly accuracy: readonly HistoryRow[] },
  store: ObjectStore,
): Promise<string | null> {
  if (!hasNoLimit(monitor)) return null;
  const latest = accuracy.findLast(({ compared_with_baseline: compared }) => compared !== 'unknown');
  if (latest?.compared_with_baseline !== 'worse') return missingLimitLine(monitor, baseline, store);
  return `performance is worse than in the baseline; ${await missingLimitLine(monitor, latest.baseline, store)}`;
}

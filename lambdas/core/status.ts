import type { Incident, RetrainingRequest } from './decision/state.ts';
import { loadState } from './decision/state-store.ts';
import type { HistoryRow } from './history/row.ts';
import { readHistory } from './history/store.ts';
import type { ObjectStore } from './ports.ts';

/** Where a monitor stands, from what is stored about it. */
export interface MonitorStatus {
  readonly monitor: string;
  readonly baseline: string | null;
  readonly incidents: readonly Incident[];
  readonly retraining: RetrainingRequest | null;
  /** The last windows, oldest first. */
  readonly drift: readonly HistoryRow[];
  readonly accuracy: readonly HistoryRow[];
}

/** @param last How many windows to look back. Labels come late, so the accuracy of the last ones may not be known. */
export async function readStatus(store: ObjectStore, monitor: string, last: number): Promise<MonitorStatus> {
  const [{ state }, ...histories] = await Promise.all([
    loadState(store, monitor),
    readHistory(store, monitor, 'drift', { last }),
    readHistory(store, monitor, 'accuracy', { last }),
  ]);
  const starts = histories.flat().map((row) => row.window_start);
  const first = [...new Set(starts)].sort().at(-last) ?? '';
  const [drift, accuracy] = histories.map((rows) => rows.filter((row) => row.window_start >= first));
  const incidents = state.incidents.filter((incident) => incident.state === 'open');
  return { monitor, baseline: state.baseline, incidents, retraining: state.retraining, drift, accuracy };
}

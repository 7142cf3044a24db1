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

/** @param last How many windows of each kind of check to read. */
export async function readStatus(store: ObjectStore, monitor: string, last: number): Promise<MonitorStatus> {
  const [{ state }, drift, accuracy] = await Promise.all([
    loadState(store, monitor),
    readHistory(store, monitor, 'drift', { last }),
    readHistory(store, monitor, 'accuracy', { last }),
  ]);
  const incidents = state.incidents.filter((incident) => incident.state === 'open');
  return { monitor, baseline: state.baseline, incidents, retraining: state.retraining, drift, accuracy };
}

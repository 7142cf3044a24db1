import type { Alert } from '../alerts.ts';
import type { HistoryRow } from '../history/row.ts';
import type { Monitor } from '../monitor/monitor.ts';
import type { Incident } from '../result/incident.ts';

/** An alert. `at`: when it would have been sent, milliseconds since the epoch. */
export interface ReplayedAlert {
  readonly at: number;
  /** Start of the window that it is about, milliseconds since the epoch. */
  readonly about: number;
  readonly alert: Alert;
}

/** A request for a retraining. Nothing is trained: what would follow depends on the candidate. */
export interface RetrainingRequest {
  /** When the check that requested it would have run, milliseconds since the epoch. */
  readonly at: number;
  /** The window that met the limit. */
  readonly since: string;
  readonly limit: string;
}

/** What a monitor would have done. */
export interface Replayed {
  readonly monitor: Monitor;
  /** In the order in which they would have been sent. */
  readonly alerts: readonly ReplayedAlert[];
  /** Oldest first. */
  readonly incidents: readonly Incident[];
  readonly requests: readonly RetrainingRequest[];
  readonly drift: readonly HistoryRow[];
  readonly accuracy: readonly HistoryRow[];
}

import type { Incident } from '../result/incident.ts';
import { openIncident } from './open-incident.ts';
import type { MonitorState } from './state.ts';

/**
 * The open drift incident that most likely has the same cause as the open performance incident: the drift began no later than
 * the window that proved bad performance and lasted at least until that window. One message about both is enough.
 */
export function driftOfPerformance({ incidents, checks }: MonitorState): Incident | null {
  const [drift, performance] = [openIncident(incidents, 'drift'), openIncident(incidents, 'performance')];
  if (drift === undefined || performance === undefined) return null;
  const startOf = (window: string) =>
    [...checks.drift, ...checks.accuracy].find((checkedWindow) => checkedWindow.window === window)?.start ??
    Number.NEGATIVE_INFINITY;
  const proved = startOf(performance.since);
  return startOf(drift.since) <= proved && proved <= startOf(drift.lastWindow) ? drift : null;
}

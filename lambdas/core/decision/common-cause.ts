import type { Incident } from '../result/incident.ts';
import type { MonitorState } from './state.ts';

/**
 * The open incident of drift that most likely has the same cause as the open incident of performance: it began no later than
 * with the window that proved bad performance, and was still there in it or later. One message about both is enough.
 */
export function driftOfPerformance({ incidents, checks }: MonitorState): Incident | null {
  const open = (kind: Incident['kind']) =>
    incidents.find((incident) => incident.kind === kind && incident.state === 'open');
  const [drift, performance] = [open('drift'), open('performance')];
  if (drift === undefined || performance === undefined) return null;
  const startOf = (window: string) =>
    [...checks.drift, ...checks.accuracy].find((checkedWindow) => checkedWindow.window === window)?.start ??
    Number.NEGATIVE_INFINITY;
  const proved = startOf(performance.since);
  return startOf(drift.since) <= proved && proved <= startOf(drift.lastWindow) ? drift : null;
}

import type { MetricPoint } from '../core/ports.ts';
import type { FunctionKind } from './event.ts';

/** Published once by every successful run, for dashboards. The watchdog reads the record of runs instead. */
export const HEARTBEAT_METRIC = 'SuccessfulRuns';

export function heartbeatDimensions(monitor: string, kind: FunctionKind): { Monitor: string; Kind: string } {
  return { Monitor: monitor, Kind: kind };
}

export function heartbeat(monitor: string, kind: FunctionKind, now: number): MetricPoint {
  return {
    name: HEARTBEAT_METRIC,
    value: 1,
    unit: 'Count',
    dimensions: heartbeatDimensions(monitor, kind),
    time: now,
  };
}

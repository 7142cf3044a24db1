import type { RetrainingRun } from '../../../../lambdas/core/decision/retraining/state.ts';
import { emptyState, type MonitorState } from '../../../../lambdas/core/decision/state.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const NOW = Date.UTC(2026, 2, 10);

export function runOf(changes: Partial<RetrainingRun> = {}): RetrainingRun {
  return {
    id: 'retraining-1',
    action: 'retrain',
    execution: 'one',
    reason: 'accuracy < 0.8',
    since: '2026-03-01',
    baseline: 'b1',
    startedAt: NOW - 10 * DAY,
    endedAt: NOW - 10 * DAY + HOUR,
    end: 'kept-live',
    message: 'so it ended',
    ...changes,
  };
}

export function stateOf(changes: Partial<MonitorState> = {}): MonitorState {
  return { ...emptyState('m'), baseline: 'b1', ...changes };
}

export function requestOf(id = 'retraining-2'): NonNullable<MonitorState['retraining']> {
  return {
    id,
    since: '2026-03-09',
    requestedAt: NOW - HOUR,
    by: 'limit',
    limit: 'accuracy < 0.8',
    firstWindow: '2026-03-07',
    attempt: 1,
    startedAt: null,
  };
}

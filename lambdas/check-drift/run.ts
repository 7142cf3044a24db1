import { checkDrift } from '../core/check/check-drift.ts';
import { lastCompleteWindow } from '../core/monitor/windows.ts';
import type { Run, RunSummary } from '../runtime/handler.ts';
import { type CheckSummary, summarize } from '../runtime/summary.ts';
import { namedWindow } from '../runtime/window.ts';

/** Checks the window that the event names, or else the latest one that was complete at the scheduled time. */
export async function runDriftCheck({ monitor, event, due, context }: Run): Promise<RunSummary & CheckSummary> {
  const window =
    event.window === undefined ? lastCompleteWindow(monitor.schedule, due) : namedWindow(monitor, event.window, due);
  const result = await checkDrift(monitor, window, context);
  return { outcome: result.data.rows === 0 ? 'no-data' : 'done', ...summarize(result) };
}

import { checkDrift, checkLargeDrift } from '../core/check/check-drift.ts';
import { lastCompleteWindow } from '../core/monitor/windows.ts';
import { isoTime } from '../core/text/times.ts';
import type { Window } from '../core/window.ts';
import { isScheduled } from '../runtime/event.ts';
import type { Run, RunSummary } from '../runtime/handler.ts';
import { type CheckSummary, summarize } from '../runtime/summary.ts';
import { namedWindow } from '../runtime/window.ts';

type DriftSummary = RunSummary & (CheckSummary | { readonly window: string });

/**
 * Checks the window that the event names, or else the latest one that was complete at the scheduled time. A window that is too large is
 * handed over to the reading machine, if there is one, which runs this check again.
 */
export async function runDriftCheck(run: Run): Promise<DriftSummary> {
  const { monitor, event, due, context } = run;
  const window =
    event.window === undefined ? lastCompleteWindow(monitor.schedule, due) : namedWindow(monitor, event.window, due);
  const machine = context.readingMachine;
  const result =
    machine === undefined
      ? await checkDrift(monitor, window, context)
      : await checkLargeDrift(
          monitor,
          window,
          { machine, check: followingEvent(run, window), before: event.handedOver ?? null },
          context,
        );
  if (result === null) return { outcome: 'continued', window: window.name };
  return { outcome: result.data.rows === 0 ? 'no-data' : 'done', ...summarize(result) };
}

/** The event of the same check, when the window has been read. */
function followingEvent({ monitor, event, due }: Run, window: Window): object {
  return {
    monitor: monitor.name,
    window: window.name,
    ...(isScheduled(event) && { scheduledTime: isoTime(due) }),
    ...(event.dashboard !== undefined && { dashboard: event.dashboard }),
  };
}

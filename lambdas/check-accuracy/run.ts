import { checkAccuracy } from '../core/check/check-accuracy.ts';
import { checkDueWindows, type DueChecks, FailedWindowsError } from '../core/check/check-due-windows.ts';
import { nextRun } from '../core/monitor/next-run.ts';
import { countOf } from '../core/text/numbers.ts';
import { isoTime } from '../core/text/times.ts';
import type { Window } from '../core/window.ts';
import { type ContinueRun, type FailedBefore, formatContinuation } from '../runtime/continuation.ts';
import type { Run, RunSummary } from '../runtime/handler.ts';
import { type CheckSummary, summarize } from '../runtime/summary.ts';
import { namedWindow } from '../runtime/window.ts';

/**
 * Checks the window that the event names, or else every window whose labels were still expected at the scheduled time, newest first.
 * When the run has no time for all of them, it starts another run with the rest.
 */
export async function runAccuracyChecks(run: Run, continueRun: ContinueRun): Promise<AccuracySummary> {
  const { monitor, event, due, context } = run;
  if (event.window !== undefined) {
    const checks = [summarize(await checkAccuracy(monitor, namedWindow(monitor, event.window, due), context))];
    return { outcome: outcomeOf(checks), checks };
  }
  const { checked, failed } = await checkWindows(run);
  const { results, idle, kept, left } = checked;
  const counts = { idle: idle.length, kept: kept.map(({ name }) => name) };
  const checks = results.map(summarize);
  const known = new Set(failed.map(({ window }) => window));
  const next = left.find(({ name }) => !known.has(name));
  if (next !== undefined) {
    requireTimeBeforeNextRun(run, left);
    await continueRun({
      monitor: monitor.name,
      kind: 'accuracy',
      scheduledTime: new Date(due).toISOString(),
      dashboard: event.dashboard,
      continues: formatContinuation({ upTo: next.start, failed }),
    });
    return { outcome: 'continued', checks, ...counts, left: left.map(({ name }) => name) };
  }
  if (failed.length > 0) throw new UncheckedWindowsError(failed);
  const waits = idle.length + kept.length > 0;
  return { outcome: checks.length === 0 && waits ? 'nothing-new' : outcomeOf(checks), checks, ...counts };
}

/** When the next scheduled run is due, it takes over: more and more runs would otherwise read the same windows. */
function requireTimeBeforeNextRun({ monitor, due, context }: Run, left: readonly Window[]): void {
  const { accuracy, timeZone } = monitor.schedule;
  const next = accuracy === null ? null : nextRun(accuracy, timeZone, due);
  if (next !== null && next <= context.now) throw new CannotKeepUpError(left, next);
}

/** There are more windows to check than the runs of a schedule have time for. */
export class CannotKeepUpError extends Error {
  override readonly name = 'CannotKeepUpError';
  constructor(left: readonly Window[], next: number) {
    super(
      `${countOf(left.length, 'window')} up to ${left[0].name} were not checked before the next run was due at ${isoTime(next)}. ` +
        'Check less often (schedule.accuracy), wait less long for labels (labels.maxAge), use longer windows (schedule.window), or deploy with more memory',
    );
  }
}

/** Windows could not be checked. All others were. */
export class UncheckedWindowsError extends Error {
  override readonly name = 'UncheckedWindowsError';
  constructor(failed: readonly FailedBefore[]) {
    super(
      `could not check ${failed.length} of the windows: ${failed.map(({ window, error }) => `${window}: ${error}`).join('; ')}`,
    );
  }
}

/** Checks what is left, and says which windows have failed in this run or in those before. */
async function checkWindows({
  monitor,
  event,
  due,
  context,
}: Run): Promise<{ checked: DueChecks; failed: FailedBefore[] }> {
  const { upTo, failed: before = [] } = event.continues ?? {};
  const last = new Set(before.map(({ window }) => window));
  const { checks: checked, failed: now } = await checkDueWindows(monitor, context, { due, upTo, last }).then(
    (checks) => ({ checks, failed: [] }),
    (error) => {
      if (error instanceof FailedWindowsError) return error;
      throw error;
    },
  );
  const left = new Set(checked.left.map(({ name }) => name));
  const untried = before.filter(({ window }) => left.has(window));
  return { checked, failed: [...now.map(({ window, error }) => ({ window, error: error.message })), ...untried] };
}

/** @see DueChecks */
interface AccuracySummary extends RunSummary {
  readonly checks: readonly CheckSummary[];
  readonly idle?: number;
  readonly kept?: readonly string[];
  readonly left?: readonly string[];
}

function outcomeOf(checks: readonly CheckSummary[]): RunSummary['outcome'] {
  if (checks.length === 0) return 'nothing-due';
  return checks.every(({ rows }) => rows === 0) ? 'no-data' : 'done';
}

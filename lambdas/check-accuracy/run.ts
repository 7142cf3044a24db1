import { checkAccuracy, checkDueWindows } from '../core/check/check-accuracy.ts';
import type { Run, RunSummary } from '../runtime/handler.ts';
import { type CheckSummary, summarize } from '../runtime/summary.ts';
import { namedWindow } from '../runtime/window.ts';

/**
 * Checks the window that the event names, or else every window whose labels were still expected at the scheduled time, oldest
 * first.
 */
export async function runAccuracyChecks({ monitor, event, due, context }: Run): Promise<AccuracySummary> {
  if (event.window !== undefined) {
    const checks = [summarize(await checkAccuracy(monitor, namedWindow(monitor, event.window, due), context))];
    return { outcome: outcomeOf(checks), checks };
  }
  const { results, idle, kept } = await checkDueWindows(monitor, context, due);
  const checks = results.map(summarize);
  const waits = idle.length + kept.length > 0;
  return {
    outcome: checks.length === 0 && waits ? 'nothing-new' : outcomeOf(checks),
    checks,
    idle: idle.length,
    kept: kept.map(({ name }) => name),
  };
}

/** @see DueChecks */
interface AccuracySummary extends RunSummary {
  readonly checks: readonly CheckSummary[];
  readonly idle?: number;
  readonly kept?: readonly string[];
}

function outcomeOf(checks: readonly CheckSummary[]): RunSummary['outcome'] {
  if (checks.length === 0) return 'nothing-due';
  return checks.every(({ rows }) => rows === 0) ? 'no-data' : 'done';
}

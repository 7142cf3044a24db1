import { checkAccuracy, checkDueWindows } from '../core/check-accuracy.ts';
import type { Run, RunSummary } from '../runtime/handler.ts';
import { type CheckSummary, summarize } from '../runtime/summary.ts';
import { namedWindow } from '../runtime/window.ts';

/**
 * Checks the window that the event names, else every window whose labels could still come when the schedule was due, oldest
 * first.
 */
export async function runAccuracyChecks({
  monitor,
  event,
  due,
  world,
}: Run): Promise<RunSummary & { readonly checks: readonly CheckSummary[] }> {
  const results =
    event.window === undefined
      ? await checkDueWindows(monitor, world, due)
      : [await checkAccuracy(monitor, namedWindow(monitor, event.window, due), world)];
  const checks = results.map(summarize);
  return { outcome: outcomeOf(checks), checks };
}

function outcomeOf(checks: readonly CheckSummary[]): RunSummary['outcome'] {
  if (checks.length === 0) return 'nothing-due';
  return checks.every(({ rows }) => rows === 0) ? 'no-data' : 'done';
}

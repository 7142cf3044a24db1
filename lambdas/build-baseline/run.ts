import { buildBaseline } from '../core/build-baseline/build-baseline.ts';
import { EventError } from '../runtime/event.ts';
import type { Run, RunSummary } from '../runtime/handler.ts';

export interface BaselineSummary extends RunSummary {
  readonly baseline: string;
  readonly rows: number;
  readonly columns: number;
  readonly rejected: number;
}

/** Builds a baseline from the monitor's training data and activates it. */
export async function runBaselineBuild({ monitor, event, context }: Run): Promise<BaselineSummary> {
  if (event.window !== undefined) {
    throw new EventError(`a baseline has no window: leave out "window" (${JSON.stringify(event.window)})`);
  }
  const { baseline, rejected } = await buildBaseline(monitor, context);
  return {
    outcome: 'done',
    baseline: baseline.id,
    rows: baseline.profile.rows,
    columns: baseline.profile.columns.length,
    rejected: rejected.records,
  };
}

import type { RunContext } from '../../context.ts';
import { RetrainingError } from '../../decision/retraining/errors.ts';
import { extendLock } from '../../decision/retraining/run.ts';
import type { MonitorState } from '../../decision/state.ts';
import { updateState } from '../../decision/state-session.ts';
import type { Monitor, RetrainingSettings } from '../../monitor/monitor.ts';
import type { Workflow } from '../../ports.ts';
import type { StepAnswer, StepName, StepRequest } from '../contract.ts';
import { leaseAfter } from '../lease.ts';

export { RetrainingError };

/** What the steps of a retraining need, besides the context of every run. */
export interface RetrainingContext extends RunContext {
  /** URI of the results store, for jobs that read and write its keys directly: `s3://bucket/`, `file:///folder/`. Ends in `/`. */
  readonly resultsUri: string;
  /** Driftwarden's CloudWatch alarms that roll a new model back; none on a laptop. */
  readonly deploymentAlarms: readonly string[];
  /** Command lines to approve or reject a candidate. */
  answerCommands(monitor: string, id: string): { readonly approve: string; readonly reject: string };
}

/** What operations on retrainings need: they start executions and answer those that wait. */
export interface OperationContext extends RunContext, Pick<RetrainingContext, 'resultsUri'> {
  readonly workflow: Workflow;
}

/** The context of a step of one retraining. */
export interface StepContext extends RetrainingContext {
  readonly monitor: Monitor;
  readonly settings: RetrainingSettings;
}

/** The context on a laptop, where one process runs steps and operations. */
export interface LocalRetrainingContext extends RetrainingContext, OperationContext {
  readonly workflow: Workflow;
}

/** Runs one step of the machine. */
export type Step<N extends StepName> = (request: StepRequest<N>, context: StepContext) => Promise<StepAnswer<N>>;

/**
 * Extends the lock until the next step must have started. Every step calls this before it does anything that only one execution
 * may do.
 *
 * @returns The present state.
 * @throws LockLostError
 */
export async function renewLease(
  { step, id, execution }: Pick<StepRequest, 'step' | 'id' | 'execution'>,
  context: StepContext,
): Promise<MonitorState> {
  const { monitor, settings } = context;
  const until = context.now + leaseAfter(step, settings);
  const { state } = await updateState(context.results, monitor.name, (current) => ({
    state: extendLock(current, { id, execution }, until),
  }));
  return state;
}

/** @throws RetrainingError without the section */
export function requireSettings({ file, retraining }: Monitor): NonNullable<Monitor['retraining']> {
  if (retraining === null) {
    throw new RetrainingError(`${file} has no section "retraining", which a retraining needs`);
  }
  return retraining;
}

import type { RunContext } from '../../context.ts';
import { RetrainingError } from '../../decision/retraining/errors.ts';
import { checkLock, extendLock } from '../../decision/retraining/run.ts';
import type { MonitorState } from '../../decision/state.ts';
import { updateState } from '../../decision/state-session.ts';
import { loadState } from '../../decision/state-store.ts';
import type { Monitor, RetrainingSettings } from '../../monitor/monitor.ts';
import type { Workflow } from '../../ports.ts';
import type { StepAnswer, StepName, StepRequest } from '../contract.ts';
import { leaseAfter } from '../lease.ts';
import type { Tag } from '../requests/tags.ts';

export { RetrainingError };

/** What the steps of a retraining need, besides the context of every run. */
export interface RetrainingContext extends RunContext {
  /** URI of the results store, for jobs that read and write its keys directly: `s3://bucket/`, `file:///folder/`. Ends in `/`. */
  readonly resultsUri: string;
  /** ARN of the KMS key with which jobs encrypt what they write there; null: S3's own key, or none on a laptop. */
  readonly outputKey: string | null;
  /** Prefix of the names of Driftwarden's CloudWatch alarms that roll a new model back; null: there are none, as on a laptop. */
  readonly alarmPrefix: string | null;
  /** Tags of everything that a retraining creates in the account; on a laptop there are none. */
  readonly tags: readonly Tag[];
  /** Command lines to approve or reject a candidate. */
  answerCommands(monitor: string, id: string): { readonly approve: string; readonly reject: string };
}

/** What operations on retrainings need: they start executions and answer those that wait. */
export interface OperationContext extends RunContext, Pick<RetrainingContext, 'resultsUri' | 'outputKey' | 'tags'> {
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
 * Extends the lock until the next step that does so must have started. Every control step calls this before it does anything that only
 * one execution may do.
 *
 * @param lease Milliseconds. @default - as long as the step needs
 * @returns The present state.
 * @throws LockLostError
 */
export async function renewLease(
  { step, id, execution }: Pick<StepRequest, 'step' | 'id' | 'execution'>,
  context: StepContext,
  lease = leaseAfter(step, context.settings),
): Promise<MonitorState> {
  const { monitor } = context;
  const until = context.now + lease;
  const { state } = await updateState(context.results, monitor.name, (current) => ({
    state: extendLock(current, { id, execution }, until),
  }));
  return state;
}

/**
 * The present state, of which the execution holds the lock. Every data step calls this before it does anything: the function that reads
 * hostile data may not write the state, so another step has extended the lock before.
 *
 * @throws LockLostError
 */
export async function requireLock(
  hold: Pick<StepRequest, 'id' | 'execution'>,
  { results, monitor }: StepContext,
): Promise<MonitorState> {
  const { state } = await loadState(results, monitor.name);
  checkLock(state, hold);
  return state;
}

/** @throws RetrainingError without the section */
export function requireSettings({ file, retraining }: Monitor): NonNullable<Monitor['retraining']> {
  if (retraining === null) {
    throw new RetrainingError(`${file} has no section "retraining", which a retraining needs`);
  }
  return retraining;
}

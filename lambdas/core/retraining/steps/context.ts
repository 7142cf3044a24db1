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

/** What the steps of a retraining need besides the context of any run. */
export interface RetrainingContext extends RunContext {
  /** Where the store of results is, for those who read and write its keys by themselves: `s3://bucket/`, `file:///folder/`. Ends in `/`. */
  readonly resultsUri: string;
  readonly workflow: Workflow;
  /** CloudWatch alarms of this deployment of Driftwarden that roll a new model back; none on a laptop. */
  readonly deploymentAlarms: readonly string[];
  /** How a person approves or rejects a candidate from here: commands to be copied. */
  answerCommands(monitor: string, id: string): { readonly approve: string; readonly reject: string };
}

/** What one step of one retraining works with. */
export interface StepContext extends RetrainingContext {
  readonly monitor: Monitor;
  readonly settings: RetrainingSettings;
}

/** Does one step of the machine. */
export type Step<N extends StepName> = (request: StepRequest<N>, context: StepContext) => Promise<StepAnswer<N>>;

/**
 * Goes on holding the lock until the next step has to have come. Every step calls it before it does anything that another
 * execution must not do as well.
 *
 * @returns The state as it stands.
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
    throw new RetrainingError(`${file} has no section "retraining": it says how a retraining runs`);
  }
  return retraining;
}

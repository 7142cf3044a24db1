import { endDeadRun } from '../check/notify-retraining-end.ts';
import type { RunContext } from '../context.ts';
import { freeId } from '../decision/free-id.ts';
import { MAX_BY } from '../decision/incident-actions.ts';
import { retrainingBlock } from '../decision/limits.ts';
import { publishOutbox } from '../decision/outbox.ts';
import { UnknownRetrainingError } from '../decision/retraining/errors.ts';
import { executionName } from '../decision/retraining/names.ts';
import { retrainingPermission } from '../decision/retraining/permission.ts';
import { abandonDeadRun } from '../decision/retraining/run.ts';
import { permissionOf, standingOfRequest, startIfPermitted } from '../decision/retraining/start.ts';
import { addRequest } from '../decision/retraining-request.ts';
import type { MonitorState } from '../decision/state.ts';
import { StateSession } from '../decision/state-session.ts';
import { loadState } from '../decision/state-store.ts';
import type { Monitor } from '../monitor/monitor.ts';
import { printable } from '../text/printable.ts';
import { readApproval } from './documents/approval.ts';
import type { RequestOutcome, RetrainingOverview } from './operation-answers.ts';
import { plannedRequests } from './requests/planned-requests.ts';
import { type OperationContext, RetrainingError, requireSettings } from './steps/context.ts';
import { planRetraining } from './steps/plan.ts';

/** Actions on retrainings: request one, list them, approve or reject a candidate, roll back. */

/**
 * Requests a retraining by hand. Lock, cooldown, budget and broken data bind it like any other; an existing request is used. A dry
 * run reports whether it would start, and on which rows.
 *
 * @throws RetrainingError without a `retraining` section
 */
export async function requestRetraining(
  monitor: Monitor,
  by: string,
  context: OperationContext,
): Promise<RequestOutcome> {
  requireSettings(monitor);
  const requested = (state: MonitorState) => requestByPerson(state, by, context.now);
  if (context.dryRun) {
    const { state } = await loadState(context.results, monitor.name);
    return describeRun(requested(abandonDeadRun(state, context.now).state), monitor, context);
  }
  const session = new StateSession(context.results, monitor.name);
  const { answer } = await session.update(async (before) => {
    const state = requested(await endDeadRun(before, monitor, context));
    return { state: startIfPermitted(state, monitor, context), answer: describeRequest(state, monitor, context.now) };
  });
  await publishOutbox(session, context, context.runId, context.now);
  return answer;
}

function requestByPerson(state: MonitorState, by: string, now: number): MonitorState {
  const latest = state.checks.accuracy.at(-1) ?? state.checks.drift.at(-1);
  const since = latest?.window ?? new Date(now).toISOString().slice(0, 10);
  return addRequest(
    state,
    { by: 'person', since, firstWindow: null, limit: `requested by ${printable(by, MAX_BY)}` },
    now,
  );
}

function describeRequest(state: MonitorState, monitor: Monitor, now: number): RequestOutcome {
  const { retraining: request } = state;
  const running = state.retrainings.find((run) => run.end === null);
  if (running !== undefined) return { id: running.id, starts: false, message: `${running.id} is running` };
  if (request === null) {
    const latest = state.checks.accuracy.at(-1)?.window ?? '';
    return { id: '', starts: false, message: retrainingBlock(state, latest) ?? 'no retraining could be requested' };
  }
  const execution = executionName(monitor.name, request.id, request.attempt);
  const permission = permissionOf(state, request, monitor.name, requireSettings(monitor), now);
  return permission.permitted
    ? { id: request.id, starts: true, message: `execution ${execution}` }
    : { id: request.id, starts: false, message: permission.message };
}

/** Whether the run would start: without enough labelled rows it would end at once. With what it would send to SageMaker. */
async function describeRun(state: MonitorState, monitor: Monitor, context: OperationContext): Promise<RequestOutcome> {
  const requested = describeRequest(state, monitor, context.now);
  if (!requested.starts) return requested;
  const settings = requireSettings(monitor);
  const { enough, message } = planRetraining(requested.id, state, { ...context, monitor, settings });
  const { id } = requested;
  const reason = state.retraining?.limit ?? '';
  const { resultsUri, outputKey, tags } = context;
  const requests = plannedRequests(monitor, settings, { id, reason, resultsUri, outputKey, tags });
  return { id, starts: enough, message, ...(requests.length > 0 && { requests }) };
}

/**
 * Requests a rollback to the previous model and its baseline.
 *
 * @throws RetrainingError when there is no previous model
 */
export async function requestRollback(
  monitor: Monitor,
  by: string,
  context: OperationContext,
): Promise<RequestOutcome> {
  const settings = requireSettings(monitor);
  const stored = await loadState(context.results, monitor.name);
  const { state } = abandonDeadRun(stored.state, context.now);
  const previous = state.model?.previous;
  if (previous == null) {
    throw new RetrainingError(
      `${monitor.name}: the live model was not deployed by a retraining, so there is nothing to roll back to`,
    );
  }
  const id = rollbackId(state, `rollback-of-${state.model!.retraining ?? previous.endpointConfig}`);
  const execution = executionName(monitor.name, id, 1);
  const permission = retrainingPermission(state, { id, action: 'rollback', execution }, settings, context.now);
  if (!permission.permitted) return { id, starts: false, message: permission.message };
  const message = `restores ${previous.endpointConfig} and baseline ${previous.baseline ?? 'none'}; execution ${execution}`;
  if (!context.dryRun) {
    const reason = `requested by ${printable(by, MAX_BY)}`;
    await context.workflow.start(execution, { monitor: monitor.name, id, action: 'rollback', reason });
  }
  return { id, starts: true, message };
}

/** Two requests for the same rollback share an id unless the first has ended. */
function rollbackId({ retrainings }: MonitorState, first: string): string {
  return freeId(first, new Set(retrainings.filter(({ end }) => end !== null).map(({ id }) => id)));
}

/** What is requested, what runs, what has run, what serves. */
export async function listRetrainings(
  monitor: Monitor,
  context: Pick<RunContext, 'results' | 'now' | 'workflow'>,
): Promise<RetrainingOverview> {
  const { state } = await loadState(context.results, monitor.name);
  const { retraining: request, lock, model, retrainings: runs } = state;
  const options = { now: context.now, hasWorkflow: context.workflow !== undefined };
  const standing = standingOfRequest(state, monitor, options)?.text ?? null;
  return { monitor: monitor.name, request, standing, lock, model, runs };
}

/**
 * Approves or rejects a candidate.
 *
 * @throws UnknownRetrainingError when there is no retraining with this id, RetrainingError when it does not wait for approval,
 *   NoPendingApprovalError when the approval has expired
 */
export async function answerApproval(
  monitor: string,
  id: string,
  answer: { readonly approved: boolean; readonly by: string; readonly note: string },
  context: Pick<OperationContext, 'results' | 'workflow'>,
): Promise<void> {
  const { state } = await loadState(context.results, monitor);
  const run = state.retrainings.find((other) => other.id === id);
  if (run === undefined) {
    const running = state.retrainings.find(({ end }) => end === null)?.id;
    throw new UnknownRetrainingError(
      `${monitor} has no retraining ${JSON.stringify(printable(id, 200))}; ${running === undefined ? 'none is running' : `running: ${running}`}`,
    );
  }
  if (run.end !== null)
    throw new RetrainingError(`${id} has already ended (${run.end}); it is not waiting for approval`);
  const { token } = await readApproval(context.results, monitor, id);
  const { approved, by, note } = answer;
  const why = note === '' ? '' : `: ${printable(note, 200)}`;
  await context.workflow.answer(token, {
    approved,
    note: `${approved ? 'approved' : 'rejected'} by ${printable(by, MAX_BY)}${why}`,
  });
}

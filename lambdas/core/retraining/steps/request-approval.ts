import { alertContext } from '../../check/notify-retraining-end.ts';
import { enqueue, publishOutbox } from '../../decision/outbox.ts';
import { extendLock } from '../../decision/retraining/run.ts';
import { readComparison } from '../../decision/retraining/stored-comparison.ts';
import { StateSession } from '../../decision/state-session.ts';
import { buildApprovalAlert } from '../../report/retraining-alert.ts';
import { saveApproval } from '../documents/approval.ts';
import { leaseAfter } from '../lease.ts';
import { renewLease, type Step } from './context.ts';

/** Stores the task token and sends the approval request. */
export const requestApprovalStep: Step<'requestApproval'> = async (request, context) => {
  const { id, execution, token, modelPackage, step } = request;
  const { monitor, settings, now, runId, results } = context;
  const until = now + settings.promote.expiry;
  await renewLease(request, context);
  await saveApproval(results, monitor.name, id, { token, modelPackage, askedAt: now, until });
  const { text, message } = await readComparison(results, monitor.name, id);
  const session = new StateSession(results, monitor.name);
  await session.update((before) => {
    const state = extendLock(before, { id, execution }, now + leaseAfter(step, settings));
    const run = state.retrainings.find((other) => other.id === id)!;
    const commands = context.answerCommands(monitor.name, id);
    const alert = buildApprovalAlert(run, alertContext(monitor, state, run, context, text), {
      judgement: message,
      until,
      commands,
    });
    return { state: enqueue(state, { id: alert.dedupeKey, alert }, runId, now) };
  });
  await publishOutbox(session, context, runId, now);
  return {};
};

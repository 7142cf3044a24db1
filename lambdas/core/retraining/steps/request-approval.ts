import { alertContext } from '../../check/notify-retraining-end.ts';
import { enqueue, publishOutbox } from '../../decision/outbox.ts';
import { holdLock } from '../../decision/retraining/run.ts';
import { readComparison } from '../../decision/retraining/stored-comparison.ts';
import { updateState } from '../../decision/state-store.ts';
import { buildApprovalAlert } from '../../report/retraining-alert.ts';
import { saveApproval } from '../documents/approval.ts';
import { leaseAfter } from '../lease.ts';
import { holdOn, type Step } from './context.ts';

/** Keeps the token that waits for an answer, and asks people for one. */
export const askStep: Step<'ask'> = async (request, context) => {
  const { monitor, settings, world } = context;
  const { id, execution, token, modelPackage, step } = request;
  const { now, runId, results } = world;
  const until = now + settings.promote.expiry;
  await holdOn(request, context);
  await saveApproval(results, monitor.name, id, { token, modelPackage, askedAt: now, until });
  const { text, message } = await readComparison(results, monitor.name, id);
  await updateState(results, monitor.name, (before) => {
    const state = holdLock(before, { id, execution }, now + leaseAfter(step, settings));
    const run = state.retrainings.find((other) => other.id === id)!;
    const commands = world.answerCommands(monitor.name, id);
    const alert = buildApprovalAlert(run, alertContext(monitor, state, run, world, text), {
      judgement: message,
      until,
      commands,
    });
    return { state: enqueue(state, { id: alert.dedupeKey, alert }, runId, now) };
  });
  await publishOutbox(results, monitor.name, world, runId, now);
  return {};
};

import { notifyRetrainingEnd, saveRecord } from '../../check/notify-retraining-end.ts';
import { publishOutbox } from '../../decision/outbox.ts';
import { countAttempt, endRun } from '../../decision/retraining/run.ts';
import { StateSession } from '../../decision/state-session.ts';
import { describeOutcome } from '../describe-outcome.ts';
import type { Step } from './context.ts';

/**
 * Releases the lock, records the end and notifies people, once: a repeated step finds the run ended, and publishes what it had
 * queued if it did not come to that. A run that was taken over while this execution was away is somebody else's to end.
 */
export const endStep: Step<'end'> = async ({ id, execution, outcome }, context) => {
  const { monitor, now, runId, results } = context;
  const message = describeOutcome(outcome);
  const session = new StateSession(results, monitor.name);
  const { ended } = await session.update(async (before) => {
    const known = before.retrainings.some((run) => run.id === id);
    const state = known
      ? endRun(before, { id, execution }, { end: outcome.end, message }, now)
      : countAttempt(before, id);
    const ended = state.retrainings.find((run) => run.id === id) ?? null;
    if (state === before || ended === null) return { state, ended };
    return { state: await notifyRetrainingEnd(state, ended, monitor, context), ended };
  });
  // Somebody who found this run dead at the same moment may have written a record of that last.
  if (ended !== null && ended.execution === execution) await saveRecord(results, monitor.name, ended);
  await publishOutbox(session, context, runId, now);
  return {
    end: ended?.end ?? outcome.end,
    message: ended?.message ?? message,
    notified: ended !== null && ended.end !== null,
  };
};

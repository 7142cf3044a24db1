import { notifyRetrainingEnd, saveRecord } from '../../check/notify-retraining-end.ts';
import { publishOutbox } from '../../decision/outbox.ts';
import { countAttempt, endRun } from '../../decision/retraining/run.ts';
import { StateSession } from '../../decision/state-session.ts';
import { redactorWithoutKey } from '../../privacy/value-key.ts';
import { describeOutcome } from '../describe-outcome.ts';
import type { Step } from './context.ts';

/**
 * Releases the lock, records the end and sends the alert, once. A repeated step finds that the run has ended and only publishes
 * what is still queued. A run that lost its lock to another execution is ended by that execution.
 */
export const endStep: Step<'end'> = async ({ id, execution, outcome }, context) => {
  const { monitor, now, runId, results } = context;
  const message = describeOutcome(outcome, redactorWithoutKey(monitor));
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
  // Another process may have found this run dead at the same moment and overwritten the record.
  if (ended !== null && ended.execution === execution) await saveRecord(results, monitor.name, ended);
  await publishOutbox(session, context, runId, now);
  return {
    end: ended?.end ?? outcome.end,
    message: ended?.message ?? message,
    notified: ended !== null && ended.end !== null,
  };
};

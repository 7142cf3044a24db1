import { publishOutbox } from '../../decision/outbox.ts';
import type { RetrainingRun } from '../../decision/state.ts';
import { updateState } from '../../decision/state-store.ts';
import { describeOutcome } from '../../retraining/failure.ts';
import { RetrainingKeys } from '../../retraining/keys.ts';
import { countAttempt, endRun } from '../../retraining/run.ts';
import { readComparison } from './comparison.ts';
import type { Step } from './context.ts';
import { putJson } from './stored.ts';
import { tellEnd } from './tell.ts';

/**
 * Releases the lock, records the end and tells people, once: a repeated step finds the run ended, and publishes what it had
 * queued if it did not come to that. A run that was taken over while this execution was away is somebody else's to end.
 */
export const endStep: Step<'end'> = async ({ id, execution, outcome }, { monitor, world }) => {
  const { now, runId, results } = world;
  const message = describeOutcome(outcome);
  const { text } = await readComparison(results, monitor.name, id);
  const { ended } = await updateState(results, monitor.name, async (before) => {
    const known = before.retrainings.some((run) => run.id === id);
    const state = known
      ? endRun(before, { id, execution }, { end: outcome.end, message }, now)
      : countAttempt(before, id);
    const ended = state.retrainings.find((run) => run.id === id) ?? null;
    if (state === before || ended === null) return { state, ended };
    await saveRecord(world.results, monitor.name, ended);
    return { state: tellEnd(state, ended, monitor, world, text), ended };
  });
  await publishOutbox(results, monitor.name, world, runId, now);
  return { end: ended?.end ?? outcome.end, message: ended?.message ?? message };
};

async function saveRecord(store: Parameters<typeof putJson>[0], monitor: string, run: RetrainingRun): Promise<void> {
  const keys = new RetrainingKeys(monitor, run.id);
  await putJson(store, keys.record, { schema: 'driftwarden/retraining', version: 1, monitor, ...run });
}

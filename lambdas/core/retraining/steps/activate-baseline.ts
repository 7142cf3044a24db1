import * as z from 'zod';
import { RetrainingKeys } from '../../decision/retraining/keys.ts';
import { extendLock, recordPromotion, restorePrevious } from '../../decision/retraining/run.ts';
import { readComparison } from '../../decision/retraining/stored-comparison.ts';
import { getJson } from '../../decision/retraining/stored-json.ts';
import { updateState } from '../../decision/state-session.ts';
import { leaseAfter } from '../lease.ts';
import type { Step } from './context.ts';

/** The part of the registration's record that this step needs. */
const registrationSchema = z.object({ baseline: z.string() });

/** Activates the baseline of the candidate, which now serves. The previous baseline is kept. */
export const activateBaselineStep: Step<'activateBaseline'> = async (request, context) => {
  const { id, execution, action, endpointConfig, previousConfig, unconfirmed, step } = request;
  const { monitor, settings, now, results } = context;
  const hold = { id, execution };
  const until = now + leaseAfter(step, settings);
  if (action === 'rollback') {
    await updateState(results, monitor.name, (state) => ({
      state: restorePrevious(extendLock(state, hold, until), endpointConfig, now),
    }));
    return { end: 'restored', message: `${endpointConfig} serves again, with its baseline` };
  }
  const { baseline } = await getJson(results, new RetrainingKeys(monitor.name, id).registration, registrationSchema);
  const { baselineActivated, state } = await updateState(results, monitor.name, (before) =>
    recordPromotion(extendLock(before, hold, until), {
      retraining: id,
      endpointConfig,
      previousConfig,
      baseline,
      since: now,
    }),
  );
  const { message } = await readComparison(results, monitor.name, id);
  const note = unconfirmed === '' ? '' : `; ${unconfirmed}`;
  if (baselineActivated)
    return { end: unconfirmed === '' ? 'promoted' : 'promoted-unconfirmed', message: message + note };
  const kept = `${message}; the baseline ${state.baseline}, which was activated in the meantime, stays${note}`;
  return { end: 'promoted-old-baseline', message: kept };
};

import { endDeadRun } from '../../check/notify-retraining-end.ts';
import { publishOutbox } from '../../decision/outbox.ts';
import { type DenialReason, retrainingPermission } from '../../decision/retraining/permission.ts';
import { beginRun, countAttempt } from '../../decision/retraining/run.ts';
import { StateSession } from '../../decision/state-session.ts';
import { leaseAfter } from '../lease.ts';
import { watchedVariant } from '../live-variant.ts';
import type { Step } from './context.ts';

/** Reasons that can pass: the same request may be permitted later, for an execution with another name. */
const LATER: ReadonlySet<DenialReason> = new Set(['running', 'data-broken', 'cooldown', 'budget']);

/** Takes the lock, or returns why not. First ends the run of a dead execution, with an alert. */
export const permitStep: Step<'permit'> = async (request, context) => {
  const { monitor: name, id, action, execution, reason, step } = request;
  const { monitor, settings, now, runId, results } = context;
  const session = new StateSession(results, name);
  const { permission } = await session.update(async (before) => {
    const swept = await endDeadRun(before, monitor, context);
    const permission = retrainingPermission(swept, { id, action, execution }, settings, now);
    if (permission.permitted) {
      const input = { monitor: name, id, action, execution, reason };
      return { state: beginRun(swept, input, now, now + leaseAfter(step, settings)), permission };
    }
    return { state: LATER.has(permission.why) ? countAttempt(swept, id) : swept, permission };
  });
  await publishOutbox(session, context, runId, now);
  const message = permission.permitted ? '' : permission.message;
  const variant = watchedVariant(monitor.capture);
  return { permitted: permission.permitted, message, endpoint: settings.endpoint ?? name, variant };
};

import type { RunContext } from '../context.ts';
import { publishOutbox } from '../decision/outbox.ts';
import { abandonDeadRun } from '../decision/retraining/run.ts';
import { startIfPermitted } from '../decision/retraining/start.ts';
import type { CheckKind, MonitorState } from '../decision/state.ts';
import type { StateSession } from '../decision/state-session.ts';
import { transition } from '../decision/transition.ts';
import type { Monitor } from '../monitor/monitor.ts';
import type { CheckResult } from '../result/schema.ts';
import type { Window } from '../window.ts';
import { buildResult } from './check-result.ts';
import { enqueueMessages, linksOf } from './enqueue-messages.ts';
import { checkedWindowOf, type Measured } from './measured.ts';
import { endDeadRun, notifyRetrainingEnd } from './notify-retraining-end.ts';
import { saveResult } from './save-result.ts';

/** While a window was measured, a person declared a new normal that it should be measured from. */
export class OutdatedError extends Error {
  override readonly name = 'OutdatedError';
  constructor() {
    super('a drift was declared the new normal while the window was checked: check the window again');
  }
}

/**
 * Brings a measured window to its end, exactly once: save the result, move the incidents by compare-and-swap together with
 * what has to be published, publish, mark as published. A crash at any point and a second run at the same time end in the
 * same state: the result is written again, and who loses the swap finds nothing left to do.
 *
 * @throws OutdatedError when it has to be measured again
 */
export async function conclude(
  monitor: Monitor,
  kind: CheckKind,
  window: Window,
  measured: Measured,
  session: StateSession,
  context: RunContext,
): Promise<CheckResult> {
  const checkedWindow = checkedWindowOf(monitor, window, measured, context.now);
  const settings = {
    repeatEvery: monitor.alerts.repeatEvery,
    onDrift: monitor.retraining?.onDrift,
    canRetrain: monitor.retraining !== null,
  };
  const move = (state: MonitorState) =>
    transition(state, kind, checkedWindow, context.now, settings, measured.findings);
  if (context.dryRun) {
    const state = await session.current();
    return buildResult(monitor, kind, window, measured, move(abandonDeadRun(state, context.now).state), context);
  }
  const { result } = await session.update(async (before) => {
    if (measured.isOutdated?.(before)) throw new OutdatedError();
    const { state, abandoned } = abandonDeadRun(before, context.now);
    const moved = move(state);
    const result = buildResult(monitor, kind, window, measured, moved, context);
    const links = linksOf(result, monitor.alerts.runbook, context);
    await saveResult(context, result, { state: moved.state, links, page: measured.page });
    const notified = enqueueMessages(moved, result, { links, monitor }, context);
    const swept = abandoned === null ? notified : await notifyRetrainingEnd(notified, abandoned, monitor, context);
    return { state: context.workflow ? startIfPermitted(swept, monitor, context) : swept, result };
  });
  await publishOutbox(session, context, context.runId, context.now);
  return result;
}

/** What a run without a window to check does: it reports retrainings that died, starts one that waits, and publishes. */
export async function concludeNone(monitor: Monitor, session: StateSession, context: RunContext): Promise<void> {
  await session.update(async (before) => {
    const state = await endDeadRun(before, monitor, context);
    return { state: context.workflow ? startIfPermitted(state, monitor, context) : state };
  });
  await publishOutbox(session, context, context.runId, context.now);
}

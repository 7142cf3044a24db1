import { enqueue } from '../../decision/outbox.ts';
import type { MonitorState, RetrainingRun } from '../../decision/state.ts';
import type { Monitor } from '../../monitor/monitor.ts';
import { buildEndAlert, type RetrainingAlertContext } from '../../report/retraining-alert.ts';
import { RetrainingKeys } from '../../retraining/keys.ts';
import { pause } from '../../retraining/permit.ts';
import type { World } from '../../world.ts';

/** What every message about a retraining says besides the run itself. */
export function alertContext(
  { name, model, alerts, retraining }: Monitor,
  state: MonitorState,
  run: RetrainingRun,
  { now, links }: Pick<World, 'now' | 'links'>,
  comparison: readonly string[] = [],
): RetrainingAlertContext {
  const permission = retraining && pause(state.retrainings, retraining, now);
  const recordKey = new RetrainingKeys(name, run.id).record;
  return {
    monitor: name,
    model,
    recordKey,
    comparison,
    nextFrom: permission?.permitted === false ? permission.until : null,
    links: { report: links?.report(recordKey) ?? recordKey, dashboard: links?.dashboard, runbook: alerts.runbook },
  };
}

/** Puts the message about a run's end into the outbox. */
export function tellEnd(
  state: MonitorState,
  run: RetrainingRun,
  monitor: Monitor,
  world: Pick<World, 'runId' | 'now' | 'links'>,
  comparison: readonly string[] = [],
): MonitorState {
  const alert = buildEndAlert(run, alertContext(monitor, state, run, world, comparison));
  return enqueue(state, { id: alert.dedupeKey, alert }, world.runId, world.now);
}

import type { World } from '../context.ts';
import { ABOUT_THE_MODEL } from '../decision/limits.ts';
import { enqueue } from '../decision/outbox.ts';
import { RetrainingKeys } from '../decision/retraining/keys.ts';
import { pause } from '../decision/retraining/permission.ts';
import { abandonDead } from '../decision/retraining/run.ts';
import type { RetrainingRun } from '../decision/retraining/state.ts';
import { readComparison } from '../decision/retraining/stored-comparison.ts';
import { putJson } from '../decision/retraining/stored-json.ts';
import type { MonitorState } from '../decision/state.ts';
import type { Monitor } from '../monitor/monitor.ts';
import type { ObjectStore } from '../ports.ts';
import { PLAIN_COMMANDS } from '../report/commands.ts';
import { buildEndAlert, type RetrainingAlertContext } from '../report/retraining-alert.ts';

/** What every message about a retraining says besides the run itself. */
export function alertContext(
  { name, model, alerts, retraining }: Monitor,
  state: MonitorState,
  run: RetrainingRun,
  { now, links, commands = PLAIN_COMMANDS }: Pick<World, 'now' | 'links' | 'commands'>,
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
    ...takeoverOf(state, run),
    commands,
    links: { report: links?.report(recordKey) ?? recordKey, dashboard: links?.dashboard, runbook: alerts.runbook },
  };
}

/** What the run has put into service, and which incidents ended with it. */
function takeoverOf(
  { model, incidents }: MonitorState,
  { id, end }: RetrainingRun,
): Pick<RetrainingAlertContext, 'deployed' | 'closed'> {
  if (model === null || (model.retraining !== id && end !== 'restored')) return { deployed: null, closed: [] };
  const closed = incidents.filter(
    ({ kind, state, notifiedAt }) => state === 'recovered' && ABOUT_THE_MODEL.has(kind) && notifiedAt === model.since,
  );
  return { deployed: model.endpointConfig, closed };
}

/**
 * Writes the record of a run that has ended and puts the message about it into the outbox. The state in which it has ended
 * is still to be stored: until then all of this may be done again.
 */
export async function tellEnd(
  state: MonitorState,
  run: RetrainingRun,
  monitor: Monitor,
  world: Pick<World, 'results' | 'runId' | 'now' | 'links' | 'commands'>,
): Promise<MonitorState> {
  const { name } = monitor;
  await saveRecord(world.results, name, run);
  const { text } = await readComparison(world.results, name, run.id);
  const alert = buildEndAlert(run, alertContext(monitor, state, run, world, text));
  return enqueue(state, { id: alert.dedupeKey, alert }, world.runId, world.now);
}

/** Ends the run of an execution that died, and tells people. @returns The very state where there is none. */
export async function endDead(
  state: MonitorState,
  monitor: Monitor,
  world: Pick<World, 'results' | 'runId' | 'now' | 'links' | 'commands'>,
): Promise<MonitorState> {
  const { state: swept, abandoned } = abandonDead(state, world.now);
  return abandoned === null ? state : tellEnd(swept, abandoned, monitor, world);
}

/** Writes how a run ended: `{monitor}/retrainings/{id}/retraining.json`. */
export async function saveRecord(store: ObjectStore, monitor: string, run: RetrainingRun): Promise<void> {
  const record = { schema: 'driftwarden/retraining', version: 1, monitor, ...run };
  await putJson(store, new RetrainingKeys(monitor, run.id).record, record);
}

import type { RunContext } from '../context.ts';
import { MODEL_INCIDENT_KINDS } from '../decision/limits.ts';
import { enqueue } from '../decision/outbox.ts';
import { RetrainingKeys } from '../decision/retraining/keys.ts';
import { checkCooldownAndBudget } from '../decision/retraining/permission.ts';
import { abandonDeadRun } from '../decision/retraining/run.ts';
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
  { now, links, commands = PLAIN_COMMANDS }: Pick<RunContext, 'now' | 'links' | 'commands'>,
  comparison: readonly string[] = [],
): RetrainingAlertContext {
  const permission = retraining && checkCooldownAndBudget(state.retrainings, retraining, now);
  const recordKey = new RetrainingKeys(name, run.id).record;
  return {
    monitor: name,
    model,
    recordKey,
    comparison,
    nextFrom: permission?.permitted === false ? permission.until : null,
    ...promotionOf(state, run),
    commands,
    links: { report: links?.report(recordKey) ?? recordKey, dashboard: links?.dashboard, runbook: alerts.runbook },
  };
}

/** What the run has put into service, and which incidents ended with it. */
function promotionOf(
  { model, incidents }: MonitorState,
  { id, end }: RetrainingRun,
): Pick<RetrainingAlertContext, 'deployed' | 'closed'> {
  if (model === null || (model.retraining !== id && end !== 'restored')) return { deployed: null, closed: [] };
  const closed = incidents.filter(
    ({ kind, state, notifiedAt }) =>
      state === 'recovered' && MODEL_INCIDENT_KINDS.has(kind) && notifiedAt === model.since,
  );
  return { deployed: model.endpointConfig, closed };
}

/**
 * Writes the record of a run that has ended and puts the message about it into the outbox. The state in which it has ended
 * is still to be stored: until then all of this may be done again.
 */
export async function notifyRetrainingEnd(
  state: MonitorState,
  run: RetrainingRun,
  monitor: Monitor,
  context: Pick<RunContext, 'results' | 'runId' | 'now' | 'links' | 'commands'>,
): Promise<MonitorState> {
  const { name } = monitor;
  await saveRecord(context.results, name, run);
  const { text } = await readComparison(context.results, name, run.id);
  const alert = buildEndAlert(run, alertContext(monitor, state, run, context, text));
  return enqueue(state, { id: alert.dedupeKey, alert }, context.runId, context.now);
}

/** Ends the run of an execution that died, and notifies people. @returns The very state where there is none. */
export async function endDeadRun(
  state: MonitorState,
  monitor: Monitor,
  context: Pick<RunContext, 'results' | 'runId' | 'now' | 'links' | 'commands'>,
): Promise<MonitorState> {
  const { state: swept, abandoned } = abandonDeadRun(state, context.now);
  return abandoned === null ? state : notifyRetrainingEnd(swept, abandoned, monitor, context);
}

/** Writes how a run ended: `{monitor}/retrainings/{id}/retraining.json`. */
export async function saveRecord(store: ObjectStore, monitor: string, run: RetrainingRun): Promise<void> {
  const record = { schema: 'driftwarden/retraining', version: 1, monitor, ...run };
  await putJson(store, new RetrainingKeys(monitor, run.id).record, record);
}

import { KEPT_WINDOWS, type MonitorState, type WindowEntry } from '../../decision/state.ts';
import { readHistory } from '../../history/store.ts';
import { UnknownWindowError, windowByName } from '../../monitor/windows.ts';
import type { PlannedData } from '../../retraining/contract.ts';
import { planData, usableWindows } from '../../retraining/plan-data.ts';
import type { Window } from '../../window.ts';
import { holdOn, RetrainingError, type Step, type StepContext } from './context.ts';

/** Chooses the windows to train and to judge on, from what the checks have counted. Reads no captured data. */
export const planStep: Step<'plan'> = async (request, context) => {
  const state = await holdOn(request, context);
  return planRetraining(request.id, state, context);
};

/** The same for a retraining that does not run yet: it changes nothing. */
export async function planRetraining(id: string, state: MonitorState, context: StepContext): Promise<PlannedData> {
  const { settings, world } = context;
  const entries = usableWindows(state, settings.data, incidentStart(id, state, context), world.now);
  const predictions = await countPredictions(entries, context);
  return planData(
    entries.map(({ window, start, end, labels }) => {
      const labelled = Math.round((predictions.get(window) ?? 0) * (labels?.coverage ?? 0));
      return { window, start, end, labelled };
    }),
    settings,
  );
}

/** How many predictions each window had when it was last checked. */
async function countPredictions(
  entries: readonly WindowEntry[],
  { monitor, world }: StepContext,
): Promise<ReadonlyMap<string, number>> {
  const known = entries.flatMap(({ window, labels }): [string, number][] =>
    labels?.predictions === undefined ? [] : [[window, labels.predictions]],
  );
  if (known.length === entries.length) return new Map(known);
  // Entries of earlier versions do not have the number.
  const rows = await readHistory(world.results, monitor.name, 'accuracy', { last: KEPT_WINDOWS });
  return new Map([...rows.map((row): [string, number] => [row.window, row.rows]), ...known]);
}

/** The start of the first window that asked for this retraining, milliseconds since the epoch; null when none is known. */
function incidentStart(id: string, state: MonitorState, context: StepContext): number | null {
  const { retraining, retrainings } = state;
  // A person asks because of no window.
  if (retraining?.id === id && retraining.by === 'person') return null;
  const requested = retraining?.id === id ? (retraining.firstWindow ?? retraining.since) : null;
  const window = requested ?? retrainings.find((run) => run.id === id)?.since ?? null;
  return window === null ? null : windowOf(window, state, context).start;
}

/**
 * A window that was checked, by its name: as it was checked, for the schedule may have changed since.
 *
 * @throws RetrainingError when there is no such window
 */
export function windowOf(name: string, state: MonitorState, { monitor }: Pick<StepContext, 'monitor'>): Window {
  const entries = [...state.checks.accuracy, ...state.checks.drift];
  const known = entries.find((entry) => entry.window === name);
  if (known !== undefined) return { name, start: known.start, end: known.end };
  try {
    return windowByName(monitor.schedule, name);
  } catch (cause) {
    if (!(cause instanceof UnknownWindowError)) throw cause;
    throw new RetrainingError(`window ${name} is not one of ${monitor.name}'s: ${cause.message}`, { cause });
  }
}

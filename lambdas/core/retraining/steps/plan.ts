import type { MonitorState } from '../../decision/state.ts';
import { UnknownWindowError, windowByName } from '../../monitor/windows.ts';
import { countOf } from '../../text/numbers.ts';
import type { Window } from '../../window.ts';
import type { PlannedData } from '../contract.ts';
import { planData, usableWindows } from '../plan-data.ts';
import { RetrainingError, requireLock, type Step, type StepContext } from './context.ts';

/** Chooses the windows for training and judging from the counts of earlier checks. Reads no captured data. */
export const planStep: Step<'plan'> = async (request, context) => {
  const state = await requireLock(request, context);
  return planRetraining(request.id, state, context);
};

/** Plans a retraining that is not running yet, without changing anything. */
export function planRetraining(
  id: string,
  state: MonitorState,
  context: Pick<StepContext, 'monitor' | 'settings' | 'now'>,
): PlannedData {
  const { settings } = context;
  const checkedWindows = usableWindows(state, settings.data, incidentStart(id, state, context), context.now);
  const planned = planData(
    checkedWindows.map(({ window, start, end, labels }) => {
      const labelled = Math.round((labels?.predictions ?? 0) * (labels?.coverage ?? 0));
      return { window, start, end, labelled };
    }),
    settings,
  );
  const uncounted = checkedWindows.filter(({ labels }) => labels?.predictions === undefined).length;
  return uncounted === 0 ? planned : { ...planned, message: `${planned.message}; ${describeUncounted(uncounted)}` };
}

/** Earlier versions recorded the share of labelled predictions, but not their number. */
function describeUncounted(windows: number): string {
  const were = `${countOf(windows, 'labelled window was', 'labelled windows were')} checked by an earlier version`;
  return `${were} and ${windows === 1 ? 'counts' : 'count'} only after another accuracy check`;
}

/** The start of the first window that requested this retraining, milliseconds since the epoch; null when it is unknown. */
function incidentStart(
  id: string,
  state: MonitorState,
  context: Pick<StepContext, 'monitor' | 'settings'>,
): number | null {
  const { retraining, retrainings } = state;
  // A request by a person has no first window.
  if (retraining?.id === id && retraining.by === 'person') return null;
  const requested = retraining?.id === id ? (retraining.firstWindow ?? retraining.since) : null;
  const window = requested ?? retrainings.find((run) => run.id === id)?.since ?? null;
  return window === null ? null : windowOf(window, state, context).start;
}

/**
 * A checked window by its name, with the times of its check, because the schedule may have changed since.
 *
 * @throws RetrainingError when there is no such window
 */
export function windowOf(name: string, state: MonitorState, { monitor }: Pick<StepContext, 'monitor'>): Window {
  const checkedWindows = [...state.checks.accuracy, ...state.checks.drift];
  const known = checkedWindows.find((checkedWindow) => checkedWindow.window === name);
  if (known !== undefined) return { name, start: known.start, end: known.end };
  try {
    return windowByName(monitor.schedule, name);
  } catch (cause) {
    if (!(cause instanceof UnknownWindowError)) throw cause;
    throw new RetrainingError(`window ${name} is not one of ${monitor.name}'s: ${cause.message}`, { cause });
  }
}

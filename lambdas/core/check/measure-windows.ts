import type { ModelBaseline } from '../baseline/document.ts';
import type { RunContext } from '../context.ts';
import type { MonitorState } from '../decision/state.ts';
import type { StateSession } from '../decision/state-session.ts';
import type { Monitor } from '../monitor/monitor.ts';
import type { Window } from '../window.ts';
import { answeredBy, labelSettings, measureAccuracy } from './check-accuracy.ts';
import { isLess, keepKnown } from './keep-earlier-result.ts';
import type { Measured } from './measured.ts';
import { KeptAnswers } from './reading/answers/kept-answers.ts';
import { joinLabels, joinSharedLabels, type LabelsRead } from './reading/join-labels.ts';
import { type PredictionsRead, readPredictions } from './reading/labelled-predictions.ts';
import { BASE_MEGABYTES, MEGABYTE, WindowTooLargeError } from './reading/memory-limit.ts';
import { ReadOnce } from './reading/read-once.ts';
import { readModelBaseline } from './reading/read-window.ts';
import { OutOfTimeError, withBytes } from './run-time.ts';

/** When the windows read so far take this share of the memory, they are measured before another window is read. */
const MOST_HELD_SHARE = 0.25;
/** Megabytes, where memory is not limited. */
const USUAL_MEMORY = 2048;

/** Measurements, null where the last result stays, and what kept a window from being measured. Windows that are not in it were not read. */
export type Measurements = ReadonlyMap<Window, Measured | null | Error>;

/** A window whose predictions were read. */
export interface ReadWindow extends PredictionsRead {
  readonly window: Window;
  readonly baseline: ModelBaseline | null;
}

/**
 * Measures windows by the labels that have come for them. The label files are read once for all of them: with hourly windows, each
 * file may have labels of hundreds. Windows are left out when their predictions would take too much memory together, or too much time.
 *
 * @param hasTime Whether there is time to read another window, or more of it.
 * @throws OutOfTimeError
 */
export async function measureWindows(
  monitor: Monitor,
  windows: readonly Window[],
  given: RunContext,
  session: StateSession,
  hasTime: () => boolean,
): Promise<Measurements> {
  // Measuring changes neither baselines nor history.
  const context = { ...given, results: new ReadOnce(given.results) };
  const measurements = new Map<Window, Measured | null | Error>();
  const state = await session.current();
  const kept = await KeptAnswers.open(monitor, given);
  const read = await readWindows(monitor, windows, state, context, kept, measurements, hasTime);
  const labels = await joinLabelsOf(monitor, read, context);
  while (read.length > 0) {
    // Taken off the lists, so that the next windows have their memory.
    const each = read.shift()!;
    const joined = labels.shift()!;
    try {
      if (joined instanceof Error) throw joined;
      measurements.set(each.window, await measureRead(monitor, each, joined, context, session));
    } catch (error) {
      measurements.set(each.window, asError(error));
    }
  }
  return measurements;
}

/** Reads the predictions of windows, as many as fit. */
async function readWindows(
  monitor: Monitor,
  windows: readonly Window[],
  state: MonitorState,
  context: RunContext,
  kept: KeptAnswers,
  failed: Map<Window, Error | Measured | null>,
  hasTime: () => boolean,
): Promise<ReadWindow[]> {
  const { memory } = context;
  const most = MOST_HELD_SHARE * ((memory ?? USUAL_MEMORY) - BASE_MEGABYTES);
  const read: ReadWindow[] = [];
  let held = 0;
  for (const window of windows) {
    if (read.length > 0 && (held > most || !hasTime())) break;
    try {
      const baseline = await readModelBaseline(monitor, window, state, context);
      const limited = read.length === 0 ? context : withBytes(context, stopWithout(hasTime));
      const free = memory === undefined ? limited : { ...limited, memory: memory - held };
      const predictions = await readPredictions(monitor, window, baseline, free, kept);
      read.push({ ...predictions, window, baseline });
      held += predictions.bytes / MEGABYTE;
    } catch (error) {
      const isTooMuch = error instanceof OutOfTimeError || error instanceof WindowTooLargeError;
      if (isTooMuch && read.length > 0) break;
      if (error instanceof OutOfTimeError) throw error;
      failed.set(window, asError(error));
    }
  }
  return read;
}

/** A further window does not take the time in which the labels of those before are read. */
function stopWithout(hasTime: () => boolean): () => void {
  return () => {
    if (!hasTime()) throw new OutOfTimeError('another window is left to a later run');
  };
}

/** The labels of each window, or what kept them from being read. Each label file is read once for all of them. */
export async function joinLabelsOf(
  monitor: Monitor,
  windows: readonly ReadWindow[],
  context: RunContext,
): Promise<(LabelsRead | Error)[]> {
  const settings = labelSettings(monitor);
  const keyed = windows.map(({ window, predictions: { keys } }) => ({ window, keys }));
  try {
    return await joinSharedLabels(settings, keyed, context, true);
  } catch (error) {
    if (error instanceof OutOfTimeError) throw error;
    if (keyed.length === 1) return [asError(error)];
  }
  // A file that cannot be read keeps those windows from being measured that it is for, and no others.
  const labels: (LabelsRead | Error)[] = [];
  for (const { window, keys } of keyed) {
    try {
      labels.push(await joinLabels(settings, window, keys, context, true));
    } catch (error) {
      if (error instanceof OutOfTimeError) throw error;
      labels.push(asError(error));
    }
  }
  return labels;
}

/** Measures a window that was read; on a schedule null where less is there than at its last check. */
async function measureRead(
  monitor: Monitor,
  { window, baseline, ...read }: ReadWindow,
  labels: LabelsRead,
  context: RunContext,
  session: StateSession,
): Promise<Measured | null> {
  const answered = answeredBy(monitor, baseline, read, labels);
  if (readsAll(context) || !isLess(answered, await session.current(), window)) {
    return measureAccuracy(monitor, window, baseline, answered, context);
  }
  await keepKnown(labelSettings(monitor), window, answered.seen, session, context.now);
  return null;
}

/** A person who runs a check sees what is there now; and a dry run leaves nothing to compare with. */
export function readsAll({ dryRun, byHand }: RunContext): boolean {
  return dryRun || (byHand ?? false);
}

function asError(given: unknown): Error {
  return given instanceof Error ? given : new Error(String(given));
}

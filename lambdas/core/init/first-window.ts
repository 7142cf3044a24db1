import { endOfTraining, isLarge } from '../build-baseline/limit-of-training.ts';
import { isInHours } from '../capture/prefixes.ts';
import { UnreadableFileError } from '../capture/read-dataset.ts';
import { windowsWithData } from '../check/latest-window.ts';
import type { RunContext } from '../context.ts';
import type { Monitor } from '../monitor/monitor.ts';

/**
 * The window from which a new monitor should be checked: the first one with captures after the training data. Reads the training
 * data and tables of captures to their end, up to 100 MB each.
 *
 * @returns null: at most one window of captures is over since then, or it is not known
 */
export async function firstWindowToCheck(
  monitor: Monitor,
  context: Pick<RunContext, 'open' | 'now' | 'onProgress'>,
): Promise<string | null> {
  const { capture } = monitor;
  if (monitor.baseline === null) return null;
  if (!isInHours(capture) && (await isLarge(capture.uri, context))) return null;
  const from = (await endOfTraining(monitor, context)) ?? undefined;
  try {
    const found = await windowsWithData(monitor, { ...context, dryRun: true }, from);
    return found === null || found.first.start >= found.latest.start ? null : found.first.name;
  } catch (error) {
    // It lies beyond the first files, which the monitor was tried on: the check will name it.
    if (error instanceof UnreadableFileError) return null;
    throw error;
  }
}

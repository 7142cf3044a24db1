import type { Baseline } from '../../../baseline/document.ts';
import type { RunContext } from '../../../context.ts';
import type { Monitor } from '../../../monitor/monitor.ts';
import type { ReadingMachine } from '../../../ports.ts';
import type { Window } from '../../../window.ts';
import type { CapturedWindow } from '../captured-window.ts';
import { type KeptProfiles, listingOf, loadProfiles, saveProfiles } from '../kept-profiles.ts';
import { WindowTooLargeError } from '../memory-limit.ts';
import { profileFiles } from '../profile-capture.ts';
import { windowCaptures } from '../read-window.ts';
import { bytesOf, divideParts, PART_BYTES } from '../shards/divide-sources.ts';
import { type HandedOver, handOver } from './hand-over.ts';
import { loadMerged } from './merge-parts.ts';
import { loadPlan } from './plan.ts';

/**
 * Windows of more bytes are read in parts by several runs. At the 50 MB/s of a slow function one run reads as much in 3 minutes, and
 * records of 300 bytes or more, as endpoints capture them, fit into 2,048 MB of memory. A window that does not fit all the same is
 * handed over as soon as that shows.
 */
const LARGE_WINDOW_BYTES = 8 * PART_BYTES;

/** How a window is handed over. */
export interface HandingOver {
  readonly machine: ReadingMachine;
  /** The event of the check that follows. */
  readonly check: object;
  /** How the window was handed over before; null: it was not. */
  readonly before: HandedOver | null;
}

/**
 * The same as `profileCapture` where a machine reads large windows.
 *
 * @returns null where the window was handed over: it is checked again when it has been read
 * @throws ReadingChangedError when it was handed over too often
 */
export async function profileLargeCapture(
  monitor: Monitor,
  window: Window,
  baseline: Baseline,
  handing: HandingOver,
  context: RunContext,
): Promise<CapturedWindow | null> {
  const captures = await windowCaptures(monitor, window, context, 'drift', true);
  const listed = captures.listed!;
  const files = listingOf(listed);
  const kept = await loadProfiles(context.results, monitor, window, baseline.id);
  if (kept?.files === files) return kept.captured;
  const merged = handing.before && (await loadRead(monitor, window, baseline, handing.before, files, context));
  if (merged !== null) {
    await saveProfiles(context.results, monitor, window, baseline.id, merged.captured, merged.files);
    return merged.captured;
  }
  const parts = await Array.fromAsync(divideParts(listed));
  // Files that are known to have no record of the window are not opened.
  const marked = await Array.fromAsync(captures.files);
  const opened = marked.filter(({ outside }) => outside === undefined);
  if (parts.length < 2 || bytesOf(opened) <= LARGE_WINDOW_BYTES) {
    try {
      return await profileFiles(monitor, window, baseline, { ...captures, files: marked }, context);
    } catch (error) {
      if (parts.length < 2 || !(error instanceof WindowTooLargeError)) throw error;
    }
  }
  await handOver(monitor, window, baseline.id, parts, handing, handing.machine, context);
  return null;
}

/** What the machine has read; null if a check would read something else now. */
async function loadRead(
  monitor: Monitor,
  window: Window,
  baseline: Baseline,
  { run }: HandedOver,
  files: string,
  context: RunContext,
): Promise<KeptProfiles | null> {
  const planned = await loadPlan(monitor, window, run, context);
  const isSame = planned.plan.files === files && planned.plan.baseline === baseline.id;
  return isSame ? loadMerged(planned, context) : null;
}

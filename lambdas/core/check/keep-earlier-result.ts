import { findCheckedWindow, recordCheckedWindow } from '../decision/checked-windows.ts';
import type { MonitorState } from '../decision/state.ts';
import type { StateSession } from '../decision/state-session.ts';
import { isPastMaxAge } from '../labels/label-timing.ts';
import type { LabelSettings } from '../monitor/monitor.ts';
import type { DataRead } from '../result/schema.ts';
import type { Window } from '../window.ts';
import type { LabelsRead } from './reading/join-labels.ts';

/**
 * Whether fewer predictions or labels are there than at the last check with the same settings, those included that cannot be
 * used: files were removed, or an export holds the latest labels only.
 */
export function isLess(
  {
    data,
    labels: { joined, log },
    seen,
  }: { readonly data: DataRead; readonly labels: LabelsRead; readonly seen: string },
  state: MonitorState,
  window: Window,
): boolean {
  const { coverage = 0, predictions = 0, seen: before } = findCheckedWindow(state, window)?.labels ?? {};
  if (before?.split('/')[0] !== seen.split('/')[0]) return false;
  const unused = log.rejected + joined.mismatched + joined.ambiguous;
  const isCut = joined.predictions + data.rejected.inWindow < predictions;
  return isCut || joined.labelled + unused < Math.round(coverage * predictions);
}

/** Leaves a window's result as it is, and notes which files were seen. */
export async function keepKnown(
  settings: LabelSettings,
  window: Window,
  seen: string,
  session: StateSession,
  now: number,
): Promise<void> {
  await session.update((state) => {
    const checkedWindow = findCheckedWindow(state, window);
    if (!checkedWindow?.labels) return { state };
    const labels = { ...checkedWindow.labels, seen, settled: isPastMaxAge(window, now, settings) };
    const accuracy = recordCheckedWindow(state.checks.accuracy, { ...checkedWindow, labels });
    return { state: { ...state, checks: { ...state.checks, accuracy } } };
  });
}

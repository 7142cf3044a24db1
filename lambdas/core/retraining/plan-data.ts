import type { CheckedWindow } from '../decision/checked-window.ts';
import { hadBrokenData } from '../decision/limits.ts';
import type { MonitorState } from '../decision/state.ts';
import type { RetrainingSettings } from '../monitor/monitor.ts';
import type { PlannedData, PlannedWindow } from './contract.ts';
import { type DataNeeds, isEnough } from './enough-data.ts';

/** Rows of all held-out windows together: SageMaker scores them one by one. */
export const MAX_SCORED_ROWS = 200_000;

/** A window and how many of its rows had a label at its latest accuracy check. */
export interface LabelledWindow {
  readonly window: string;
  /** Milliseconds since the epoch. */
  readonly start: number;
  readonly end: number;
  readonly labelled: number;
}

/**
 * The windows that may be trained and judged on: the accuracy check has found labels of them, the drift check no broken data,
 * and they began within the lookback. What the state has forgotten is too old as well.
 *
 * @param from With `data.since: incident`, the start of the first window that asked for the retraining, milliseconds since
 * the epoch; null where it is not known.
 */
export function usableWindows(
  state: MonitorState,
  { lookback, since }: Pick<RetrainingSettings['data'], 'lookback' | 'since'>,
  from: number | null,
  now: number,
): CheckedWindow[] {
  const earliest = Math.max(now - lookback, since === 'incident' && from !== null ? from : Number.NEGATIVE_INFINITY);
  return state.checks.accuracy.filter(
    (checkedWindow) =>
      checkedWindow.start >= earliest &&
      (checkedWindow.labels?.coverage ?? 0) > 0 &&
      !hadBrokenData(state, checkedWindow.window),
  );
}

/**
 * Splits by time: the newest whole windows that together hold at least the share of labelled rows asked for are kept to
 * judge on, the older ones train. A random split would let the candidate see the very days it is judged on.
 */
export function planData(windows: readonly LabelledWindow[], needs: DataNeeds): PlannedData {
  const { training, heldOut } = splitByTime(windows, needs.data.heldOutShare);
  const most = Math.max(MAX_SCORED_ROWS, needs.promote.minimumRows);
  const planned = [
    ...planPart('training', training, needs.data.maximumRows),
    // The same for each window: a day with more traffic does not outvote the others.
    ...planPart('held-out', heldOut, Math.max(1, Math.floor(most / heldOut.length))),
  ];
  const usable = {
    windows: { training: training.length, heldOut: heldOut.length },
    rows: { training: rowsOf(planned, training), heldOut: rowsOf(planned, heldOut) },
  };
  return { ...isEnough(usable, needs), windows: planned };
}

function splitByTime(
  windows: readonly LabelledWindow[],
  heldOutShare: number,
): { training: LabelledWindow[]; heldOut: LabelledWindow[] } {
  const ordered = withoutOverlap(windows.filter(({ labelled }) => labelled > 0));
  const wanted = heldOutShare * sum(ordered.map(({ labelled }) => labelled));
  let first = ordered.length;
  for (let held = 0; held < wanted && first > 0; ) held += ordered[--first].labelled;
  return { training: ordered.slice(0, first), heldOut: ordered.slice(first) };
}

/** By time. Windows overlap where the schedule was changed: a row in two of them would be trained on twice, so the newer one stays. */
function withoutOverlap(windows: readonly LabelledWindow[]): LabelledWindow[] {
  const kept: LabelledWindow[] = [];
  let before = Number.POSITIVE_INFINITY;
  for (const window of windows.toSorted((a, b) => b.start - a.start)) {
    if (window.end > before) continue;
    kept.push(window);
    before = window.start;
  }
  return kept.reverse();
}

function planPart(
  part: PlannedWindow['part'],
  windows: readonly LabelledWindow[],
  maximumRows: number,
): PlannedWindow[] {
  return windows.map(({ window }) => ({ window, part, maximumRows }));
}

function rowsOf(planned: readonly PlannedWindow[], windows: readonly LabelledWindow[]): number {
  const most = new Map(planned.map(({ window, maximumRows }) => [window, maximumRows]));
  return sum(windows.map(({ window, labelled }) => Math.min(labelled, most.get(window)!)));
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

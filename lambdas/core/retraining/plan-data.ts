import type { CheckedWindow } from '../decision/checked-window.ts';
import { hadBrokenData } from '../decision/limits.ts';
import type { MonitorState } from '../decision/state.ts';
import type { RetrainingSettings } from '../monitor/monitor.ts';
import type { PlannedData, PlannedWindow } from './contract.ts';
import { type DataNeeds, isEnough } from './enough-data.ts';

/** The most held-out rows of all windows together: SageMaker scores them one by one. */
export const MAX_SCORED_ROWS = 200_000;

/** A window, with the number of labelled rows at its latest accuracy check. */
export interface LabelledWindow {
  readonly window: string;
  /** Milliseconds since the epoch. */
  readonly start: number;
  readonly end: number;
  readonly labelled: number;
}

/**
 * The windows that can be used for training and judging: they have labels, no broken data, and started within the lookback.
 * Windows that the state no longer keeps are too old.
 *
 * @param from With `data.since: incident`, the start of the first window that requested the retraining, milliseconds since
 * the epoch; null where it is unknown.
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
 * Splits by time: the newest whole windows that together have at least `heldOutShare` of the labelled rows are held out, the older
 * ones are for training. A random split would train the candidate on the same days on which it is judged.
 */
export function planData(windows: readonly LabelledWindow[], needs: DataNeeds): PlannedData {
  const { training, heldOut } = splitByTime(windows, needs.data.heldOutShare);
  const most = Math.max(MAX_SCORED_ROWS, needs.promote.minimumRows);
  const planned = [
    ...planPart('training', training, needs.data.maximumRows),
    // The same maximum for each window, so that a day with more traffic does not outweigh the others.
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

/** Ordered by time. Windows overlap where the schedule was changed; only the newer one stays, so that no row is used twice. */
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

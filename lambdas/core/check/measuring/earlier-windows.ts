import type { BaselineMovement, ShiftMovement } from '../../baseline/movement.ts';
import { findOutlierWindows } from '../../drift/movement/outlier-windows.ts';
import type { Observation } from '../../drift/movement/series.ts';
import type { NewNormal } from '../../drift/new-normal.ts';
import type { ColumnHistory, Stream } from '../../drift/stream.ts';
import { type ColumnRow, columnKey, columnTable, isBroken } from '../../history/column-table.ts';
import type { HistoryRow } from '../../history/row.ts';
import { readHistory } from '../../history/store.ts';
import { groupsOf } from '../../monitor/cycles.ts';
import type { Monitor } from '../../monitor/monitor.ts';
import type { WindowSchedule } from '../../monitor/windows.ts';
import type { ObjectStore } from '../../ports.ts';
import type { Window } from '../../window.ts';

const MINUTES_A_DAY = 24 * 60;
/** How many earlier windows are read: 98 windows of a day or longer, fourteen days of shorter ones. */
const WINDOWS = 98;
const DAYS_OF_PARTS = 14;

/** How many earlier windows a monitor looks at where its file does not say. */
export function usualHistory({ window }: Pick<WindowSchedule, 'window'>): number {
  return 'days' in window ? WINDOWS : Math.min(366, DAYS_OF_PARTS * Math.ceil(MINUTES_A_DAY / window.minutes));
}

/** How many earlier windows of a monitor are looked at, whether or not it learns from them. */
export function windowsLookedAt({ schedule, drift: { history } }: Pick<Monitor, 'schedule' | 'drift'>): number {
  return history?.windows ?? usualHistory(schedule);
}

/** The history of the drift checks of the windows before, oldest first; empty where the monitor learns from none. */
export async function readEarlierWindows(
  monitor: Pick<Monitor, 'name' | 'schedule' | 'drift'>,
  window: Window,
  { results }: { readonly results: ObjectStore },
): Promise<readonly HistoryRow[]> {
  if (monitor.drift.history === null) return [];
  return readHistory(results, monitor.name, 'drift', { last: windowsLookedAt(monitor), before: window });
}

export interface StreamOptions {
  /** Whether columns may move between windows without anything being wrong. @default true */
  readonly moves?: boolean;
  /** By column, the new normal that a person declared. @default none: the baseline is normal for all */
  readonly normals?: ReadonlyMap<string, NewNormal>;
  /** How many windows of the history are looked at. @default as many as where the monitor file does not say */
  readonly lookedAt?: number;
}

/** What is known of earlier windows. */
export interface EarlierWindows {
  /** Rows of drift checks against the same baseline, oldest first. */
  readonly history: readonly HistoryRow[];
  /** How the baseline's own windows moved; null where that is not known. */
  readonly movement: BaselineMovement | null;
}

/**
 * The stream of windows that a window is judged in: the baseline's own, where they are as long and in the same time zone as
 * the schedule's, then those of the history. Between the two any time may have passed.
 *
 * @param family whose columns: the features or the model's answers
 */
export function driftStream(
  { history, movement }: EarlierWindows,
  family: 'features' | 'answers',
  schedule: WindowSchedule,
  window: Pick<Window, 'name' | 'start'>,
  { moves = true, normals = new Map(), lookedAt = usualHistory(schedule) }: StreamOptions = {},
): Stream {
  const groupsAt = new Map(history.map(({ window_start: start }) => [start, groupsOf(schedule, Date.parse(start))]));
  const columns = columnTable(history, [family])
    .filter((row) => isCounted(row, normals.get(row.column.name)))
    .groupby(({ column }) => columnKey(column));
  const ofBaseline = movementOf(movement, family, schedule);
  return {
    window: window.name,
    groups: groupsOf(schedule, window.start),
    cycle: cycleOf(schedule),
    mostKnown: lookedAt + (ofBaseline.size === 0 ? 0 : movement!.windows.length),
    moves,
    historyOf: (name, method) => {
      const rows = columns.get(columnKey({ name, method })) ?? [];
      const normal = normals.get(name) ?? null;
      const shifts = new Map<string, Observation[]>();
      for (const [key, windows] of ofBaseline.get(name) ?? []) shifts.set(key, [...windows]);
      for (const row of rows) addObservations(shifts, row, normal, groupsAt.get(row.check.window_start)!);
      return { shifts, flagged: flaggedRun(rows, normal), normal };
    },
  };
}

/** Whether a window says anything about a column: not where a new normal has begun after it, or is made of it and it is broken. */
function isCounted({ check, start }: ColumnRow, normal: NewNormal | undefined): boolean {
  return normal === undefined || !(start < normal.start || (isWithin(normal, start) && isBroken(check)));
}

/** The windows that make up a new normal play the role for it that the training data's play for the baseline. */
function isWithin(normal: NewNormal | null, start: number): boolean {
  return normal !== null && start <= normal.until;
}

/** Adds what one window shows of each shift of a column. */
function addObservations(
  shifts: Map<string, Observation[]>,
  { check, start, column }: ColumnRow,
  normal: NewNormal | null,
  groups: readonly number[],
): void {
  const learned = isWithin(normal, start)
    ? { flagged: false, inBaseline: true }
    : { flagged: column.drifted || isBroken(check) };
  for (const [key, effect, error] of column.shifts ?? []) {
    const observations = shifts.get(key) ?? [];
    observations.push({ effect: effect - (normal?.levels.get(key)?.mean ?? 0), error, groups, ...learned });
    shifts.set(key, observations);
  }
}

/** Since when a column is flagged, if the last of its windows flags it. */
function flaggedRun(rows: readonly ColumnRow[], normal: NewNormal | null): ColumnHistory['flagged'] {
  const isFlagged = ({ column, start }: ColumnRow) =>
    column.drifted && Boolean(column.flagged_by) && !isWithin(normal, start);
  const first = rows.findLastIndex((row) => !isFlagged(row)) + 1;
  if (first === rows.length) return null;
  const { check, column } = rows[first];
  return {
    key: rows[rows.length - 1].column.flagged_by!,
    // The first window that is looked at may be amid a run, and knows since when.
    since: (first === 0 ? column.flagged_since : undefined) ?? check.window,
    windows: rows.length - first,
  };
}

/** The baseline's own windows by column and shift; whatever distance is measured, the shifts are the same. */
function movementOf(movement: BaselineMovement | null, family: 'features' | 'answers', schedule: WindowSchedule) {
  const columns = new Map<string, ReadonlyMap<string, readonly Observation[]>>();
  if (movement === null || !isSameSchedule(movement, schedule)) return columns;
  const groups = movement.windows.map(({ start }) => groupsOf(schedule, Date.parse(start)));
  for (const { name, shifts } of movement[family]) {
    columns.set(name, new Map(shifts.map((shift) => [shift.key, observationsOf(shift, groups)])));
  }
  return columns;
}

function observationsOf({ effects, errors }: ShiftMovement, groups: readonly (readonly number[])[]): Observation[] {
  const windows: Observation[] = [];
  for (const [i, effect] of effects.entries()) {
    const error = errors[i];
    if (effect === null || error === null) continue;
    windows.push({ effect, error, flagged: false, groups: groups[i], inBaseline: true });
  }
  const odd = findOutlierWindows(windows);
  return windows.map((window, i) => (odd[i] ? { ...window, flagged: true } : window));
}

/** Whether the baseline was divided into windows as the schedule's. */
export function isSameSchedule(movement: BaselineMovement, { window, timeZone }: WindowSchedule): boolean {
  return movement.timeZone === timeZone && JSON.stringify(movement.window) === JSON.stringify(window);
}

/** How many windows make a whole cycle, after which the next can be predicted: a week and one, at least five. */
function cycleOf({ window }: WindowSchedule): number {
  if (!('days' in window)) return 7 * Math.ceil(MINUTES_A_DAY / window.minutes) + 1;
  return Math.max(5, Math.ceil(7 / window.days) + 1);
}

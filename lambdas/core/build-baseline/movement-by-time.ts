import type { BaselineMovement } from '../baseline/movement.ts';
import { TimeColumnSearch } from '../baseline/time-column-search.ts';
import type { TimesFound } from '../baseline/times-found.ts';
import { findWindow } from '../baseline/window-tally.ts';
import { answerNames, answersAsTable, answersOf } from '../check/reading/prediction-columns.ts';
import type { TableChunk } from '../columns/column.ts';
import type { Monitor } from '../monitor/monitor.ts';
import type { Window } from '../window.ts';
import { answeredRows, pickChunk } from './answered-rows.ts';
import type { TrainingData } from './training-data.ts';
import { fewestRows, mostWindows, type Whole, WindowProfiles } from './window-movement.ts';

/** Makes the search for the column with the time. @param isFree see {@link TimeColumnSearch} */
export function timeSearch({ baseline, capture, schedule }: Monitor, isFree: (name: string) => boolean) {
  return new TimeColumnSearch({ named: baseline?.time, capturedAs: capture.time, isFree, schedule });
}

/** The windows of the baseline, and which of them its rows fall into. */
export interface RowWindows {
  /** The column with the time. */
  readonly column: string;
  /** By time. */
  readonly windows: readonly Window[];
  /** The index of each row's window; below 0: none. */
  windowsIn(chunk: TableChunk): (row: number) => number;
}

/** null: the times of the rows are not known, or they are days and windows are shorter. */
export function rowWindows({ schedule }: Monitor, search: TimeColumnSearch): RowWindows | null {
  const found = search.find();
  if (!('times' in found)) return null;
  const { name, times } = found;
  if (times.tooMany || (times.areDays && !('days' in schedule.window))) return null;
  const windows = times.windows();
  return {
    column: name,
    windows,
    windowsIn: ({ columns }) => {
      const column = columns.get(name);
      const timeOf = column === undefined ? () => Number.NaN : times.instants(column);
      return (row) => {
        const time = timeOf(row);
        return Number.isNaN(time) ? -1 : findWindow(windows, time);
      };
    },
  };
}

/** Measures how the baseline moved between its own windows, by the times of its rows. Reads the data once more. */
export async function measureByTime(
  monitor: Monitor,
  whole: Whole,
  data: TrainingData,
  search: TimeColumnSearch,
): Promise<{ readonly times: TimesFound; readonly movement: BaselineMovement | null }> {
  const found = search.find();
  const nothing = {
    column: null,
    named: false,
    off: monitor.baseline?.time === null,
    candidates: [],
    rowsWithoutTime: 0,
    windows: 0,
    large: 0,
    measured: 0,
    fewestRows: fewestRows(monitor),
    unusable: null,
  };
  if (!('times' in found)) return { times: { ...nothing, candidates: found }, movement: null };
  const { name, named, times } = found;
  const facts = { ...nothing, column: name, named, rowsWithoutTime: times.rowsWithoutTime };
  const isPartOfDay = !('days' in monitor.schedule.window);
  if (times.tooMany || (times.areDays && isPartOfDay)) {
    const unusable = times.tooMany ? 'too_many_windows' : 'days_only';
    return { times: { ...facts, unusable }, movement: null };
  }
  const windows = times.windows();
  const large = windows.filter(({ rows }) => rows >= facts.fewestRows);
  const newest = large.slice(-mostWindows(whole));
  const counted = { ...facts, windows: windows.length, large: large.length };
  if (newest.length < 2) return { times: counted, movement: null };
  const profiles = new WindowProfiles(monitor, whole, newest);
  const compared = whole.profile.columns.filter(({ identifier }) => identifier === undefined);
  const features = new Set(compared.map((column) => column.name));
  const { prediction } = monitor.baseline!;
  const roles = new Set(answerNames(prediction));
  for await (const chunk of data.read((column) => column === name || features.has(column) || roles.has(column))) {
    const column = chunk.columns.get(name);
    if (column === undefined) continue;
    for (const [window, rows] of rowsByWindow(newest, times.instants(column), chunk.rows)) {
      const picked = pickChunk(chunk, rows);
      const answers = answersAsTable({ rows: picked.rows, predictions: answersOf(picked, prediction) });
      profiles.add(window, featuresOf(picked, features), pickChunk(answers, answeredRows(answers)));
    }
  }
  return { times: { ...counted, measured: newest.length }, movement: profiles.measure(name) };
}

function featuresOf({ rows, columns }: TableChunk, features: ReadonlySet<string>): TableChunk {
  return { rows, columns: new Map([...columns].filter(([name]) => features.has(name))) };
}

/** Groups the rows of a chunk by their window; those of no window are left out. */
function rowsByWindow(
  windows: readonly Window[],
  timeOf: (row: number) => number,
  rows: number,
): Map<number, Int32Array> {
  const found = new Map<number, number[]>();
  for (let row = 0; row < rows; row++) {
    const time = timeOf(row);
    const window = Number.isNaN(time) ? -1 : findWindow(windows, time);
    if (window < 0) continue;
    const together = found.get(window) ?? [];
    found.set(window, together);
    together.push(row);
  }
  return new Map(Array.from(found, ([window, together]) => [window, Int32Array.from(together)]));
}

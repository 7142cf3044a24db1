import { dayOfWeek, daysInMonth } from 'temporal-polyfill/fns/ZonedDateTime';
import type { ColumnHistory, Stream } from '../drift/judge.ts';
import type { Observation } from '../drift/movement/series.ts';
import type { NewNormal } from '../drift/new-normal.ts';
import type { HistoryRow } from '../history/row.ts';
import { wallClock } from '../monitor/wall-clock.ts';
import type { WindowSchedule } from '../monitor/windows.ts';
import type { Window } from '../window.ts';

const MINUTES_A_DAY = 24 * 60;
/** How many earlier windows are looked at: fourteen weeks of days or of longer windows, fourteen days of shorter ones. */
const WINDOWS = 98;
const DAYS_OF_PARTS = 14;

/** How many earlier windows a monitor looks at where its file does not say. */
export function usualHistory({ window }: Pick<WindowSchedule, 'window'>): number {
  return 'days' in window ? WINDOWS : Math.min(366, DAYS_OF_PARTS * Math.ceil(MINUTES_A_DAY / window.minutes));
}

/**
 * The stream of windows that a window is judged in, from the history of those before.
 *
 * @param history rows of drift checks against the same baseline, oldest first
 * @param family whose columns: the features or the model's answers
 * @param moves whether columns may move between windows without anything being wrong
 * @param normals by column, what a person called normal: the windows that it is made of are like a baseline's, and no history
 */
export function driftStream(
  history: readonly HistoryRow[],
  family: 'features' | 'answers',
  schedule: WindowSchedule,
  window: Pick<Window, 'name' | 'start'>,
  moves = true,
  normals: ReadonlyMap<string, NewNormal> = new Map(),
): Stream {
  const columns = new Map<string, ReturnType<typeof emptyColumn>>();
  for (const row of history) {
    const start = Date.parse(row.window_start);
    const groups = groupsOf(schedule, start);
    // Nothing is learned from broken data.
    const broken = row.next_step === 'fix-data';
    for (const { name, method, drifted, shifts, flagged_by } of row[family]) {
      const normal = normals.get(name) ?? null;
      if (normal !== null && start <= normal.until) continue;
      const key = keyOf(name, method);
      const column = columns.get(key) ?? emptyColumn(normal);
      columns.set(key, column);
      for (const [of, effect, error] of shifts ?? []) {
        const observations = column.shifts.get(of) ?? [];
        const from = normal?.levels.get(of)?.mean ?? 0;
        observations.push({ effect: effect - from, error, flagged: drifted || broken, groups });
        column.shifts.set(of, observations);
      }
      column.flagged =
        drifted && flagged_by
          ? {
              key: flagged_by,
              since: column.flagged?.since ?? row.window,
              windows: (column.flagged?.windows ?? 0) + 1,
            }
          : null;
    }
  }
  return {
    window: window.name,
    groups: groupsOf(schedule, window.start),
    cycle: cycleOf(schedule),
    moves,
    historyOf: (name, method) => columns.get(keyOf(name, method)) ?? emptyColumn(normals.get(name) ?? null),
  };
}

function emptyColumn(normal: NewNormal | null) {
  return { shifts: new Map<string, Observation[]>(), flagged: null as ColumnHistory['flagged'], normal };
}

function keyOf(name: string, method: string): string {
  return `${method}:${name}`;
}

/**
 * The cycles that windows may follow, by local time: of days the weekend, the weekday and the ends of the month; of parts
 * of a day the hour and the weekend; weeks and more follow none.
 */
function groupsOf({ window, timeZone }: WindowSchedule, start: number): number[] {
  const clock = wallClock(start, timeZone);
  const weekday = dayOfWeek(clock);
  const weekend = Number(weekday > 5);
  if (!('days' in window)) return [weekend, weekend * MINUTES_A_DAY + clock.hour * 60 + clock.minute];
  if (window.days > 1) return [];
  const monthEnd = clock.day === 1 ? 1 : clock.day === daysInMonth(clock) ? 2 : 0;
  return [weekend, weekday, monthEnd];
}

/** So many windows show how windows follow each other: a week and one, where they are shorter than a week. */
function cycleOf({ window }: WindowSchedule): number {
  if (!('days' in window)) return 7 * Math.ceil(MINUTES_A_DAY / window.minutes) + 1;
  return Math.max(5, Math.ceil(7 / window.days) + 1);
}

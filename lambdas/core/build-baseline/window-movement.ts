import type { Baseline } from '../baseline/document.ts';
import {
  type BaselineMovement,
  type ColumnMovement,
  FEWEST_ROWS,
  MAX_WINDOWS,
  MOVEMENT_VERSION,
  type ShiftMovement,
  sizeOfFinding,
  type UsualFinding,
} from '../baseline/movement.ts';
import { answerProfiler } from '../check/measuring/broken-answers.ts';
import { assessFeatures } from '../check/measuring/broken-data.ts';
import { answerPairs, featurePairs } from '../check/measuring/compared-columns.ts';
import type { TableChunk } from '../columns/column.ts';
import { measurePartShifts } from '../drift/shifts/part-shifts.ts';
import { keyOf, roundToKeep } from '../drift/shifts/shift.ts';
import type { StreamedFeature } from '../drift/stream.ts';
import type { Monitor } from '../monitor/monitor.ts';
import { Profiler } from '../profile/profiler.ts';
import { schemaOf } from '../profile/schema.ts';
import type { ColumnProfile, Profile } from '../profile/types.ts';
import type { QualityFinding } from '../quality/types.ts';
import { isoTime } from '../text/times.ts';
import type { Window } from '../window.ts';

/** The most cells that the profiles of all windows hold together: about 150 MB. */
const MOST_CELLS = 8_000_000;

/** The reference of a baseline's windows. */
export type Whole = Pick<Baseline, 'profile' | 'predictions'>;

/** Rows that a window needs for its movement to be learned from. */
export function fewestRows({ drift }: Monitor): number {
  return Math.max(drift.minimumRows, FEWEST_ROWS);
}

/** How many windows of a baseline are measured: 98, or fewer where there are hundreds of columns. */
export function mostWindows({ profile, predictions }: Whole): number {
  let cells = 0;
  for (const column of [...profile.columns, ...(predictions?.columns ?? [])]) cells += countCells(column);
  return Math.max(2, Math.min(MAX_WINDOWS, Math.floor(MOST_CELLS / Math.max(1, cells))));
}

function countCells({ numbers, categories }: ColumnProfile): number {
  if (numbers?.kind === 'grid') return numbers.counts.length;
  return (numbers?.kind === 'exact' ? numbers.counts.length : 0) + (categories?.counts.length ?? 0);
}

/** Profiles windows of a baseline, and measures how far each is from the whole. Its memory depends on windows and columns, not on rows. */
export class WindowProfiles {
  readonly #monitor: Monitor;
  readonly #whole: Whole;
  readonly #windows: readonly { readonly window: Window; readonly features: Profiler; readonly answers: Profiler }[];

  /** @param windows by time, {@link mostWindows} at most */
  constructor(monitor: Monitor, whole: Whole, windows: readonly Window[]) {
    this.#monitor = monitor;
    this.#whole = whole;
    const schema = schemaOf(whole.profile);
    this.#windows = windows.map((window) => ({
      window,
      features: new Profiler({ schema, nanIsMissing: true }),
      answers: answerProfiler(monitor, whole),
    }));
  }

  /** Adds rows of one of the windows. @param answers by role, of the rows that have them */
  add(window: number, features: TableChunk, answers: TableChunk | null = null): void {
    this.#windows[window].features.add(features);
    if (answers !== null && answers.rows > 0) this.#windows[window].answers.add(answers);
  }

  /** @param time the column with the time; null where the windows are those of captures */
  measure(time: string | null): BaselineMovement {
    const monitor = this.#monitor;
    const { profile, predictions } = this.#whole;
    const features = new MovementTable(this.#windows.length);
    const answers = new MovementTable(this.#windows.length);
    const findings = new FindingTally();
    const windows = this.#windows.map(({ window, ...profilers }, i) => {
      const [found, answered] = [profilers.features.finish(), profilers.answers.finish()];
      if (found.rows >= fewestRows(monitor)) findings.add(assessFeatures(monitor, profile, found));
      this.#add(features, i, found, () => featurePairs(monitor, profile, found));
      this.#add(answers, i, answered, () => answerPairs(monitor, { predictions }, answered));
      return { start: isoTime(window.start), rows: found.rows };
    });
    return {
      version: MOVEMENT_VERSION,
      time,
      window: { ...monitor.schedule.window },
      timeZone: monitor.schedule.timeZone,
      windows,
      features: features.finish(),
      answers: answers.finish(),
      ...findings.finish(),
    };
  }

  #add(table: MovementTable, window: number, { rows }: Profile, pairs: () => Iterable<StreamedFeature>): void {
    if (rows < fewestRows(this.#monitor)) return;
    for (const pair of pairs()) table.add(window, pair);
  }
}

/** In how many windows a column breaks a quality rule, and how far. */
class FindingTally {
  readonly #found = new Map<string, UsualFinding>();

  add(findings: readonly QualityFinding[]): void {
    for (const finding of findings) {
      const { check, feature, breached } = finding;
      if (!breached || feature === null) continue;
      const key = `${check}:${feature}`;
      const { windows = 0, largest = 0 } = this.#found.get(key) ?? {};
      const size = sizeOfFinding(finding);
      this.#found.set(key, { check, feature, windows: windows + 1, largest: Math.max(largest, size) });
    }
  }

  finish(): Pick<BaselineMovement, 'findings'> {
    return this.#found.size === 0 ? {} : { findings: [...this.#found.values()] };
  }
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** The shifts of columns, window by window. */
class MovementTable {
  readonly #windows: number;
  readonly #columns = new Map<string, Map<string, Writable<ShiftMovement>>>();

  constructor(windows: number) {
    this.#windows = windows;
  }

  add(window: number, { name, aligned, settings }: StreamedFeature): void {
    const column = this.#columns.get(name) ?? new Map<string, Writable<ShiftMovement>>();
    this.#columns.set(name, column);
    for (const shift of measurePartShifts(aligned, settings)) {
      const key = keyOf(shift);
      const none = () => Array<number | null>(this.#windows).fill(null);
      const series = column.get(key) ?? { key, effects: none(), errors: none() };
      column.set(key, series);
      series.effects[window] = roundToKeep(shift.effect);
      series.errors[window] = roundToKeep(shift.error);
    }
  }

  /** The movement of the columns; one window alone shows none. */
  finish(): ColumnMovement[] {
    return Array.from(this.#columns, ([name, series]) => ({
      name,
      shifts: [...series.values()].filter(({ effects }) => effects.filter((effect) => effect !== null).length > 1),
    })).filter(({ shifts }) => shifts.length > 0);
  }
}

import type { TableChunk } from '../columns/column.ts';
import type { WindowSchedule } from '../monitor/windows.ts';
import { EventTimes } from './event-times.ts';

/** At most this many columns are candidates, plus the one named like the captures' time. */
const MOST_CANDIDATES = 50;

export interface TimeColumnRules {
  /** The column that the monitor file names; null: there is none; undefined: it is searched. */
  readonly named: string | null | undefined;
  /** Its name in captures. A column of that name holds times, whatever its values look like. */
  readonly capturedAs: string | undefined;
  /** Whether a column may be used without being named: it is no feature, answer or label. */
  readonly isFree: (name: string) => boolean;
  readonly schedule: WindowSchedule;
}

/** The column with the time of each row, and its times. */
export interface TimeColumn {
  readonly name: string;
  readonly named: boolean;
  readonly times: EventTimes;
}

/**
 * Finds the column with the time of each row while the training data is read. If the monitor file names none, a column
 * qualifies only if it is free and has a time in every row. Of several that qualify, only the one named like the
 * captures' time is used.
 */
export class TimeColumnSearch {
  readonly #rules: TimeColumnRules;
  readonly #candidates = new Map<string, EventTimes>();
  readonly #refused = new Set<string>();
  #rows = 0;

  constructor(rules: TimeColumnRules) {
    this.#rules = rules;
  }

  add({ rows, columns }: TableChunk): void {
    const { named } = this.#rules;
    if (named === null) return;
    if (named === undefined) this.#addCandidates({ rows, columns });
    else {
      const times = this.#timesOf(named);
      const column = columns.get(named);
      if (column === undefined) times.skip(rows);
      else times.add(column);
    }
    this.#rows += rows;
  }

  #addCandidates({ columns }: TableChunk): void {
    for (const [name, column] of columns) {
      if (this.#refused.has(name) || !this.#rules.isFree(name)) continue;
      const isOneMore = this.#candidates.size >= MOST_CANDIDATES && name !== this.#rules.capturedAs;
      const isLate = !this.#candidates.has(name) && (this.#rows > 0 || isOneMore);
      if (!isLate) {
        const times = this.#timesOf(name);
        times.add(column);
        if (times.rowsWithoutTime === 0 && !times.tooMany) continue;
      }
      this.#candidates.delete(name);
      this.#refused.add(name);
    }
  }

  #timesOf(name: string): EventTimes {
    const { schedule, named, capturedAs } = this.#rules;
    const times = this.#candidates.get(name) ?? new EventTimes(schedule, name === named || name === capturedAs);
    this.#candidates.set(name, times);
    return times;
  }

  /** The column, or the names of those that qualify. */
  find(): TimeColumn | readonly string[] {
    const { named, capturedAs } = this.#rules;
    const whole = [...this.#candidates].filter(([, { rows }]) => rows === this.#rows);
    const found = whole.find(([name]) => name === (named ?? capturedAs)) ?? (whole.length === 1 ? whole[0] : undefined);
    if (found === undefined) return whole.map(([name]) => name);
    const [name, times] = found;
    return { name, named: named !== undefined, times };
  }
}

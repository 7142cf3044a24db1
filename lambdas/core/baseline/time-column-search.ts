import type { TableChunk } from '../columns/column.ts';
import type { WindowSchedule } from '../monitor/windows.ts';
import { EventTimes } from './event-times.ts';

/** At most this many columns are looked at, and in any case the one named like the captures' time. */
const MOST_CANDIDATES = 50;

export interface TimeColumnRules {
  /** The column that the monitor names; null: none is used; undefined: it is looked for. */
  readonly named: string | null | undefined;
  /** The name that it has in captures: there it is a time, whatever its values look like. */
  readonly capturedAs: string | undefined;
  /** Whether a column may be it without being named: no feature, answer or label. */
  readonly isFree: (name: string) => boolean;
  readonly schedule: WindowSchedule;
}

/** The column with the time of each row, and what it says. */
export interface TimeColumn {
  readonly name: string;
  readonly named: boolean;
  readonly times: EventTimes;
}

/**
 * Finds the column with the time of each row, as the training data is read. If the monitor names none, a column qualifies
 * only where it is free and has a time in every row. Of several that qualify, the one named like the captures' time is used,
 * and otherwise none.
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

  /** The column, or the names of those that could be it. */
  find(): TimeColumn | readonly string[] {
    const { named, capturedAs } = this.#rules;
    const whole = [...this.#candidates].filter(([, { rows }]) => rows === this.#rows);
    const found = whole.find(([name]) => name === (named ?? capturedAs)) ?? (whole.length === 1 ? whole[0] : undefined);
    if (found === undefined) return whole.map(([name]) => name);
    const [name, times] = found;
    return { name, named: named !== undefined, times };
  }
}

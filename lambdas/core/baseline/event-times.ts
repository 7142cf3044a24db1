import { timeReader } from '../capture/time-column.ts';
import { parseTime } from '../capture/times.ts';
import { CELL, type Column } from '../columns/column.ts';
import { dayStart } from '../monitor/local-days.ts';
import type { WindowSchedule } from '../monitor/windows.ts';
import { type TalliedWindow, WindowTally } from './window-tally.ts';

const DAY = 86_400_000;

/** The times in one column of the training data, counted as it is read. */
export class EventTimes {
  readonly #schedule: WindowSchedule;
  /**
   * Whether plain numbers and texts of digits count as times, as they do in a column that the monitor file declares.
   */
  readonly #declared: boolean;
  readonly #tally: WindowTally;
  /** Rows by day, while every time is a midnight in UTC: then the times are days, not instants. */
  #days: Map<number, number> | null = new Map();
  rows = 0;
  rowsWithoutTime = 0;
  tooMany = false;

  constructor(schedule: WindowSchedule, declared: boolean) {
    this.#schedule = schedule;
    this.#declared = declared;
    this.#tally = new WindowTally(schedule);
  }

  /** Whether all times are days; they are then local days. */
  get areDays(): boolean {
    return this.#days !== null;
  }

  add(column: Column): void {
    const timeOf = this.#declared ? timeReader(column) : plainTimeReader(column);
    this.rows += column.length;
    for (let row = 0; row < column.length && !this.tooMany; row++) {
      const time = timeOf(row);
      if (Number.isNaN(time)) this.rowsWithoutTime++;
      else this.#addTime(time);
    }
  }

  /** Rows of a chunk that does not have the column. */
  skip(rows: number): void {
    this.rows += rows;
    this.rowsWithoutTime += rows;
  }

  /** By time. */
  windows(): readonly TalliedWindow[] {
    if (this.#days === null) return this.#tally.windows;
    const tally = new WindowTally(this.#schedule);
    for (const [time, rows] of this.#days) tally.add(this.#startOf(time), rows);
    return tally.windows;
  }

  /** The instants of a column that was added before. */
  instants(column: Column): (row: number) => number {
    const timeOf = this.#declared ? timeReader(column) : plainTimeReader(column);
    if (this.#days === null) return timeOf;
    const starts = new Map(Array.from(this.#days.keys(), (time) => [time, this.#startOf(time)]));
    return (row) => starts.get(timeOf(row)) ?? Number.NaN;
  }

  #addTime(time: number): void {
    if (this.#days !== null) {
      const known = this.#days.get(time);
      if (known !== undefined || (time % DAY === 0 && this.#days.size < MOST_DAYS)) {
        this.#days.set(time, (known ?? 0) + 1);
        return;
      }
      for (const [midnight, rows] of this.#days) this.#tallyTime(midnight, rows);
      this.#days = null;
    }
    this.#tallyTime(time, 1);
  }

  #tallyTime(time: number, rows: number): void {
    if (!this.#tally.add(time, rows)) this.tooMany = true;
  }

  #startOf(time: number): number {
    return dayStart(time / DAY, this.#schedule.timeZone);
  }
}

/** Fifty years. */
const MOST_DAYS = 18_262;

/** Reads only unambiguous times: dates in texts, and the times of a file format that has a type for them. */
function plainTimeReader(column: Column): (row: number) => number {
  const texts = Float64Array.from(column.dictionary, parseTime);
  return (row) => {
    const code = column.code(row);
    if (code >= 0) return texts[code];
    return code === CELL.number && column.form === 'time' ? column.numbers![row] : Number.NaN;
  };
}

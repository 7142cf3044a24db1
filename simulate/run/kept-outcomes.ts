import { appendFileSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import type { Cell } from '../play/cell.ts';
import type { MonitorOutcome, WatcherDays } from '../play/outcome.ts';
import { readJsonLines } from './read-json-lines.ts';

/** The days of a watcher by their numbers: most days of most watchers have nothing to keep. */
type DayNumbers = Readonly<Record<keyof WatcherDays, readonly number[]>>;

interface Line {
  readonly monitor: number;
  readonly oddDay: number | null;
  readonly watchers: readonly (readonly [string, DayNumbers])[];
  readonly messages: MonitorOutcome['messages'];
  /** The cell without its name and its number of monitors, which change nothing for one of them. */
  readonly world: string;
}

/**
 * A file with the monitors that were played of cells that are not complete, a line of JSON each. A run that was stopped goes on with
 * the next monitor. The file disappears with the last complete cell.
 */
export class KeptOutcomes {
  readonly #file: string | undefined;
  #lines: readonly Line[];

  /** @param file undefined: nothing is kept */
  constructor(file: string | undefined) {
    this.#file = file;
    this.#lines = file !== undefined && existsSync(file) ? (readJsonLines(file) as Line[]) : [];
  }

  /** The monitors of a cell that were played before, by their number. */
  find(cell: Cell): ReadonlyMap<number, MonitorOutcome> {
    const world = worldOf(cell);
    return new Map(
      this.#lines
        .filter((line) => line.world === world && line.monitor < cell.monitors)
        .map((line) => [line.monitor, toOutcome(line, cell.days)]),
    );
  }

  add(cell: Cell, { monitor, oddDay, watchers, messages }: MonitorOutcome): void {
    if (this.#file === undefined) return;
    const days = Array.from(watchers, ([name, days]) => [name, toNumbers(days)] as const);
    const line: Line = { monitor, oddDay, watchers: days, messages, world: worldOf(cell) };
    this.#lines = [...this.#lines, line];
    appendFileSync(this.#file, `${JSON.stringify(line)}\n`);
  }

  /** Forgets the monitors of a cell that is complete. */
  remove(cell: Cell): void {
    if (this.#file === undefined) return;
    const world = worldOf(cell);
    this.#lines = this.#lines.filter((line) => line.world !== world);
    if (this.#lines.length === 0) rmSync(this.#file, { force: true });
    else writeFileSync(this.#file, this.#lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  }
}

function worldOf({ name, monitors, ...world }: Cell): string {
  return JSON.stringify(world);
}

function toNumbers(days: WatcherDays): DayNumbers {
  const numbersOf = (marks: Uint8Array) => Array.from(marks.keys()).filter((day) => marks[day] === 1);
  return { alerts: numbersOf(days.alerts), flagged: numbersOf(days.flagged), found: numbersOf(days.found) };
}

function toOutcome({ monitor, oddDay, watchers, messages }: Line, days: number): MonitorOutcome {
  const marksOf = (numbers: readonly number[]) => {
    const marks = new Uint8Array(days);
    for (const day of numbers) marks[day] = 1;
    return marks;
  };
  return {
    monitor,
    oddDay,
    watchers: new Map(
      watchers.map(([name, { alerts, flagged, found }]) => [
        name,
        { alerts: marksOf(alerts), flagged: marksOf(flagged), found: marksOf(found) },
      ]),
    ),
    messages,
  };
}

import { type WindowSchedule, windowAt } from '../monitor/windows.ts';
import type { Window } from '../window.ts';

/** The most windows that are counted: a column with more does not hold the times of events. */
const MOST_WINDOWS = 20_000;

export interface TalliedWindow extends Window {
  rows: number;
}

/** Counts rows by the window that they fall into. Its size depends on the windows, not on the rows. */
export class WindowTally {
  readonly #schedule: WindowSchedule;
  /** By time. */
  readonly #windows: TalliedWindow[] = [];
  #last: TalliedWindow | null = null;

  constructor(schedule: WindowSchedule) {
    this.#schedule = schedule;
  }

  /** By time. */
  get windows(): readonly TalliedWindow[] {
    return this.#windows;
  }

  /** @param time Milliseconds since the epoch. @returns false where there are too many windows */
  add(time: number, rows = 1): boolean {
    let window = this.#last;
    if (window === null || time < window.start || time >= window.end) {
      const at = findAfter(this.#windows, time);
      window = this.#windows[at - 1] ?? null;
      if (window === null || time >= window.end) {
        if (this.#windows.length === MOST_WINDOWS) return false;
        window = { ...windowAt(this.#schedule, time), rows: 0 };
        this.#windows.splice(at, 0, window);
      }
    }
    window.rows += rows;
    this.#last = window;
    return true;
  }
}

/** Which of these windows, by time, an instant falls into; −1: none. */
export function findWindow(windows: readonly Window[], time: number): number {
  const at = findAfter(windows, time) - 1;
  return at >= 0 && time < windows[at].end ? at : -1;
}

/** The first that starts after the instant. */
function findAfter(windows: readonly Window[], time: number): number {
  let [low, high] = [0, windows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (windows[middle].start <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

import type { RunContext } from '../../context.ts';
import { formatCount } from '../../text/numbers.ts';
import type { Window } from '../../window.ts';

/** A window needs more memory than the process may use. */
export class WindowTooLargeError extends Error {
  override readonly name = 'WindowTooLargeError';
}

export const MEGABYTE = 2 ** 20;
/** Megabytes of a check before it has read a row: the program itself, and what the collector has not freed yet. */
export const BASE_MEGABYTES = 350;
/** The share of a window's bytes from which the rest is projected, and the factor by which that may be too high. */
const LEAST_SHARE = 0.1;
const UNEVEN = 1.2;

/** How far reading is. */
export interface Reading {
  /** Rows of the window so far. */
  readonly rows: number;
  /** Bytes that the rows so far take in memory, in the structures that grow with them. */
  readonly bytes: number;
  /** Share of the listed bytes that belong to files that are read, 0 to 1; null if the listing does not tell. */
  readonly share: number | null;
}

/**
 * Ends a check before it runs out of memory, which would end the process without an error: as soon as the listing and the rows so far
 * show that the window does not fit.
 */
export class MemoryLimit {
  readonly #window: Window;
  readonly #memory: number;
  readonly #base: number;
  readonly #remedy: string;

  /**
   * @param context Its `memory`, in megabytes. @default - any window fits
   * @param remedy What helps besides more memory and shorter windows, with a comma at its end. @default nothing
   */
  constructor(
    window: Window,
    { memory = Number.POSITIVE_INFINITY, readers }: Pick<RunContext, 'memory' | 'readers'>,
    remedy = '',
  ) {
    this.#window = window;
    this.#remedy = remedy;
    this.#memory = memory;
    this.#base = BASE_MEGABYTES + (readers?.megabytes ?? 0);
  }

  /** @throws WindowTooLargeError */
  check({ rows, bytes, share }: Reading): void {
    const times = share === null || share < LEAST_SHARE ? 1 : 1 / share;
    const isSure = this.#base + bytes / MEGABYTE > this.#memory;
    if (!isSure && this.#base + (bytes * times) / UNEVEN / MEGABYTE <= this.#memory) return;
    const need = Math.ceil(this.#base + (bytes * times) / MEGABYTE);
    throw new WindowTooLargeError(
      `${this.#window.name} has ${times > 1 ? `about ${formatCount(round(rows * times))}` : `more than ${formatCount(rows)}`} rows, ` +
        `which need about ${formatCount(need)} MB of memory; there are ${formatCount(this.#memory)} MB. ` +
        `Deploy with more memory (-c memory=…, at most 10240 megabytes), ${this.#remedy}or use shorter windows (schedule.window)`,
    );
  }
}

/** Two digits. */
function round(rows: number): number {
  return Number(rows.toPrecision(2));
}

import type { LabelOrigin } from './label-origin.ts';

/** The most replaced records that are remembered. Beyond it, repeats are not recognised. */
const MOST_REPLACED = 1_000_000;
/** Bits of a record's hash. With the number of its row, they are one number of 53 bits. */
const REPLACED_BITS = 22;

/**
 * Remembers the record of each row's label, so that an older record that is delivered again does not undo a correction.
 * Takes 4 bytes per row, 8 more if labels have times, and a number per replaced record, up to a million.
 */
export class LabelVersions {
  readonly #rows: number;
  #contents: Uint32Array | null = null;
  #times: Float64Array | null = null;
  readonly #replaced = new Set<number>();

  constructor(rows: number) {
    this.#rows = rows;
  }

  /** Whether the record, or its whole file, was read for the row before. */
  hasSeen(row: number, { content, isRepeat }: LabelOrigin): boolean {
    if (isRepeat) return true;
    if (content === null || this.#contents === null) return false;
    return this.#contents[row] === content >>> 0 || this.#replaced.has(keyOf(row, content));
  }

  /** Whether the row's label became known later than this one. */
  isOlder(row: number, { time }: LabelOrigin): boolean {
    return this.#times !== null && time < this.#times[row];
  }

  /** Makes the record the one of the row's label. */
  put(row: number, { content, time }: LabelOrigin): void {
    if (content !== null) {
      this.#contents ??= new Uint32Array(this.#rows);
      const before = this.#contents[row];
      if (before !== 0) this.#remember(row, before);
      this.#contents[row] = content;
    }
    if (Number.isNaN(time)) return;
    this.#times ??= new Float64Array(this.#rows).fill(Number.NEGATIVE_INFINITY);
    this.#times[row] = time;
  }

  /** Remembers a record that is older than the one of the row's label. */
  passOver(row: number, { content }: LabelOrigin): void {
    if (content !== null) this.#remember(row, content);
  }

  #remember(row: number, content: number): void {
    if (this.#replaced.size < MOST_REPLACED) this.#replaced.add(keyOf(row, content));
  }
}

function keyOf(row: number, content: number): number {
  return row * 2 ** REPLACED_BITS + ((content >>> 0) >>> (32 - REPLACED_BITS));
}

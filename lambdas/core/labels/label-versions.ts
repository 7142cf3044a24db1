import type { LabelOrigin } from './label-origin.ts';

/** The most replaced records that are remembered: beyond it, repeats are not recognised. */
const MOST_REPLACED = 1_000_000;
/** Bits of a record's hash beside the number of its row: both are one number of 53 bits. */
const REPLACED_BITS = 22;

/**
 * Which record each row's label is from, so that an older one that is delivered again does not undo a correction. Of each row
 * 4 bytes are kept, 8 more where labels have times, and of each replaced record a number, up to a million.
 */
export class LabelVersions {
  readonly #rows: number;
  #contents: Uint32Array | null = null;
  #times: Float64Array | null = null;
  readonly #replaced = new Set<number>();

  constructor(rows: number) {
    this.#rows = rows;
  }

  /** Whether the record, or its whole file, has been read for the row before. */
  hasSeen(row: number, { content, isRepeat }: LabelOrigin): boolean {
    if (isRepeat) return true;
    if (content === null || this.#contents === null) return false;
    return this.#contents[row] === content >>> 0 || this.#replaced.has(keyOf(row, content));
  }

  /** Whether the row's label became known later than this one. */
  isOlder(row: number, { time }: LabelOrigin): boolean {
    return this.#times !== null && time < this.#times[row];
  }

  /** The label is the row's from now on. */
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

  /** The label is older than the row's. */
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

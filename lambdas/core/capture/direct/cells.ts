import type { TextCells } from './text-cells.ts';

/** Kinds of cells. Others are entries in the {@link TextCells} of their column. */
export const KIND = {
  /** The number is in `numbers`. */
  number: -1,
  missing: -2,
  true: -3,
  false: -4,
} as const;

/** Records with more cells are read in the general way, so that the cells of a record take at most 12 MB. */
export const MAX_CELLS = 1_000_000;

/** The cells of one request or response, row after row. */
export interface Cells {
  /** The cells that are kept of each row. */
  readonly width: number;
  readonly texts: readonly TextCells[];
  readonly kinds: Int32Array;
  readonly numbers: Float64Array;
  readonly rows: number;
  /** Reads the text whose first byte is `bytes[start]`. Returns the index of its closing quote, or `UNUSUAL`. */
  read(bytes: Uint8Array, start: number): number;
}

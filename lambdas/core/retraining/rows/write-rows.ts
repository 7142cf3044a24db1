import type { Column, TableChunk } from '../../columns/column.ts';
import type { RowFormat } from './format.ts';
import { TextPieces } from './text-pieces.ts';

const LINE_BREAK = /[\r\n]/;

/** Chosen rows of a window, and the format to write them in. */
export interface ChosenRows {
  /** The features of all rows, in order. */
  readonly chunks: readonly TableChunk[];
  /** Ascending row numbers over all chunks. */
  readonly rows: Int32Array;
  readonly features: readonly string[];
  readonly format: RowFormat;
}

/** The input file of a training job: one line for each row, except for line breaks inside quoted CSV fields. */
export function writeTrainingRows(chosen: ChosenRows, actual: Column): Uint8Array {
  const { format } = chosen;
  const label = format.values(actual);
  const pieces = new TextPieces();
  eachRequest(chosen, (request, row) => pieces.append(`${format.labelled(label(row), request)}\n`));
  return pieces.take();
}

/**
 * The input file of transform jobs: exactly one line for each request. A request with a line break would count as two, so its row
 * is left out.
 *
 * @returns The rows that were written.
 */
export function writeRequests(chosen: ChosenRows): { readonly bytes: Uint8Array; readonly rows: Int32Array } {
  const pieces = new TextPieces();
  const rows = new Int32Array(chosen.rows.length);
  let written = 0;
  eachRequest(chosen, (request, row) => {
    if (LINE_BREAK.test(request)) return;
    pieces.append(`${request}\n`);
    rows[written++] = row;
  });
  return { bytes: pieces.take(), rows: rows.subarray(0, written) };
}

function eachRequest(
  { chunks, rows, features, format }: ChosenRows,
  write: (request: string, row: number) => void,
): void {
  let next = 0;
  let first = 0;
  for (const chunk of chunks) {
    const end = first + chunk.rows;
    if (next < rows.length && rows[next] < end) {
      const requests = format.requests(chunk, features);
      for (; next < rows.length && rows[next] < end; next++) write(requests(rows[next] - first), rows[next]);
    }
    first = end;
  }
}

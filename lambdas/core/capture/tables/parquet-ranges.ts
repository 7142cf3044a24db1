import type { AsyncBuffer, ColumnMetaData } from 'hyparquet';

/** Ranges with a smaller gap between them, in bytes, are fetched together, up to this size. */
const LARGEST_GAP = 8192;
const LARGEST_FETCH = 2 * 1024 * 1024;

/** Bytes of a file, the end not included. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

type Fetched = ByteRange & { readonly buffer: ArrayBuffer };

/** Fetches the ranges, neighbours in one request. */
export async function fetchRanges(file: AsyncBuffer, ranges: readonly ByteRange[]): Promise<FetchedRanges> {
  const runs: { start: number; end: number }[] = [];
  for (const { start, end } of ranges.toSorted((a, b) => a.start - b.start)) {
    const run = runs.at(-1);
    const joined = run === undefined ? 0 : Math.max(run.end, end) - run.start;
    const isNear = run !== undefined && start - run.end <= LARGEST_GAP && joined <= LARGEST_FETCH;
    if (isNear || (run !== undefined && end <= run.end)) run.end = Math.max(run.end, end);
    else runs.push({ start, end });
  }
  return new FetchedRanges(
    await Promise.all(runs.map(async ({ start, end }) => ({ start, end, buffer: await file.slice(start, end) }))),
  );
}

/** The fetched parts of a file. */
export class FetchedRanges {
  readonly #fetched: readonly Fetched[];

  constructor(fetched: readonly Fetched[]) {
    this.#fetched = fetched;
  }

  /** Throws RangeError if the bytes were not fetched. */
  slice(start: number, end: number): ArrayBuffer {
    const run = this.#fetched.find((fetched) => fetched.start <= start && end <= fetched.end);
    if (run === undefined) throw new RangeError('it lies outside the columns');
    return run.buffer.slice(start - run.start, end - run.start);
  }
}

/** The bytes of a column chunk. Throws RangeError if they do not lie inside the file. */
export function rangeOfChunk(
  { dictionary_page_offset, data_page_offset, total_compressed_size }: ColumnMetaData,
  fileSize: number,
): ByteRange {
  const start = Number(dictionary_page_offset || data_page_offset);
  const end = start + Number(total_compressed_size);
  if (!(start >= 0 && end >= start && end <= fileSize)) throw new RangeError('it ends after the end of the file');
  return { start, end };
}

import { BoundaryFinder, BoundaryScanner } from './concatenated-json.ts';
import type { LineCollector } from './line-batches.ts';
import type { RejectionSink } from './rejection-sink.ts';
import { decodeUtf8 } from './utf8.ts';

/** Longer lines are rejected, because a whole line is held in memory. */
export const DEFAULT_MAX_LINE_BYTES = 64 * 1024 * 1024;
/** A batch is handed over at this size, so that a file that arrives in one piece is not in memory twice. */
const BATCH_BYTES = 1024 * 1024;
/** How much of a rejected line is kept for its quote. */
const EXCERPT_BYTES = 1024;

const NEWLINE = 10;
const RETURN = 13;

export interface CutOptions {
  /** Gets the lines that cannot be read, and the place where a compressed file is damaged. */
  readonly log: RejectionSink;
  /** @default DEFAULT_MAX_LINE_BYTES */
  readonly maxLineBytes?: number | undefined;
  /** Keeps blank lines and carriage returns at line ends, for formats in which they have a meaning. @default false */
  readonly verbatim?: boolean | undefined;
  /**
   * Splits a line into the JSON objects in it, because streams deliver them without line ends. `if-cut`: only a line that
   * is in several pieces; others are left to {@link RecordSplitter}.
   *
   * @default false
   */
  readonly records?: boolean | 'if-cut' | undefined;
}

/** Cuts the bytes of a file into lines, piece by piece as they come, and hands them over in batches of form `B`. */
export class LineCutter<B> {
  readonly #uri: string;
  readonly #log: RejectionSink;
  readonly #maxLineBytes: number;
  readonly #verbatim: boolean;
  /** Finds the boundaries between the JSON objects of a line. null: lines are not split. */
  readonly #boundaries: BoundaryScanner | null;
  /** Whether lines that are in one piece, and not too long, are not split. */
  readonly #keepsWhole: boolean;
  readonly #batch: LineCollector<B>;
  #batchBytes = 0;
  /** The number of the line that is being collected. */
  #line = 1;
  /** Whether no line was cut yet. A byte order mark is at the start of a file. */
  #atStart = true;
  /**
   * The pieces of the line that is being collected, and its size. Only the start of a line that is too long is kept.
   */
  #pieces: Uint8Array[] = [];
  #bytes = 0;

  constructor(uri: string, batch: LineCollector<B>, options: CutOptions) {
    this.#uri = uri;
    this.#batch = batch;
    this.#log = options.log;
    this.#maxLineBytes = options.maxLineBytes ?? DEFAULT_MAX_LINE_BYTES;
    this.#verbatim = options.verbatim ?? false;
    this.#boundaries = (options.records ?? false) === false ? null : new BoundaryScanner();
    this.#keepsWhole = options.records === 'if-cut';
  }

  *cut(bytes: Uint8Array): Generator<B> {
    const boundaries = this.#boundaries === null ? null : new BoundaryFinder(bytes);
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, start)) {
      const isKept = this.#keepsWhole && this.#bytes === 0 && end - start <= this.#maxLineBytes;
      if (boundaries !== null && !isKept && (this.#bytes > 0 || boundaries.next(start) < end))
        start = yield* this.#cutRecords(bytes, start, end);
      if (this.#bytes === 0) this.#endRecord(bytes, start, end);
      else this.#endPieces(bytes.subarray(start, end));
      this.#endLine();
      start = end + 1;
      if (this.#batchBytes >= BATCH_BYTES) yield this.take();
    }
    if (start < bytes.length) {
      start = yield* this.#cutRecords(bytes, start, bytes.length);
      this.#keep(bytes.subarray(start));
    }
    if (this.#batch.lines > 0) yield this.take();
  }

  /** Ends the file. What is left is its last line. */
  end(): void {
    if (this.#bytes > 0) this.#endPieces(new Uint8Array(0));
  }

  take(): B {
    this.#batchBytes = 0;
    return this.#batch.take();
  }

  rejectRest(reason: 'truncated-file' | 'unreadable-file', detail: string): void {
    this.#log.reject(
      reason,
      this.#uri,
      this.#line,
      detail,
      decodeUtf8(Buffer.concat(this.#pieces).subarray(0, EXCERPT_BYTES)),
    );
  }

  /**
   * Ends every record that another one follows before `end`. Returns the index at which the last record begins or
   * continues.
   */
  *#cutRecords(bytes: Uint8Array, start: number, end: number): Generator<B, number> {
    if (this.#boundaries === null) return start;
    let from = start;
    for (let at = this.#boundaries.next(bytes, from, end); at !== -1; at = this.#boundaries.next(bytes, from, end)) {
      if (this.#bytes === 0) this.#endRecord(bytes, from, at);
      else this.#endPieces(bytes.subarray(from, at));
      from = at;
      if (this.#batchBytes >= BATCH_BYTES) yield this.take();
    }
    return from;
  }

  #keep(piece: Uint8Array): void {
    const wasTooLong = this.#bytes > this.#maxLineBytes;
    this.#bytes += piece.length;
    if (wasTooLong) return;
    this.#pieces.push(piece);
    if (this.#bytes > this.#maxLineBytes) {
      this.#pieces = [
        Buffer.concat(this.#pieces.map((kept) => kept.subarray(0, EXCERPT_BYTES))).subarray(0, EXCERPT_BYTES),
      ];
    }
  }

  #endPieces(last: Uint8Array): void {
    this.#keep(last);
    const pieces = this.#pieces;
    const bytes = this.#bytes;
    this.#pieces = [];
    this.#bytes = 0;
    if (bytes > this.#maxLineBytes) {
      this.#rejectLong(bytes, pieces[0]);
      return;
    }
    const line = pieces.length === 1 ? pieces[0] : Buffer.concat(pieces);
    this.#endRecord(line, 0, line.length);
  }

  #endLine(): void {
    this.#line++;
    this.#boundaries?.reset();
  }

  #endRecord(bytes: Uint8Array, start: number, end: number): void {
    if (end - start > this.#maxLineBytes) {
      this.#rejectLong(end - start, bytes.subarray(start, Math.min(end, start + EXCERPT_BYTES)));
      return;
    }
    let from = start;
    let to = end;
    if (this.#atStart && bytes[from] === 0xef && bytes[from + 1] === 0xbb && bytes[from + 2] === 0xbf) from += 3;
    this.#atStart = false;
    if (!this.#verbatim && to > from && bytes[to - 1] === RETURN) to--;
    if (this.#verbatim || !isBlank(bytes, from, to)) {
      this.#batch.add(this.#line, bytes, from, to);
      this.#batchBytes += to - from;
    }
  }

  #rejectLong(bytes: number, start: Uint8Array): void {
    const detail = `the line has ${bytes} bytes; at most ${this.#maxLineBytes} are accepted`;
    this.#log.reject('line-too-long', this.#uri, this.#line, detail, decodeUtf8(start));
    this.#atStart = false;
  }
}

function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if (byte !== 32 && byte !== 9 && byte !== RETURN) return false;
  }
  return true;
}

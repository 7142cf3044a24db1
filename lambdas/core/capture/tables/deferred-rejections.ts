import { copyText } from '../../text/copy-text.ts';
import type { RejectionReason } from '../rejection-reason.ts';
import type { RejectionSink } from '../rejection-sink.ts';

/** Beyond this number, rejections go with the last row that was read. */
const MAX_DEFERRED = 16_384;

interface Rejection {
  readonly reason: RejectionReason;
  readonly line: number | null;
  readonly detail: string;
  readonly record: string;
  readonly records: number | undefined;
}

/** How much of a record is kept: a little more than is quoted later. */
const KEPT_LENGTH = 256;

/**
 * Holds the rejections of a table reader until the rows around them are known. A rejected row belongs to the same
 * window as the row before it, but readers hand over rows in chunks, after the rejections in between.
 */
export class DeferredRejections implements RejectionSink {
  readonly #log: RejectionSink;
  readonly #uri: string;
  #held: Rejection[] = [];
  #next = 0;

  constructor(log: RejectionSink, uri: string) {
    this.#log = log;
    this.#uri = uri;
  }

  reject(
    reason: RejectionReason,
    uri: string,
    line: number | null,
    detail: string,
    record: string,
    records?: number,
  ): void {
    if (uri !== this.#uri || this.#held.length - this.#next >= MAX_DEFERRED) {
      this.releaseAll();
      this.#log.reject(reason, uri, line, detail, record, records);
    } else {
      this.#held.push({ reason, line, detail: start(detail), record: start(record), records });
    }
  }

  /** Passes on the rejections before a line. */
  release(line: number): void {
    while (this.#next < this.#held.length && (this.#held[this.#next].line ?? Number.POSITIVE_INFINITY) < line) {
      this.#handOn(this.#held[this.#next++]);
    }
    if (this.#next === this.#held.length) this.#forget();
  }

  /** Passes on all rejections at the end of the file. */
  releaseAll(): void {
    for (; this.#next < this.#held.length; this.#next++) this.#handOn(this.#held[this.#next]);
    this.#forget();
  }

  #forget(): void {
    if (this.#held.length > 0) this.#held = [];
    this.#next = 0;
  }

  #handOn({ reason, line, detail, record, records }: Rejection): void {
    this.#log.reject(reason, this.#uri, line, detail, record, records);
  }
}

/** The start of a text, as a copy: a slice would keep the whole text in memory. */
function start(text: string): string {
  return copyText(text.slice(0, KEPT_LENGTH));
}

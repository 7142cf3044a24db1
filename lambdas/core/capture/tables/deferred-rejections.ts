import { copyText } from '../../text/copy-text.ts';
import type { RejectionReason } from '../rejection-reason.ts';
import type { RejectionSink } from '../rejections.ts';

/** Beyond so many they go with the last row that is known. */
const MAX_DEFERRED = 16_384;

interface Rejection {
  readonly reason: RejectionReason;
  readonly line: number | null;
  readonly detail: string;
  readonly record: string;
  readonly records: number | undefined;
}

/** How much of a record is kept: a little more than is quoted. */
const KEPT_LENGTH = 256;

/**
 * Holds what a table reader rejects until the rows around it are known: a reader hands rows over many at a time, and a
 * rejected one goes with the row before it.
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

  /** Hands on what stands before a line. */
  release(line: number): void {
    while (this.#next < this.#held.length && (this.#held[this.#next].line ?? Number.POSITIVE_INFINITY) < line) {
      this.#handOn(this.#held[this.#next++]);
    }
    if (this.#next === this.#held.length) this.#forget();
  }

  /** The file is over. */
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

/** A copy: what is cut from a text would keep all of it in memory. */
function start(text: string): string {
  return copyText(text.slice(0, KEPT_LENGTH));
}

import { type RejectionReason, withoutPlace } from '../rejection-reason.ts';
import type { RejectionSink } from '../rejection-sink.ts';
import { NotUtf8Error, UnreadableFileError } from './reader.ts';

/** Problems of a file as a whole, wherever they are detected. */
const FATAL: ReadonlySet<RejectionReason> = new Set([
  'truncated-file',
  'unreadable-file',
  'invalid-encoding',
  'missing-column',
]);

/**
 * Passes rejections on to another log, but throws for a file that is incomplete, damaged or in another encoding. A data
 * set that is measured as a whole must not be measured on the rows that happen to be readable.
 */
export class StrictLog implements RejectionSink {
  readonly #log: RejectionSink;

  constructor(log: RejectionSink) {
    this.#log = log;
  }

  reject(...rejection: Parameters<RejectionSink['reject']>): void {
    const [reason, uri, line, detail] = rejection;
    this.#refuse(reason, uri, line, detail);
    this.#log.reject(...rejection);
  }

  /** Throws {@link UnreadableFileError}. */
  #refuse(reason: RejectionReason, uri: string, line: number | null, detail: string): void {
    if (!FATAL.has(reason)) return;
    const Refusal = reason === 'invalid-encoding' ? NotUtf8Error : UnreadableFileError;
    throw new Refusal(line === null ? uri : `${uri}:${line}`, withoutPlace(detail, uri));
  }
}

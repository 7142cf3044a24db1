import type { RejectionReason } from '../rejection-reason.ts';
import type { RejectionSink } from '../rejections.ts';
import { UnreadableFileError } from './reader.ts';

/** What is wrong with a file as a whole, wherever it shows. */
const FATAL: ReadonlySet<RejectionReason> = new Set([
  'truncated-file',
  'unreadable-file',
  'invalid-encoding',
  'missing-column',
]);

/**
 * Passes on what is counted to another log, but refuses a file that is cut, broken or in another encoding: a data set that
 * is measured as a whole must not be measured by the rows that happen to be readable.
 */
export class RefusingLog implements RejectionSink {
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
    const why = detail.startsWith(`${uri}: `) ? detail.slice(uri.length + 2) : detail;
    throw new UnreadableFileError(line === null ? uri : `${uri}:${line}`, why);
  }
}

/** Why a record was rejected. */
export const REJECTION_REASONS = [
  'invalid-json',
  'invalid-csv',
  'not-a-capture-record',
  'not-a-label-record',
  'no-label',
  'not-a-row',
  'conflicting-id',
  'invalid-time',
  'row-count-mismatch',
  'wrong-column-count',
  'missing-feature',
  'too-many-columns',
  'nested-values',
  'rows-not-found',
  'ambiguous-shape',
  'unsupported-encoding',
  'invalid-base64',
  'invalid-encoding',
  'missing-column',
  'unreadable-column',
  'line-too-long',
  'truncated-file',
  'unreadable-file',
] as const;
export type RejectionReason = (typeof REJECTION_REASONS)[number];

/** Reasons that are logged once for a file, of which an unknown number of records is lost. */
export const INCOMPLETE_FILE: ReadonlySet<string> = new Set<RejectionReason>(['truncated-file', 'unreadable-file']);

/** What is wrong, without the name of the file before it, which the rejection names anyway. */
export function withoutPlace(detail: string, uri: string): string {
  return detail.startsWith(`${uri}: `) ? detail.slice(uri.length + 2) : detail;
}

/** A record cannot be read. The reader that knows the record's line catches it and logs a rejection. */
export class RejectedRecordError extends Error {
  override readonly name = 'RejectedRecordError';
  readonly reason: RejectionReason;
  constructor(reason: RejectionReason, detail: string) {
    super(detail);
    this.reason = reason;
  }
}

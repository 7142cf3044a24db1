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

/** One record is not readable. Thrown by the readers' parts, caught where the record's line is known. */
export class RejectedRecordError extends Error {
  override readonly name = 'RejectedRecordError';
  readonly reason: RejectionReason;
  constructor(reason: RejectionReason, detail: string) {
    super(detail);
    this.reason = reason;
  }
}

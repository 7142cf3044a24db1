import type { RejectionReason } from './rejection-reason.ts';

/** Gets the records that a reader cannot read. */
export interface RejectionSink {
  /**
   * Rejects a record that cannot be read.
   *
   * @param line Counts from 1. null: the whole file.
   * @param record Its start is quoted.
   * @param records The number of records that are lost: all of a file, if they have one reason in common. @default 1
   */
  reject(
    reason: RejectionReason,
    uri: string,
    line: number | null,
    detail: string,
    record: string,
    records?: number,
  ): void;
}

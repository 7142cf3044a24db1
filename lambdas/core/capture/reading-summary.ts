import type { RejectionReason } from './rejection-reason.ts';

/** The most characters of a detail and of an excerpt. */
export const EXCERPT_LENGTH = 200;

/** A quoted record. */
export interface RecordSample<R extends string = string> {
  readonly reason: R;
  readonly uri: string;
  /** The line of the file, from 1 (Parquet: the row). null: the whole file. */
  readonly line: number | null;
  /** The problem, printable. */
  readonly detail: string;
  /** The start of the record, printable. */
  readonly excerpt: string;
}

/** A quoted rejection. */
export interface RejectionSample extends RecordSample<RejectionReason> {
  /** Set if the record counts as one outside the window, see `RejectionLog`. */
  readonly outsideWindow?: true;
}

export interface ReasonCount {
  readonly reason: RejectionReason;
  readonly count: number;
}

/**
 * The counts of a reading, as results store them. Every record is counted once:
 * `records = used + repeats + rejected.records + recordsOutsideWindow`.
 */
export interface ReadingSummary {
  /** Captured requests or data rows, including rejected ones and those outside the window. */
  readonly records: number;
  /** Records inside the window whose rows are used. */
  readonly used: number;
  /** Their rows. */
  readonly rows: number;
  readonly recordsOutsideWindow: number;
  readonly rowsOutsideWindow: number;
  /** Records inside the window without a request, and without a response. */
  readonly absentInputs: number;
  readonly absentOutputs: number;
  /** Records inside the window that repeat an earlier one, with the same id and content. They are left out. */
  readonly repeats: number;
  /**
   * Records inside the window with the id of an earlier record and other content: rejected as `conflicting-id` if ids
   * are unique, used if several events may share one.
   */
  readonly conflicts: number;
  /** The first few repeats and conflicts. */
  readonly repeatSamples: readonly RecordSample<'repeat' | 'conflict'>[];
  readonly rejected: {
    readonly records: number;
    /** The rejected records inside the window, and those outside. */
    readonly inWindow: number;
    readonly outsideWindow: number;
    /** The share of the window's records, without repeats, that was rejected. 0 if there are no records. */
    readonly share: number;
    readonly byReason: readonly ReasonCount[];
    /** The counts by reason of those outside the window. */
    readonly outsideByReason: readonly ReasonCount[];
    /** The first few of each reason, those of the window first. */
    readonly samples: readonly RejectionSample[];
    /**
     * The rejected records by file. `lines` such as `12, 15-20`: empty for a whole file, with `…` at the end if there
     * were too many ranges to keep.
     */
    readonly places: readonly { readonly uri: string; readonly count: number; readonly lines: string }[];
    /** Rejected records in files beyond those in `places`. */
    readonly elsewhere: number;
  };
}

import type { RejectionReason } from './rejection-reason.ts';

/** A quoted record. */
export interface RecordSample<R extends string = string> {
  readonly reason: R;
  readonly uri: string;
  /** Line of the file, from 1 (Parquet: row); null where the whole file is meant. */
  readonly line: number | null;
  /** What was wrong, printable. */
  readonly detail: string;
  /** The start of the record, printable. */
  readonly excerpt: string;
}

/** A quoted rejection. */
export interface RejectionSample extends RecordSample<RejectionReason> {
  /** Set where the record counts as one outside the window, see `RejectionLog`. */
  readonly outsideWindow?: true;
}

export interface ReasonCount {
  readonly reason: RejectionReason;
  readonly count: number;
}

/**
 * What reading found, for the result. JSON as it stands. Every record is in one place:
 * `records = used + repeats + rejected.records + recordsOutsideWindow`.
 */
export interface ReadingSummary {
  /** Captured requests or data rows, rejected ones and those outside the window included. */
  readonly records: number;
  /** Records inside the window whose rows count. */
  readonly used: number;
  /** Their rows. */
  readonly rows: number;
  readonly recordsOutsideWindow: number;
  readonly rowsOutsideWindow: number;
  /** Records inside the window without a request, and without a response. */
  readonly absentInputs: number;
  readonly absentOutputs: number;
  /** Records inside the window that came before, with the same id and the same content: left out. */
  readonly repeats: number;
  /** Records inside the window whose id came before with other content: rejected as `conflicting-id` where no two events share an id, counted where they may. */
  readonly conflicts: number;
  /** The first few repeats and conflicts. */
  readonly repeatSamples: readonly RecordSample<'repeat' | 'conflict'>[];
  readonly rejected: {
    readonly records: number;
    /** Those of them that count as records of the window, and the others. */
    readonly inWindow: number;
    readonly outsideWindow: number;
    /** Of the window's records without repeats the rejected ones; 0 when there are none. */
    readonly share: number;
    readonly byReason: readonly ReasonCount[];
    /** The same for those outside the window alone. */
    readonly outsideByReason: readonly ReasonCount[];
    /** The first few of each reason, those of the window first. */
    readonly samples: readonly RejectionSample[];
    /** Every rejected record by file. `lines` such as `12, 15-20`; empty where the whole file is meant; ends in `…` when there were too many ranges to keep. */
    readonly places: readonly { readonly uri: string; readonly count: number; readonly lines: string }[];
    /** Rejected records in files beyond those in `places`. */
    readonly elsewhere: number;
  };
}

import type { ReadingCounts } from './reading-counts.ts';
import type { RecordSample } from './reading-summary.ts';
import type { RejectionReason } from './rejection-reason.ts';

/**
 * What reading some files of a window found, to be added to what was found in the files before them. Plain data, so that
 * threads and functions can hand it over.
 */
export interface ReadingPart {
  readonly counts: Readonly<ReadingCounts>;
  /** Rejected records inside the window, and outside. */
  readonly inside: TallyPart;
  readonly outside: TallyPart;
  readonly places: PlacesPart;
  readonly repeatSamples: readonly RecordSample<'repeat' | 'conflict'>[];
}

export interface TallyPart {
  readonly counts: readonly (readonly [RejectionReason, number])[];
  readonly samples: readonly RecordSample<RejectionReason>[];
}

export interface PlacesPart {
  readonly files: readonly Readonly<RejectedFile>[];
  /** Rejected records in files beyond the most that are kept. */
  readonly elsewhere: number;
}

/** Where the rejected records of a file are. */
export interface RejectedFile {
  readonly uri: string;
  count: number;
  /** Inclusive ranges: first, last, first, last, … */
  readonly lines: number[];
  /** Whether there were more ranges than are kept. */
  cut: boolean;
}

import type { DataSource } from '../ports.ts';
import { noRecords, type ReadingCounts } from './reading-counts.ts';
import type { ReadingPart, RejectedFile, TallyPart } from './reading-part.ts';
import { RejectedPlaces } from './rejected-places.ts';
import type { RejectionReason } from './rejection-reason.ts';
import { RejectionTally } from './rejection-tally.ts';

/** What is known of a file that was read: all that it adds to a window in which none of its records lies. */
export interface KnownFile {
  /** The earliest and the latest time of its records, milliseconds since the epoch; null: no record has a time. */
  readonly span: readonly [first: number, last: number] | null;
  /** Captured requests or rows of data, with those that cannot be read. */
  readonly records: number;
  /** The rows of those that can be read. */
  readonly rows: number;
  /** The records that cannot be read; null without any. */
  readonly rejected: (TallyPart & { readonly place: Readonly<RejectedFile> }) | null;
  /** Columns that occur together, as `SeenColumns` has them. */
  readonly columns: readonly (readonly string[])[];
}

/** A captured file. */
export interface CapturedFile extends DataSource {
  /** Set if none of its records lies in the window that is read: the file is counted by this and not opened. */
  readonly outside?: KnownFile | undefined;
}

/** Ranges of lines of unreadable records that are kept of a file. A file with more of them is read for every window. */
const MOST_RANGES = 100;

/** What was found so far in a file that is read for a window. */
export class FileReading {
  readonly #before: Readonly<ReadingCounts>;
  readonly #rejected: RejectionTally;
  readonly #places = new RejectedPlaces(MOST_RANGES, 1);
  #first = Number.POSITIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;
  #hasInside = false;

  /** @param before What was counted before the file. */
  constructor(before: Readonly<ReadingCounts>, samplesPerReason: number) {
    this.#before = { ...before };
    this.#rejected = new RejectionTally(samplesPerReason);
  }

  /** Notes the time of a record, and whether it lies in the window. */
  locate(isInside: boolean, time: number): void {
    if (time < this.#first) this.#first = time;
    if (time > this.#last) this.#last = time;
    this.#hasInside ||= isInside;
  }

  reject(
    reason: RejectionReason,
    uri: string,
    line: number | null,
    detail: string,
    record: string,
    records: number,
  ): void {
    this.#rejected.count(reason, uri, line, detail, record, records);
    this.#places.add(uri, line, records);
  }

  /**
   * What the file adds to a window in which none of its records lies; null if this reading does not show it. A file of the
   * window shows it only if all its records are used: an unreadable or repeated record may count in another way outside.
   * Unreadable records of a file without any time count in the window of its named day, or in every window.
   *
   * @param counts What is counted after the file.
   */
  known(counts: Readonly<ReadingCounts>): Omit<KnownFile, 'columns'> | null {
    const added = (name: keyof ReadingCounts) => counts[name] - this.#before[name];
    const { records: rejected } = this.#rejected;
    const span = this.#first > this.#last ? null : ([this.#first, this.#last] as const);
    if (rejected > 0 && span === null) return null;
    if (this.#hasInside && (rejected > 0 || added('repeats') > 0)) return null;
    const [place] = this.#places.part().files;
    if (place?.cut) return null;
    return {
      span,
      records: added('records'),
      rows: added('rows') + added('rowsOutsideWindow'),
      rejected: rejected === 0 ? null : { ...this.#rejected.part(), place },
    };
  }
}

/** What a file adds to what was found in a window in which none of its records lies. */
export function partOutside({ records, rows, rejected }: KnownFile): ReadingPart {
  const unread = rejected?.place.count ?? 0;
  const counts = { ...noRecords(), records, recordsOutsideWindow: records - unread, rowsOutsideWindow: rows };
  const none: TallyPart = { counts: [], samples: [] };
  return {
    counts,
    inside: none,
    outside: rejected ?? none,
    places: { files: rejected === null ? [] : [rejected.place], elsewhere: 0 },
    repeatSamples: [],
  };
}

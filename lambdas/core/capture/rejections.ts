import type { FilePlace } from './file-place.ts';
import { FileReading, type KnownFile } from './known-file.ts';
import { addReading, noRecords, type ReadingCounts } from './reading-counts.ts';
import type { ReadingPart } from './reading-part.ts';
import type { ReadingSummary, RejectionSample } from './reading-summary.ts';
import { RejectedPlaces } from './rejected-places.ts';
import type { RejectionReason } from './rejection-reason.ts';
import type { RejectionSink } from './rejection-sink.ts';
import { countReasons, RejectionTally } from './rejection-tally.ts';
import { RepeatSamples } from './repeat-samples.ts';

/**
 * Counts the records of a reading and keeps a few of the rejected ones. Memory is bounded: samples by reason, ranges of
 * lines and files each have a maximum, beyond which only counts are kept.
 *
 * The time of a rejected record decides whether it belongs to the window. Without a readable time, it goes with the
 * record before it in its file, because files are written in the order of time. At the start of a file, the file's name
 * decides, or else the first record whose time is known. If a file has no time at all, the day in its name decides, and
 * without one its rejected records count as the window's.
 */
export class RejectionLog implements RejectionSink {
  readonly #places: RejectedPlaces;
  readonly #inside: RejectionTally;
  readonly #outside: RejectionTally;
  /** Records that were rejected before any time of the file was known. */
  readonly #undecided: RejectionTally;
  /** Whether the record before belongs to the window. null: unknown. */
  #isInside: boolean | null = true;
  /** See {@link FilePlace}. */
  #isOfWindow = true;
  readonly #repeatSamples: RepeatSamples;
  readonly #counts: ReadingCounts = noRecords();
  readonly #samplesPerReason: number;
  /** The file that is read, if what is found in it shall be known. */
  #file: FileReading | null = null;

  /** Defaults: 3 samples per reason, 10,000 ranges of lines and 10,000 files with rejections. */
  constructor({ samplesPerReason = 3, maxRanges = 10_000, maxFiles = 10_000 } = {}) {
    this.#samplesPerReason = samplesPerReason;
    this.#places = new RejectedPlaces(maxRanges, maxFiles);
    this.#inside = new RejectionTally(samplesPerReason);
    this.#outside = new RejectionTally(samplesPerReason);
    this.#undecided = new RejectionTally(samplesPerReason);
    this.#repeatSamples = new RepeatSamples(samplesPerReason);
  }

  /**
   * Starts another file.
   *
   * @param isNoted Whether {@link file} is needed.
   */
  openFile({ isInside, isOfWindow }: FilePlace, isNoted = false): void {
    this.#decide();
    this.#isInside = isInside;
    this.#isOfWindow = isOfWindow;
    this.#file = isNoted ? new FileReading(this.#counts, this.#samplesPerReason) : null;
  }

  /** What the file that was read adds to a window without a record of it; null: that is not known. */
  get file(): Omit<KnownFile, 'columns'> | null {
    return this.#file?.known(this.#counts) ?? null;
  }

  /**
   * Notes whether a record belongs to the window.
   *
   * @param time Of the record, in milliseconds since the epoch.
   */
  locate(isInside: boolean, time: number): void {
    this.#decide(isInside);
    this.#isInside = isInside;
    this.#file?.locate(isInside, time);
  }

  /** Counts records that were read, with their rows inside the window. */
  accept(records: number, rows: number): void {
    this.#counts.records += records;
    this.#counts.used += records;
    this.#counts.rows += rows;
  }

  /** Counts records outside the window, with their rows. */
  passOver(records: number, rows: number): void {
    this.#counts.records += records;
    this.#counts.recordsOutsideWindow += records;
    this.#counts.rowsOutsideWindow += rows;
  }

  countAbsentInput(): void {
    this.#counts.absentInputs++;
  }

  countAbsentOutput(): void {
    this.#counts.absentOutputs++;
  }

  /** Counts a record of the window that was read before and is left out. */
  repeat(uri: string, line: number, id: string): void {
    this.#counts.records++;
    this.#counts.repeats++;
    this.#repeatSamples.quote('repeat', uri, line, id);
  }

  /**
   * Counts a record of the window with the id of an earlier one and other content. It is also counted as accepted or
   * rejected.
   */
  conflict(uri: string, line: number, id: string): void {
    this.#counts.conflicts++;
    this.#repeatSamples.quote('conflict', uri, line, id);
  }

  /** Whether further conflicts would not be quoted. */
  get hasConflictSamples(): boolean {
    return this.#repeatSamples.isFull('conflict');
  }

  reject(reason: RejectionReason, uri: string, line: number | null, detail: string, record: string, records = 1): void {
    if (records === 0) return;
    this.#counts.records += records;
    const tally = this.#isInside === null ? this.#undecided : this.#isInside ? this.#inside : this.#outside;
    tally.count(reason, uri, line, detail, record, records);
    this.#places.add(uri, line, records);
    this.#file?.reject(reason, uri, line, detail, record, records);
  }

  get records(): number {
    return this.#counts.records;
  }

  get rows(): number {
    return this.#counts.rows;
  }

  /** Inside and outside the window. */
  get rejected(): number {
    return this.#inside.records + this.#outside.records + this.#undecided.records;
  }

  /** The share of the window's records, without repeats, that was rejected. 0 if there are no records. */
  get share(): number {
    const rejected = this.#inside.records + (this.#isOfWindow ? this.#undecided.records : 0);
    const records = this.#counts.used + rejected;
    return records === 0 ? 0 : rejected / records;
  }

  summarize(): ReadingSummary {
    const { rejected, share } = this;
    this.#decide();
    const [inside, outside] = [this.#inside, this.#outside];
    return {
      ...this.#counts,
      repeatSamples: [...this.#repeatSamples.samples],
      rejected: {
        records: rejected,
        inWindow: inside.records,
        outsideWindow: outside.records,
        share,
        byReason: countReasons((reason) => inside.of(reason) + outside.of(reason)),
        outsideByReason: countReasons((reason) => outside.of(reason)),
        samples: [
          ...inside.samples,
          ...outside.samples.map((sample): RejectionSample => ({ ...sample, outsideWindow: true })),
        ],
        ...this.#places.summarize(),
      },
    };
  }

  /**
   * Adds what reading the next files found, with the same limits.
   *
   * @param conflicts Of their records with records of earlier files.
   */
  absorb({ counts, inside, outside, places, repeatSamples }: ReadingPart, conflicts = 0): void {
    this.#decide();
    addReading(this.#counts, counts);
    this.#counts.conflicts += conflicts;
    this.#inside.add(inside);
    this.#outside.add(outside);
    this.#places.addAll(places);
    this.#repeatSamples.addAll(repeatSamples);
  }

  /** All that was found, to be added to what other files hold. */
  part(): ReadingPart {
    this.#decide();
    return {
      counts: this.#counts,
      inside: this.#inside.part(),
      outside: this.#outside.part(),
      places: this.#places.part(),
      repeatSamples: this.#repeatSamples.samples,
    };
  }

  #decide(isInside = this.#isOfWindow): void {
    if (this.#undecided.records > 0) (isInside ? this.#inside : this.#outside).add(this.#undecided.take());
  }
}

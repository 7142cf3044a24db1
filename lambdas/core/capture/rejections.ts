import { printable } from '../text/printable.ts';
import type { ReadingSummary, ReasonCount, RecordSample, RejectionSample } from './reading-summary.ts';
import { RejectedPlaces } from './rejected-places.ts';
import { REJECTION_REASONS, type RejectionReason, withoutPlace } from './rejection-reason.ts';
import { RejectionTally } from './rejection-tally.ts';

const EXCERPT_LENGTH = 200;

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

/**
 * Counts the records of a reading and keeps a few of the rejected ones. Memory is bounded: samples by reason, ranges of
 * lines and files each have a maximum, beyond which only counts are kept.
 *
 * The time of a rejected record decides whether it belongs to the window. Without a readable time, it goes with the
 * record before it in its file, because files are written in the order of time. At the start of a file, the file's name
 * decides, or else the first record whose time is known. If a file has no time at all, its rejected records count as
 * the window's.
 */
export class RejectionLog implements RejectionSink {
  readonly #samplesPerReason: number;
  readonly #places: RejectedPlaces;
  readonly #inside: RejectionTally;
  readonly #outside: RejectionTally;
  /** Records that were rejected before any time of the file was known. */
  #undecided: RejectionTally;
  /** Whether the record before belongs to the window. null: unknown. */
  #isInside: boolean | null = true;
  #repeatSamples: RecordSample<'repeat' | 'conflict'>[] = [];
  #records = 0;
  #used = 0;
  #rows = 0;
  #recordsOutside = 0;
  #rowsOutside = 0;
  #absentInputs = 0;
  #absentOutputs = 0;
  #repeats = 0;
  #conflicts = 0;

  /** Defaults: 3 samples per reason, 10,000 ranges of lines and 10,000 files with rejections. */
  constructor(options: { samplesPerReason?: number; maxRanges?: number; maxFiles?: number } = {}) {
    this.#samplesPerReason = options.samplesPerReason ?? 3;
    this.#places = new RejectedPlaces(options.maxRanges ?? 10_000, options.maxFiles ?? 10_000);
    this.#inside = new RejectionTally(this.#samplesPerReason);
    this.#outside = new RejectionTally(this.#samplesPerReason);
    this.#undecided = new RejectionTally(this.#samplesPerReason);
  }

  /**
   * Starts another file.
   *
   * @param isInside Whether its first record belongs to the window, by the file's name. null: unknown.
   */
  openFile(isInside: boolean | null): void {
    this.#decide(true);
    this.#isInside = isInside;
  }

  /** Notes whether a record whose time is known belongs to the window. */
  locate(isInside: boolean): void {
    this.#decide(isInside);
    this.#isInside = isInside;
  }

  /** Counts records that were read, with their rows inside the window. */
  accept(records: number, rows: number): void {
    this.#records += records;
    this.#used += records;
    this.#rows += rows;
  }

  /** Counts records outside the window, with their rows. */
  passOver(records: number, rows: number): void {
    this.#records += records;
    this.#recordsOutside += records;
    this.#rowsOutside += rows;
  }

  countAbsentInput(): void {
    this.#absentInputs++;
  }

  countAbsentOutput(): void {
    this.#absentOutputs++;
  }

  /** Counts a record of the window that was read before and is left out. */
  repeat(uri: string, line: number, id: string): void {
    this.#records++;
    this.#repeats++;
    this.#quoteRepeat('repeat', uri, line, 'a record with the same id and content was read before', id);
  }

  /**
   * Counts a record of the window with the id of an earlier one and other content. It is also counted as accepted or
   * rejected.
   */
  conflict(uri: string, line: number, id: string): void {
    this.#conflicts++;
    this.#quoteRepeat('conflict', uri, line, 'a record with the same id and other content was read before', id);
  }

  reject(reason: RejectionReason, uri: string, line: number | null, detail: string, record: string, records = 1): void {
    if (records === 0) return;
    this.#records += records;
    const tally = this.#isInside === null ? this.#undecided : this.#isInside ? this.#inside : this.#outside;
    const isQuoted = tally.count(reason, records);
    if (isQuoted) {
      const excerpt = printable(record, EXCERPT_LENGTH);
      const why = withoutPlace(detail, uri);
      tally.samples.push({ reason, uri, line, detail: printable(why, EXCERPT_LENGTH), excerpt });
    }
    this.#places.add(uri, line, records);
  }

  get records(): number {
    return this.#records;
  }

  get rows(): number {
    return this.#rows;
  }

  /** All rejected records, inside and outside the window. */
  get rejected(): number {
    return this.#inside.records + this.#outside.records + this.#undecided.records;
  }

  /** The share of the window's records, without repeats, that was rejected. 0 if there are no records. */
  get share(): number {
    const rejected = this.#inside.records + this.#undecided.records;
    const records = this.#used + rejected;
    return records === 0 ? 0 : rejected / records;
  }

  summarize(): ReadingSummary {
    const { rejected, share } = this;
    this.#decide(true);
    const [inside, outside] = [this.#inside, this.#outside];
    return {
      records: this.#records,
      used: this.#used,
      rows: this.#rows,
      recordsOutsideWindow: this.#recordsOutside,
      rowsOutsideWindow: this.#rowsOutside,
      absentInputs: this.#absentInputs,
      absentOutputs: this.#absentOutputs,
      repeats: this.#repeats,
      conflicts: this.#conflicts,
      repeatSamples: [...this.#repeatSamples],
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

  #decide(isInside: boolean): void {
    if (this.#undecided.records === 0) return;
    (isInside ? this.#inside : this.#outside).add(this.#undecided);
    this.#undecided = new RejectionTally(this.#samplesPerReason);
  }

  #quoteRepeat(reason: 'repeat' | 'conflict', uri: string, line: number, detail: string, id: string): void {
    const known = this.#repeatSamples.filter((sample) => sample.reason === reason).length;
    if (known < this.#samplesPerReason) {
      this.#repeatSamples.push({ reason, uri, line, detail, excerpt: printable(id, EXCERPT_LENGTH) });
    }
  }
}

function countReasons(countOf: (reason: RejectionReason) => number): ReasonCount[] {
  return REJECTION_REASONS.map((reason) => ({ reason, count: countOf(reason) })).filter(({ count }) => count > 0);
}

import { addCount } from '../columns/counts.ts';
import { printable } from '../text/printable.ts';
import type { TallyPart } from './reading-part.ts';
import { EXCERPT_LENGTH, type ReasonCount, type RecordSample } from './reading-summary.ts';
import { REJECTION_REASONS, type RejectionReason, withoutPlace } from './rejection-reason.ts';

/** Counts rejected records by reason and keeps the first few of each. */
export class RejectionTally {
  readonly #samplesPerReason: number;
  readonly #counts = new Map<RejectionReason, number>();
  readonly samples: RecordSample<RejectionReason>[] = [];
  records = 0;

  constructor(samplesPerReason: number) {
    this.#samplesPerReason = samplesPerReason;
  }

  of(reason: RejectionReason): number {
    return this.#counts.get(reason) ?? 0;
  }

  /** Adds records of one reason, and quotes the first of them. */
  count(
    reason: RejectionReason,
    uri: string,
    line: number | null,
    detail: string,
    record: string,
    records: number,
  ): void {
    this.#add(reason, records);
    if (!this.#isWanted(reason)) return;
    const excerpt = printable(record, EXCERPT_LENGTH);
    const why = withoutPlace(detail, uri);
    this.samples.push({ reason, uri, line, detail: printable(why, EXCERPT_LENGTH), excerpt });
  }

  add({ counts, samples }: TallyPart): void {
    for (const sample of samples) if (this.#isWanted(sample.reason)) this.samples.push(sample);
    for (const [reason, count] of counts) this.#add(reason, count);
  }

  part(): TallyPart {
    return { counts: [...this.#counts], samples: this.samples };
  }

  #add(reason: RejectionReason, records: number): void {
    addCount(this.#counts, reason, records);
    this.records += records;
  }

  /** Hands over all that was counted, and starts over. */
  take(): TallyPart {
    const part = { counts: [...this.#counts], samples: this.samples.splice(0) };
    this.#counts.clear();
    this.records = 0;
    return part;
  }

  /** By the samples, not the records: what is quoted of files then does not depend on how they are divided into parts. */
  #isWanted(reason: RejectionReason): boolean {
    return this.samples.filter((sample) => sample.reason === reason).length < this.#samplesPerReason;
  }
}

export function countReasons(countOf: (reason: RejectionReason) => number): ReasonCount[] {
  return REJECTION_REASONS.map((reason) => ({ reason, count: countOf(reason) })).filter(({ count }) => count > 0);
}

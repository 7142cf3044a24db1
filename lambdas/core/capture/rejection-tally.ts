import { addCount } from '../columns/counts.ts';
import type { RecordSample } from './reading-summary.ts';
import type { RejectionReason } from './rejection-reason.ts';

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

  /** Adds records of one reason. Returns whether the first of them should be quoted. */
  count(reason: RejectionReason, records: number): boolean {
    const before = this.of(reason);
    addCount(this.#counts, reason, records);
    this.records += records;
    return before < this.#samplesPerReason;
  }

  add(other: RejectionTally): void {
    for (const sample of other.samples) {
      const known = this.samples.filter(({ reason }) => reason === sample.reason).length;
      if (known < this.#samplesPerReason) this.samples.push(sample);
    }
    for (const [reason, count] of other.#counts) addCount(this.#counts, reason, count);
    this.records += other.records;
  }
}

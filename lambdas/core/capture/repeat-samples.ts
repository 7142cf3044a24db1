import { printable } from '../text/printable.ts';
import { EXCERPT_LENGTH, type RecordSample } from './reading-summary.ts';

type RepeatSample = RecordSample<'repeat' | 'conflict'>;

const DETAIL = {
  repeat: 'a record with the same id and content was read before',
  conflict: 'a record with the same id and other content was read before',
} as const;

/** Keeps the first few records that repeat an earlier one, and the first few that have its id and other content. */
export class RepeatSamples {
  readonly #most: number;
  readonly samples: RepeatSample[] = [];

  /** @param most Of each kind. */
  constructor(most: number) {
    this.#most = most;
  }

  quote(reason: RepeatSample['reason'], uri: string, line: number, id: string): void {
    if (this.isFull(reason)) return;
    this.samples.push({ reason, uri, line, detail: DETAIL[reason], excerpt: printable(id, EXCERPT_LENGTH) });
  }

  /** Whether no more of a kind are kept. */
  isFull(reason: RepeatSample['reason']): boolean {
    return this.samples.filter((sample) => sample.reason === reason).length >= this.#most;
  }

  addAll(samples: readonly RepeatSample[]): void {
    for (const sample of samples) if (!this.isFull(sample.reason)) this.samples.push(sample);
  }
}

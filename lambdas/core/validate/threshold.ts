import type { PredictionSpec } from '../capture/spec.ts';
import type { TableChunk } from '../columns/column.ts';

/** Finds a threshold that gives every row the same class because the scores are probabilities. */
export class ThresholdCheck {
  #smallest = Number.POSITIVE_INFINITY;
  #largest = Number.NEGATIVE_INFINITY;

  /** Adds the scores of some answers. */
  add({ columns, rows }: TableChunk): void {
    const scores = columns.get('score');
    for (let row = 0; scores !== undefined && row < rows; row++) {
      const score = scores.at(row);
      if (typeof score !== 'number' || Number.isNaN(score)) continue;
      this.#smallest = Math.min(this.#smallest, score);
      this.#largest = Math.max(this.#largest, score);
    }
  }

  /** The problem in words; null where the threshold divides the scores, or is not used. */
  problem({ threshold, label }: PredictionSpec): string | null {
    // Without a score the range is empty, and scores outside 0 to 1 are no probabilities: they may be of any size.
    const areProbabilities = this.#smallest >= 0 && this.#largest <= 1 && this.#smallest <= this.#largest;
    if (label !== undefined || !areProbabilities || (threshold > 0 && threshold <= 1)) return null;
    const none = threshold > 1 ? 'no row is' : 'every row is';
    return `capture.prediction.threshold: the scores are probabilities, so with ${threshold} ${none} predicted positive; accepted: a number above 0, at most 1`;
  }
}

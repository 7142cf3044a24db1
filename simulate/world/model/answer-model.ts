import type { Column } from '../../../lambdas/core/columns/column.ts';
import type { SeededRandom } from '../../../lambdas/core/statistics/random.ts';

/** A model's answers, and the true outcomes. */
export interface AnswerModel {
  /** `capture.prediction` of the monitor file; places are names of columns. */
  readonly prediction: object;
  /** The same in the section `baseline`. */
  readonly baseline: object;
  /**
   * How wrong the model is where the metric has this value. A value that is better than possible counts as the best possible one.
   *
   * @throws RangeError for a value that is worse than that of a model that knows nothing
   */
  wrongnessAt(value: number): number;
  /** The metric over infinitely many rows. */
  valueAt(wrongness: number): number;
  /**
   * Rows with answers, by column, and labels. Only the labels depend on how wrong the model is.
   */
  draw(streams: Streams, rows: number, wrongness: number): { answers: Map<string, Column>; actual: Column };
}

/** Separate random numbers for answers and for labels. */
export interface Streams {
  readonly answers: SeededRandom;
  readonly labels: SeededRandom;
}

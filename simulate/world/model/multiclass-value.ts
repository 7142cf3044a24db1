import type { MetricName } from '../../../lambdas/core/performance/types.ts';
import { formulaOf } from './formula-of.ts';

/** A class's share of the rows, of the predictions, and of both. */
interface ClassShares {
  readonly actual: number;
  readonly predicted: number;
  readonly hit: number;
}

type OfClass = (shares: ClassShares) => number;
type OfClasses = (classes: readonly ClassShares[]) => number;

const precision: OfClass = ({ hit, predicted }) => hit / predicted;
const recall: OfClass = ({ hit, actual }) => hit / actual;
const f1: OfClass = ({ hit, actual, predicted }) => (2 * hit) / (actual + predicted);

const macro =
  (of: OfClass): OfClasses =>
  (classes) =>
    classes.reduce((sum, shares) => sum + of(shares) / classes.length, 0);
const weighted =
  (of: OfClass): OfClasses =>
  (classes) =>
    classes.reduce((sum, shares) => sum + shares.actual * of(shares), 0);

/** The metrics of a confusion matrix that simulated multiclass models can have. */
export const MULTICLASS_VALUES: Readonly<Partial<Record<MetricName, OfClasses>>> = {
  accuracy: weighted(recall),
  macro_precision: macro(precision),
  macro_recall: macro(recall),
  macro_f1: macro(f1),
  weighted_precision: weighted(precision),
  weighted_recall: weighted(recall),
  weighted_f1: weighted(f1),
};

/**
 * A metric of classes over a whole population.
 *
 * @param confusion Shares of the rows by actual and predicted class; they add up to 1.
 */
export function multiclassValue(metric: MetricName, confusion: readonly (readonly number[])[]): number {
  const classes = confusion.map(
    (row, k): ClassShares => ({
      actual: row.reduce((a, b) => a + b, 0),
      predicted: confusion.reduce((sum, other) => sum + other[k], 0),
      hit: row[k],
    }),
  );
  return formulaOf(MULTICLASS_VALUES, metric)(classes);
}

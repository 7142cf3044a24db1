import { StatesError } from './errors.ts';
import { type StateVisit, wholeNumber } from './run.ts';
import type { Distribution } from './states.ts';

/** Whether a Map Run goes on after so many failed executions. */
export type Tolerates = (failures: number) => boolean;

/**
 * What a Distributed Map tolerates: neither more failures than its count, nor a larger share of its items than its percentage.
 * Without either, none.
 *
 * @throws StatesError States.QueryEvaluationError
 */
export async function toleranceOf(
  { toleratedCount, toleratedPercentage }: Distribution,
  visit: StateVisit,
  items: number,
): Promise<Tolerates> {
  if (toleratedCount === undefined && toleratedPercentage === undefined) return () => false;
  const count =
    toleratedCount === undefined
      ? Number.POSITIVE_INFINITY
      : await wholeNumber(toleratedCount, visit, 'ToleratedFailureCount');
  const percentage =
    toleratedPercentage === undefined
      ? 100
      : await wholeNumber(toleratedPercentage, visit, 'ToleratedFailurePercentage');
  if (percentage > 100)
    throw new StatesError(
      'States.QueryEvaluationError',
      `ToleratedFailurePercentage must be at most 100, not ${percentage}`,
    );
  return (failures) => failures <= count && 100 * failures <= percentage * items;
}

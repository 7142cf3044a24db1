import { previousDouble } from '../../../lambdas/core/profile/doubles.ts';
import type { ExactNumbers, GridNumbers } from '../../../lambdas/core/profile/types.ts';

/**
 * How far a two-sample Kolmogorov–Smirnov distance computed from cells with these baseline numbers can be below the exact
 * one: the largest share of the baseline's rows in a cell that covers more than one double. Within a cell the two
 * distribution functions can part by at most what the baseline or the window has there, whichever is less.
 */
export function boundGridError(numbers: ExactNumbers | GridNumbers): number {
  if (numbers.kind === 'exact') return 0;
  let total = 0;
  let largest = 0;
  const { edges, counts } = numbers;
  for (let i = 0; i < counts.length; i++) {
    total += counts[i];
    if (counts[i] <= largest || coversOneDouble(edges, i)) continue;
    largest = counts[i];
  }
  return total === 0 ? 0 : largest / total;
}

function coversOneDouble(edges: readonly number[], cell: number): boolean {
  if (cell === 0) return edges[0] === Number.NEGATIVE_INFINITY;
  const upper = cell < edges.length ? edges[cell] : Number.POSITIVE_INFINITY;
  return upper > Number.NEGATIVE_INFINITY && previousDouble(upper) === edges[cell - 1];
}

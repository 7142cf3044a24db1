import { previousDouble } from '../profile/doubles.ts';

/** The default number of bins of binned distances. */
const DEFAULT_BINS = 20;

/**
 * Upper edges of the bins of binned distances, chosen among the given upper edges: the smallest ones with at least
 * i/bins of the rows at or below them, i = 1 … bins − 1, without repeats. A bin is (previous edge, edge]; the first one
 * and one more beyond the last edge are open.
 *
 * Where one value fills the first bin, an edge just below it separates what lies below every baseline value. Where the
 * baseline has no more distinct values than bins, each value is a bin of its own and the gaps between are bins too, so
 * that a value that never occurred is not merged with its neighbour.
 *
 * @param upper ascending upper edges: the baseline's distinct values, or the upper edges of grid cells (the last may be
 * ∞)
 * @param counts baseline rows of each
 * @param exact whether `upper` are values (an edge may then lie right below one) or grid edges (only those are edges)
 */
export function binEdges(
  upper: ArrayLike<number>,
  counts: ArrayLike<number>,
  { bins = DEFAULT_BINS, exact = true }: { readonly bins?: number; readonly exact?: boolean } = {},
): Float64Array {
  let rows = 0;
  let distinct = 0;
  for (let i = 0; i < upper.length; i++) {
    rows += counts[i];
    if (counts[i] > 0) distinct++;
  }
  if (rows === 0) return new Float64Array(0);
  const edges: number[] = [];
  const discrete = exact && distinct <= bins;
  let below = 0;
  let quantile = 1;
  for (let i = 0; i < upper.length; i++) {
    if (counts[i] === 0) continue;
    const value = upper[i];
    const first = below === 0;
    below += counts[i];
    const reached = below * bins >= quantile * rows && quantile < bins;
    while (quantile < bins && below * bins >= quantile * rows) quantile++;
    if (discrete || (reached && first)) {
      const edgeBelow = exact ? previousDouble(value) : i > 0 ? upper[i - 1] : Number.NEGATIVE_INFINITY;
      if (edgeBelow > (edges.at(-1) ?? Number.NEGATIVE_INFINITY)) edges.push(edgeBelow);
    }
    if ((discrete || reached) && value < Number.POSITIVE_INFINITY) edges.push(value);
  }
  return Float64Array.from(edges);
}

import { addCount } from '../../columns/counts.ts';
import { logHypergeometric } from '../../statistics/hypergeometric.ts';
import type { Aligned, AlignedCategories } from '../aligned.ts';
import { type Cells, countCells } from '../cells.ts';

/**
 * Expected distances by chance alone. Two samples of one distribution never agree: with as many categories as rows, the
 * Jensen-Shannon distance of quiet data is above 0.5. Given the rows of each category in both samples together, their
 * split between the two sides is random (hypergeometric). So the expectation of a distance that is a sum over the
 * categories can be computed without knowing the distribution.
 */
export interface ChanceTerms {
  /** A category's term, from its rows in the baseline and in the window. */
  readonly term: (baseline: number, window: number) => number;
  /**
   * The factor by which Σ (p − q)²/p̄ over the categories gives the distance where counts are large.
   *
   * @default - the term is not smooth, and is computed for large counts too
   */
  readonly curvature?: number;
}

/** With at least this many rows expected on the smaller side, a term is computed by its curvature. */
const LARGE_COUNT = 60;
/** Counts further from their mean, in standard deviations, are left out. */
const WIDTH = 9;

/** The expected sum of the categories' terms if both sides were drawn from one distribution. */
export function expectByChance(aligned: Aligned, { term, curvature }: ChanceTerms): number {
  const cells = countCells(aligned);
  const { n, m } = rowsOf(cells);
  const byTotal = new Map<number, number>();
  for (let i = 0; i < cells.baseline.length; i++) {
    const total = cells.baseline[i] + cells.window[i];
    if (total > 0) addCount(byTotal, total);
  }
  let sum = 0;
  for (const [total, categories] of byTotal) {
    const large = (total * Math.min(n, m)) / (n + m) >= LARGE_COUNT;
    const expected =
      large && curvature !== undefined
        ? curvature * (1 / n + 1 / m) * (1 - total / (n + m))
        : expectTerm(total, n, m, term);
    sum += categories * expected;
  }
  return sum;
}

/** The expected share of the window's rows in categories that the baseline does not hold, by chance alone. */
export function expectUnseenShare(aligned: AlignedCategories): number {
  const { m } = rowsOf(countCells(aligned));
  return expectByChance(aligned, { term: (baseline, window) => (baseline === 0 ? window / m : 0), curvature: 0 });
}

export function rowsOf({ baseline, window }: Cells): { readonly n: number; readonly m: number } {
  const sum = (counts: Float64Array) => counts.reduce((total, count) => total + count, 0);
  return { n: sum(baseline), m: sum(window) };
}

function expectTerm(total: number, n: number, m: number, term: ChanceTerms['term']): number {
  const urn = { population: n + m, marked: total, draws: m };
  const mean = (total * m) / (n + m);
  const spread = WIDTH * Math.sqrt(mean * (n / (n + m)) + 1);
  const first = Math.max(0, total - n, Math.floor(mean - spread));
  const last = Math.min(total, m, Math.ceil(mean + spread));
  // Each probability follows from the previous one by a quotient: a logarithm for each would cost ten times as much.
  let probability = Math.exp(logHypergeometric(first, urn));
  let sum = 0;
  for (let window = first; window <= last; window++) {
    sum += probability * term(total - window, window);
    probability *= ((total - window) * (m - window)) / ((window + 1) * (n - total + window + 1));
  }
  return sum;
}

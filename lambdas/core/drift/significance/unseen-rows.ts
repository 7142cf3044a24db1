import { addCount } from '../../columns/counts.ts';
import { logHypergeometric } from '../../statistics/hypergeometric.ts';
import type { Cells } from '../cells.ts';

/** Halvings of the interval in which the best exponent is searched. */
const STEPS = 60;
/** Larger exponents do not change the bound in a double. */
const LARGEST_EXPONENT = 800;

/** A number of categories with equally many rows, each of which may be on the window's side alone. */
interface Group {
  /** Rows of one category in both samples. */
  readonly rows: number;
  readonly categories: number;
  /** log of the chance that all of a category's rows fall into the window. */
  readonly logChance: number;
}

/**
 * Tests whether categories that the baseline lacks together hold more rows of the window than chance allows: for
 * example a hundred new texts that occur once each, none of them significant by itself.
 *
 * Which categories the baseline lacks is itself random, so counting their rows against a fixed share would flag too
 * much. Given the rows t of each category in both samples, it is on the window's side alone with the hypergeometric
 * chance h, and so adds t rows. These are increasing functions of disjoint sets of negatively associated draws (K.
 * Joag-Dev and F. Proschan, 1983), so the product of the moments bounds the moment of the sum, and P(U ≥ u) ≤ min over
 * s ≥ 0 of exp(−s u) Π (1 + h (exp(s t) − 1)) (H. Chernoff, 1952). Where only one category can matter, the bound is
 * that category's exact tail.
 */
export function testUnseenRows({ baseline, window }: Cells): number {
  const n = baseline.reduce((sum, rows) => sum + rows, 0);
  const draws = window.reduce((sum, rows) => sum + rows, 0);
  const byRows = new Map<number, number>();
  let unseen = 0;
  for (let i = 0; i < baseline.length; i++) {
    const rows = baseline[i] + window[i];
    if (rows === 0) continue;
    if (baseline[i] === 0) unseen += rows;
    if (rows <= draws) addCount(byRows, rows);
  }
  const groups = [...byRows].map(([rows, categories]) => {
    const urn = { population: n + draws, marked: rows, draws };
    return { rows, categories, logChance: Math.min(0, logHypergeometric(rows, urn)) };
  });
  const expected = groups.reduce((sum, group) => sum + group.categories * group.rows * Math.exp(group.logChance), 0);
  return unseen <= expected ? 1 : Math.exp(Math.min(0, smallestBound(groups, unseen)));
}

/**
 * The logarithm of the bound at its best exponent. It is convex in the exponent, so its slope says on which side the
 * best exponent is.
 */
function smallestBound(groups: readonly Group[], unseen: number): number {
  let low = 0;
  let high = LARGEST_EXPONENT;
  for (let step = 0; step < STEPS; step++) {
    const middle = (low + high) / 2;
    if (slopeAt(groups, middle) < unseen) low = middle;
    else high = middle;
  }
  return groups.reduce((sum, group) => sum + group.categories * logMoment(group, low), 0) - low * unseen;
}

/** log(1 + h (exp(s t) − 1)). */
function logMoment({ rows, logChance }: Group, exponent: number): number {
  const tilted = logChance + exponent * rows;
  // log((1 − h) + exp(tilted)), without overflow.
  const stay = Math.log1p(-Math.min(Math.exp(logChance), 1 - 1e-16));
  const larger = Math.max(stay, tilted);
  return larger + Math.log(Math.exp(stay - larger) + Math.exp(tilted - larger));
}

/** The rows expected in unseen categories once the chances are tilted by the exponent. */
function slopeAt(groups: readonly Group[], exponent: number): number {
  return groups.reduce((sum, { rows, categories, logChance }) => {
    const odds = logChance + exponent * rows - Math.log1p(-Math.min(Math.exp(logChance), 1 - 1e-16));
    return sum + (categories * rows) / (1 + Math.exp(-odds));
  }, 0);
}

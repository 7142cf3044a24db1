import { hypergeometricMidTail, logHypergeometric } from '../../statistics/hypergeometric.ts';
import type { Cells } from '../cells.ts';

/**
 * Tests each of these cells by itself: the smallest two-sided exact p-value (hypergeometric, given the cell's rows on
 * both sides), times the number of cells (Bonferroni). It finds what pooling hides: a category of 28 rows that are all
 * in a window of 100, where less than one is expected beside a baseline of 5,000.
 */
export function testSingleCells({ baseline, window }: Cells, chosen: readonly number[]): number {
  const n = baseline.reduce((sum, rows) => sum + rows, 0);
  const draws = window.reduce((sum, rows) => sum + rows, 0);
  const known = new Map<string, number>();
  let smallest = 1;
  for (const i of chosen) {
    const key = `${baseline[i]} ${window[i]}`;
    if (known.has(key)) continue;
    const urn = { population: n + draws, marked: baseline[i] + window[i], draws };
    // The mid-p tail includes half of the observed count, the exact one all of it.
    const tail = hypergeometricMidTail(window[i], urn) + 0.5 * Math.exp(logHypergeometric(window[i], urn));
    known.set(key, tail);
    smallest = Math.min(smallest, 2 * tail);
  }
  return Math.min(1, smallest * chosen.length);
}

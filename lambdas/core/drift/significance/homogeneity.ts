import type { Cells } from '../cells.ts';
import { type PooledTable, poolSmallCells } from './small-cells.ts';

/** Pearson's statistic of a 2 × k table. */
export interface Homogeneity {
  readonly statistic: number;
  /** Cells after pooling; the degrees of freedom are one less. */
  readonly cells: number;
  /** The table it was computed from. */
  readonly pooled: PooledTable;
}

/**
 * Pearson's chi-square statistic for both rows of the table coming from one distribution. Both rows are random, small
 * cells are pooled, and there is no continuity correction: scipy.stats.chi2_contingency(table, correction=False) on the
 * pooled table.
 */
export function measureHomogeneity(cells: Cells): Homogeneity {
  const pooled = poolSmallCells(cells);
  const { baseline, window } = pooled;
  let n = 0;
  let m = 0;
  for (let i = 0; i < baseline.length; i++) {
    n += baseline[i];
    m += window[i];
  }
  // With one column total t: (b − n t/N)²/(n t/N) + (w − m t/N)²/(m t/N) = (b m − w n)² / (n m t).
  let sum = 0;
  for (let i = 0; i < baseline.length; i++) {
    const difference = baseline[i] * m - window[i] * n;
    sum += (difference / (n * m)) * (difference / (baseline[i] + window[i]));
  }
  return { statistic: sum, cells: baseline.length, pooled };
}

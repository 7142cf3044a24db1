import type { Aligned, AlignedCategories } from '../aligned.ts';
import { countCells, poolUnseen } from '../cells.ts';
import { expectByChance, expectUnseenShare, rowsOf } from './chance.ts';
import type { Distance, DriftMethod } from './method.ts';

/**
 * Population stability index Σ (q − p) ln(q / p) over the cells. A cell that is empty on one side is filled there with
 * the share that half a row has on the smaller side, but at most with the other side's share; then the shares are
 * computed again. Filled with half a row of its own side, a new category would count for more the larger the baseline
 * is. 0 and up; 0.1 is commonly read as "watch". No error from profiles: bins are whole cells.
 */
export const psi: DriftMethod = {
  definition:
    "Σ (q−p) ln(q/p); an empty cell gets the share of half a row on the smaller side, at most the other side's share, then renormalised",
  defaultLimit: 0.2,
  isAtMostOne: false,
  measureNumbers: measure,
  measureCategories(aligned) {
    const distance = measure(aligned);
    return { ...distance, beyondChance: Math.max(0, distance.value - expectIndex(aligned)) };
  },
};

function measure(aligned: Aligned): Distance & { readonly value: number } {
  const cells = poolUnseen(countCells(aligned));
  const { n, m } = rowsOf(cells);
  const p = fillEmpty(cells.baseline, cells.window, n, m);
  const q = fillEmpty(cells.window, cells.baseline, m, n);
  let sum = 0;
  for (let i = 0; i < p.length; i++) sum += (q[i] - p[i]) * Math.log(q[i] / p[i]);
  return { value: sum, errorBound: 0 };
}

/**
 * The expected index by chance alone, with categories that the baseline lacks merged and empty cells filled as above.
 */
function expectIndex(aligned: AlignedCategories): number {
  const { n, m } = rowsOf(countCells(aligned));
  const filled = (baseline: number, window: number) => (window === 0 ? fillOf(baseline, n, m) : 0);
  const rows = m + expectByChance(aligned, { term: filled, curvature: 0 });
  const term = (baseline: number, window: number) => {
    if (baseline === 0) return 0;
    const [p, q] = [baseline / n, (window === 0 ? fillOf(baseline, n, m) : window) / rows];
    return (q - p) * Math.log(q / p);
  };
  const seen = expectByChance(aligned, { term, curvature: 1 });
  const unseen = (expectUnseenShare(aligned) * m) / rows;
  const empty = 0.5 / Math.min(n, m);
  return seen + (unseen > empty ? (unseen - empty) * Math.log(unseen / empty) : 0);
}

/** Rows that fill an empty cell on a side of `rows` rows, where the other side, of `otherRows`, has `other` in it. */
function fillOf(other: number, otherRows: number, rows: number): number {
  return rows * Math.min(0.5 / Math.min(rows, otherRows), other / otherRows);
}

/** Shares of `counts`, of `rows` rows, after filling each cell that is empty here; none is empty on both sides. */
function fillEmpty(counts: Float64Array, other: Float64Array, rows: number, otherRows: number): Float64Array {
  const filled = counts.slice();
  let total = 0;
  for (let i = 0; i < filled.length; i++) {
    if (filled[i] === 0) filled[i] = fillOf(other[i], otherRows, rows);
    total += filled[i];
  }
  for (let i = 0; i < filled.length; i++) filled[i] /= total;
  return filled;
}

import type { Aligned, AlignedCategories } from '../aligned.ts';
import { countCells, poolUnseen } from '../cells.ts';
import { expectByChance, expectUnseenShare, rowsOf } from './chance.ts';
import type { Distance, DriftMethod } from './method.ts';

/**
 * Population stability index Σ (q − p) ln(q / p) over the cells; a cell empty on one side gets half a row there before the
 * shares are taken anew. 0 and up; 0.1 is commonly read as "watch". No error from profiles: bins are whole cells.
 */
export const psi: DriftMethod = {
  name: 'psi',
  defaultLimit: 0.2,
  measureNumbers: measure,
  measureCategories(aligned) {
    const distance = measure(aligned);
    return { ...distance, beyondChance: Math.max(0, distance.value - expectIndex(aligned)) };
  },
};

function measure(aligned: Aligned): Distance & { readonly value: number } {
  const { baseline, window } = poolUnseen(countCells(aligned));
  const p = fillEmpty(baseline, window);
  const q = fillEmpty(window, baseline);
  let sum = 0;
  for (let i = 0; i < p.length; i++) if (p[i] > 0) sum += (q[i] - p[i]) * Math.log(q[i] / p[i]);
  return { value: sum, errorBound: 0 };
}

/** The index that chance alone is expected to make, categories that the baseline lacks put together and empty cells filled as above. */
function expectIndex(aligned: AlignedCategories): number {
  const { n, m } = rowsOf(countCells(aligned));
  const empty = (baseline: number, window: number) => (baseline > 0 && window === 0 ? 1 : 0);
  const rows = m + 0.5 * expectByChance(aligned, { term: empty, curvature: 0 });
  const term = (baseline: number, window: number) => {
    if (baseline === 0) return 0;
    const [p, q] = [baseline / n, (window === 0 ? 0.5 : window) / rows];
    return (q - p) * Math.log(q / p);
  };
  const seen = expectByChance(aligned, { term, curvature: 1 });
  const unseen = (expectUnseenShare(aligned) * m) / rows;
  const filled = 0.5 / n;
  return seen + (unseen > filled ? (unseen - filled) * Math.log(unseen / filled) : 0);
}

/** Shares of `counts` after half a row went into each cell that is empty here and not on the other side. */
function fillEmpty(counts: Float64Array, other: Float64Array): Float64Array {
  const filled = counts.slice();
  let total = 0;
  for (let i = 0; i < filled.length; i++) {
    if (filled[i] === 0 && other[i] > 0) filled[i] = 0.5;
    total += filled[i];
  }
  for (let i = 0; i < filled.length; i++) filled[i] /= total;
  return filled;
}

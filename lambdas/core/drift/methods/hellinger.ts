import type { Aligned } from '../aligned.ts';
import { cellShares, countCells } from '../cells.ts';
import { expectByChance, rowsOf } from './chance.ts';
import type { Distance, DriftMethod } from './method.ts';

/**
 * Hellinger distance √(1 − Σ √(p q)), 0 … 1, computed as √(½ Σ (√p − √q)²), the same without cancellation. No error from
 * profiles: bins are whole cells.
 */
export const hellinger: DriftMethod = {
  definition: '√(1 − Σ√(pq))',
  defaultLimit: 0.1,
  isAtMostOne: true,
  measureNumbers: measure,
  measureCategories(aligned) {
    const distance = measure(aligned);
    const { n, m } = rowsOf(countCells(aligned));
    const term = (baseline: number, window: number) => 0.5 * (Math.sqrt(baseline / n) - Math.sqrt(window / m)) ** 2;
    const byChance = expectByChance(aligned, { term, curvature: 1 / 8 });
    return { ...distance, beyondChance: Math.sqrt(Math.max(0, distance.value ** 2 - byChance)) };
  },
};

function measure(aligned: Aligned): Distance & { readonly value: number } {
  const { p, q } = cellShares(aligned);
  let sum = 0;
  for (let i = 0; i < p.length; i++) sum += (Math.sqrt(p[i]) - Math.sqrt(q[i])) ** 2;
  return { value: Math.min(1, Math.sqrt(0.5 * sum)), errorBound: 0 };
}

import type { Aligned } from '../aligned.ts';
import { cellShares, countCells } from '../cells.ts';
import { expectByChance, rowsOf } from './chance.ts';
import type { Distance, DriftMethod } from './method.ts';

/**
 * Jensen–Shannon distance √(½ KL(p‖m) + ½ KL(q‖m)) with m = (p + q)/2, base 2: 0 … 1, a metric. Agrees with
 * scipy.spatial.distance.jensenshannon(p, q, base=2). No error from profiles: bins are whole cells.
 */
export const jensenShannon: DriftMethod = {
  definition: '√(½KL(p‖m) + ½KL(q‖m)), base 2, m = (p+q)/2',
  defaultLimit: 0.1,
  isAtMostOne: true,
  measureNumbers: measure,
  measureCategories(aligned) {
    const distance = measure(aligned);
    const { n, m } = rowsOf(countCells(aligned));
    const term = (baseline: number, window: number) => divergenceTerm(baseline / n, window / m) / Math.LN2;
    const byChance = expectByChance(aligned, { term, curvature: 1 / (8 * Math.LN2) });
    return { ...distance, beyondChance: Math.sqrt(Math.max(0, distance.value ** 2 - byChance)) };
  },
};

function measure(aligned: Aligned): Distance & { readonly value: number } {
  const { p, q } = cellShares(aligned);
  let sum = 0;
  for (let i = 0; i < p.length; i++) sum += divergenceTerm(p[i], q[i]);
  return { value: Math.min(1, Math.sqrt(Math.max(0, sum) / Math.LN2)), errorBound: 0 };
}

/** ½ p log(p/m) + ½ q log(q/m), for a cell that is not empty on both sides. */
function divergenceTerm(p: number, q: number): number {
  const both = p + q;
  // With t = (p − q)/(p + q): p log(p/m) + q log(q/m) = m [(1 + t) log(1 + t) + (1 − t) log(1 − t)], never negative.
  const t = (p - q) / both;
  return 0.25 * both * (entropyTerm(t) + entropyTerm(-t));
}

/** (1 + t) log(1 + t), 0 at t = −1. */
function entropyTerm(t: number): number {
  return t <= -1 ? 0 : (1 + t) * Math.log1p(t);
}

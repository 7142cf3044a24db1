import type { Aligned } from '../aligned.ts';
import { cellShares } from '../cells.ts';
import type { Distance, DriftMethod } from './method.ts';

/**
 * Jensen–Shannon distance √(½ KL(p‖m) + ½ KL(q‖m)) with m = (p + q)/2, base 2: 0 … 1, a metric. Agrees with
 * scipy.spatial.distance.jensenshannon(p, q, base=2). No error from profiles: bins are whole cells.
 */
export const jensenShannon: DriftMethod = {
  name: 'jensen_shannon',
  defaultLimit: 0.1,
  measureNumbers: measure,
  measureCategories: measure,
};

function measure(aligned: Aligned): Distance {
  const { p, q } = cellShares(aligned);
  let sum = 0;
  for (let i = 0; i < p.length; i++) {
    const both = p[i] + q[i];
    if (both === 0) continue;
    // With t = (p − q)/(p + q): p log(p/m) + q log(q/m) = m [(1 + t) log(1 + t) + (1 − t) log(1 − t)], never negative.
    const t = (p[i] - q[i]) / both;
    sum += 0.5 * both * (entropyTerm(t) + entropyTerm(-t));
  }
  return { value: Math.min(1, Math.sqrt(Math.max(0, 0.5 * sum) / Math.LN2)), errorBound: 0 };
}

/** (1 + t) log(1 + t), 0 at t = −1. */
function entropyTerm(t: number): number {
  return t <= -1 ? 0 : (1 + t) * Math.log1p(t);
}

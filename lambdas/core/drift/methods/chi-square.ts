import type { Aligned } from '../aligned.ts';
import { cellShares, countCells } from '../cells.ts';
import { expectByChance, rowsOf } from './chance.ts';
import type { Distance, DriftMethod } from './method.ts';

/**
 * Cramér's V of the 2 × k table of shares, as if both samples had the same number of rows: √(½ Σ (p − q)²/(p + q)), 0 …
 * 1. Computed from the counts, V shrinks when one side has many more rows than the other, so that the same shift would
 * be small beside a large baseline. Its square is half the triangular discrimination of I. Vincze (1981) and L. Le Cam
 * (1986), "Asymptotic Methods in Statistical Decision Theory". Beyond chance: the expectation for two samples of one
 * distribution is subtracted from the square, for bins as for categories. No error from profiles: bins are whole cells.
 */
export const chiSquare: DriftMethod = {
  definition:
    "Cramér's V of the shares, as if both sides had the same number of rows: √(½ Σ (p−q)²/(p+q)), the root of half the triangular discrimination (Vincze 1981, Le Cam 1986)",
  defaultLimit: 0.1,
  isAtMostOne: true,
  measureNumbers: measure,
  measureCategories: measure,
};

function measure(aligned: Aligned): Distance {
  const { p, q } = cellShares(aligned);
  let squared = 0;
  for (let i = 0; i < p.length; i++) squared += triangularTerm(p[i], q[i]);
  const { n, m } = rowsOf(countCells(aligned));
  const term = (baseline: number, window: number) => triangularTerm(baseline / n, window / m);
  const byChance = expectByChance(aligned, { term, curvature: 1 / 4 });
  return {
    value: Math.min(1, Math.sqrt(squared)),
    errorBound: 0,
    beyondChance: Math.sqrt(Math.max(0, Math.min(1, squared) - byChance)),
  };
}

/** ½ (p − q)²/(p + q), for a cell that is not empty on both sides. */
function triangularTerm(p: number, q: number): number {
  return (0.5 * (p - q) ** 2) / (p + q);
}

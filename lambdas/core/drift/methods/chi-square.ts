import type { Aligned } from '../aligned.ts';
import { countCells } from '../cells.ts';
import { measureHomogeneity } from '../significance/homogeneity.ts';
import type { Distance, DriftMethod } from './method.ts';

/**
 * Cramér's V of the 2 × k table with the bias correction of W. Bergsma (2013), 0 … 1. The table is that of the chi-square
 * test, small cells pooled. No error from profiles: bins are whole cells.
 */
export const chiSquare: DriftMethod = {
  name: 'chi_square',
  defaultLimit: 0.1,
  measureNumbers: measure,
  measureCategories: measure,
};

function measure(aligned: Aligned): Distance {
  const { statistic, cells, rows } = measureHomogeneity(countCells(aligned));
  if (cells < 2 || rows < 3) return { value: 0, errorBound: 0 };
  const excess = Math.max(0, statistic / rows - (cells - 1) / (rows - 1));
  const columns = cells - (cells - 1) ** 2 / (rows - 1);
  const sides = 2 - 1 / (rows - 1);
  return { value: Math.min(1, Math.sqrt(excess / (Math.min(columns, sides) - 1))), errorBound: 0 };
}

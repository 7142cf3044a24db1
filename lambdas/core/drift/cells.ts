import type { Aligned, AlignedNumbers } from './aligned.ts';

/** A 2 × k table: rows of both sides by cell. */
export interface Cells {
  readonly baseline: Float64Array;
  readonly window: Float64Array;
  /** The category of each cell; null for bins, whose order already does not depend on the rows. */
  readonly names: readonly string[] | null;
  /** Position of the cell of missing values, where there is one. */
  readonly missing?: number;
}

/**
 * The cells of a feature: its categories, or its bins (runs of whole aligned cells, cut at `binEdges`), and one more cell
 * for missing values when either side has any.
 */
export function countCells(aligned: Aligned): Cells {
  const missing = aligned.baselineMissing > 0 || aligned.windowMissing > 0 ? 1 : 0;
  if (aligned.type === 'number') return countBins(aligned, missing);
  const k = aligned.categories.length;
  const baseline = new Float64Array(k + missing);
  const window = new Float64Array(k + missing);
  baseline.set(aligned.baseline);
  window.set(aligned.window);
  if (missing === 1) {
    baseline[k] = aligned.baselineMissing;
    window[k] = aligned.windowMissing;
  }
  return { baseline, window, names: aligned.categories, ...(missing === 1 && { missing: k }) };
}

function countBins(aligned: AlignedNumbers, missing: 0 | 1): Cells {
  const edges = aligned.binEdges;
  const bins = edges.length + 1;
  const baseline = new Float64Array(bins + missing);
  const window = new Float64Array(bins + missing);
  let bin = 0;
  for (let i = 0; i < aligned.upper.length; i++) {
    while (bin < edges.length && aligned.upper[i] > edges[bin]) bin++;
    baseline[bin] += aligned.baseline[i];
    window[bin] += aligned.window[i];
  }
  if (missing === 1) {
    baseline[bins] = aligned.baselineMissing;
    window[bins] = aligned.windowMissing;
  }
  return { baseline, window, names: null, ...(missing === 1 && { missing: bins }) };
}

/** The table of the rows that have a value. */
export function withoutMissingCell(cells: Cells): Cells {
  const { baseline, window, names, missing } = cells;
  const keep = (counts: Float64Array) => counts.filter((_, i) => i !== missing);
  return missing === undefined ? cells : { baseline: keep(baseline), window: keep(window), names };
}

/** Shares p (baseline) and q (window) by cell. */
export interface Shares {
  readonly p: Float64Array;
  readonly q: Float64Array;
}

/** {@link countCells} as shares, with everything that never occurred in the baseline in one last cell, "unseen". */
export function cellShares(aligned: Aligned): Shares {
  const cells = poolUnseen(countCells(aligned));
  return { p: shares(cells.baseline), q: shares(cells.window) };
}

/** The table with all cells in which the baseline has no rows merged into its last cell. */
export function poolUnseen(cells: Cells): Cells {
  const k = cells.baseline.length;
  const baseline = new Float64Array(k + 1);
  const window = new Float64Array(k + 1);
  let kept = 0;
  let unseen = 0;
  for (let i = 0; i < k; i++) {
    if (cells.baseline[i] === 0) {
      unseen += cells.window[i];
      continue;
    }
    baseline[kept] = cells.baseline[i];
    window[kept] = cells.window[i];
    kept++;
  }
  window[kept] = unseen;
  const used = unseen > 0 ? kept + 1 : kept;
  return { baseline: baseline.subarray(0, used), window: window.subarray(0, used), names: null };
}

function shares(counts: Float64Array): Float64Array {
  let total = 0;
  for (let i = 0; i < counts.length; i++) total += counts[i];
  const result = new Float64Array(counts.length);
  for (let i = 0; i < counts.length; i++) result[i] = counts[i] / total;
  return result;
}

import { bisectCenter, bisectLeft } from 'd3-array';
import type { AlignedNumbers } from '../../drift/aligned.ts';
import type { Moments } from '../../profile/types.ts';
import type { Redactor } from '../../text/redactor.ts';
import { type Axis, axisOf, DEVIATIONS, deviationAxis } from './axis.ts';
import type { NumberBin, NumberDistribution, Rows } from './distribution.ts';

/**
 * Rows by bin of a number column. Bins consist of whole cells, so counts are exact: where cells hold several values, as in a
 * baseline's grid, the edges of bins are those edges of cells that are nearest to round numbers.
 */
export function numberDistribution(
  aligned: AlignedNumbers,
  baseline: Moments | null,
  { shows }: Redactor,
): NumberDistribution {
  if (shows) return binned(aligned, axisOf(aligned), ({ edge }) => edge);
  // The edges of cells are values of the baseline: the bins are named by the edges that were wanted.
  const axis = baseline && deviationAxis(baseline.mean, Math.sqrt(baseline.m2 / baseline.count));
  return { ...binned(aligned, axis, ({ wanted }) => DEVIATIONS[wanted]), axis: 'deviations', width: 0.5 };
}

function binned(aligned: AlignedNumbers, axis: Axis | null, nameOf: (end: End) => number): NumberDistribution {
  const cells = aligned.upper.length;
  const ends = axis === null ? [] : (aligned.exact ? endsByValue : endsByCell)(aligned, axis.edges);
  const bins = ends.slice(1).map((next, i): NumberBin => {
    const first = ends[i];
    return { from: nameOf(first), to: nameOf(next), ...rowsOf(aligned, first.cell, next.cell) };
  });
  return {
    type: 'number',
    axis: 'values',
    bins,
    width: axis?.width ?? 1,
    below: rowsOf(aligned, 0, ends[0]?.cell ?? 0),
    above: rowsOf(aligned, ends.at(-1)?.cell ?? 0, cells),
  };
}

/** Where a bin ends: cells before `cell` lie below. */
interface End {
  /** Which of the wanted edges it is. */
  readonly wanted: number;
  readonly edge: number;
  readonly cell: number;
}

/** A value on an edge is in the bin below it; on the first one, in the first bin. */
function endsByValue({ upper }: AlignedNumbers, edges: readonly number[]): End[] {
  return edges.map((edge, i) => {
    const at = bisectLeft(upper, edge);
    return { wanted: i, edge, cell: i > 0 && upper[at] === edge ? at + 1 : at };
  });
}

/** The edge of a cell that is nearest to each wanted edge. Open cells end at the smallest and the largest number. */
function endsByCell({ lower, upper, min, max }: AlignedNumbers, edges: readonly number[]): End[] {
  const last = upper.length - 1;
  const bounds = Float64Array.from({ length: last + 2 }, (_, i) =>
    Math.min(Math.max(i > last ? upper[last] : lower[i], min), max),
  );
  const ends: End[] = [];
  for (const [wanted, position] of edges.entries()) {
    const cell = position <= min ? 0 : position >= max ? last + 1 : bisectCenter(bounds, position);
    const edge = bounds[cell];
    const before = ends.at(-1);
    // Several cells end at the smallest number, or at the largest: they belong to the outermost bin.
    if (before?.edge !== edge) ends.push({ wanted, edge, cell });
    else if (edge < max) ends[ends.length - 1] = { ...before, wanted };
    else ends[ends.length - 1] = { ...before, cell };
  }
  return ends;
}

function rowsOf({ baseline, window }: AlignedNumbers, from: number, to: number): Rows {
  let [before, now] = [0, 0];
  for (let i = from; i < to; i++) {
    before += baseline[i];
    now += window[i];
  }
  return { baseline: before, window: now };
}

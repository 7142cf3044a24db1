import { alignNumbers } from '../../../lambdas/core/drift/align-values.ts';
import type { AlignedNumbers } from '../../../lambdas/core/drift/aligned.ts';
import { binEdges } from '../../../lambdas/core/drift/bin-edges.ts';
import { tallyNumbers } from './count-samples.ts';

/** Two samples of finite numbers counted in the cells (−∞, e0], (e0, e1], … (ek, ∞), as profiles do. */
export function alignOnGrid(
  baseline: readonly number[],
  window: readonly number[],
  edges: readonly number[],
): AlignedNumbers {
  const upper = Float64Array.of(...edges, Number.POSITIVE_INFINITY);
  const lower = Float64Array.of(Number.NEGATIVE_INFINITY, ...edges);
  const left = count(baseline, upper);
  const right = count(window, upper);
  // The unit of distances is not the grid's matter: it is the exact one, so that the two forms differ by the grid alone.
  const { baselineStandardDeviation } = alignNumbers(tallyNumbers(baseline), tallyNumbers(window));
  return {
    type: 'number',
    exact: false,
    upper,
    lower,
    baseline: left.counts,
    window: right.counts,
    baselineSums: left.sums,
    windowSums: right.sums,
    baselineRows: baseline.length,
    windowRows: window.length,
    baselineStandardDeviation,
    min: Math.min(...baseline, ...window),
    max: Math.max(...baseline, ...window),
    binEdges: binEdges(upper, left.counts, { exact: false }),
    baselineMissing: 0,
    windowMissing: 0,
  };
}

function count(sample: readonly number[], upper: Float64Array): { counts: Float64Array; sums: Float64Array } {
  const counts = new Float64Array(upper.length);
  const sums = new Float64Array(upper.length);
  for (const value of sample) {
    const cell = upper.findIndex((edge) => value <= edge);
    counts[cell]++;
    sums[cell] += value;
  }
  return { counts, sums };
}

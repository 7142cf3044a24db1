import { BINS, binOf } from '../../performance/metrics/calibration-error.ts';
import type { PairedBinary } from '../paired-rows.ts';
import { bootstrapDifference } from './bootstrap.ts';
import type { PairedOutcome } from './difference.ts';

/** Difference of two calibration errors, by bootstrap over the rows sorted by label and both probabilities. */
export function compareCalibrationError({ actual, candidate, live }: PairedBinary): PairedOutcome {
  const [first, second] = [candidate.score!, live.score!];
  const order = Int32Array.from(actual.keys()).sort(
    (a, b) => actual[a] - actual[b] || first[a] - first[b] || second[a] - second[b],
  );
  const errors = [first, second].map((score) => errorOver(order, actual, score));
  const differenceOf = (drawn: Int32Array) => errors[0](drawn) - errors[1](drawn);
  const value = differenceOf(Int32Array.from(order.keys()));
  return bootstrapDifference(order.length, value, differenceOf);
}

/** The calibration error of the drawn rows, given as positions in the order. */
function errorOver(order: Int32Array, actual: Uint8Array, score: Float64Array): (drawn: Int32Array) => number {
  const bins = Uint8Array.from(order, (row) => binOf(score[row]));
  const gaps = Float64Array.from(order, (row) => actual[row] - score[row]);
  const sums = new Float64Array(BINS);
  return (drawn) => {
    sums.fill(0);
    for (let i = 0; i < drawn.length; i++) sums[bins[drawn[i]]] += gaps[drawn[i]];
    let total = 0;
    for (let bin = 0; bin < BINS; bin++) total += Math.abs(sums[bin]);
    return total / drawn.length;
  };
}

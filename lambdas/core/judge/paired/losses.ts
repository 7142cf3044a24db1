import { meanOf } from '../../performance/intervals/mean.ts';
import { logLosses } from '../../performance/metrics/log-loss.ts';
import type { PairedBinary, PairedMulticlass, PairedRegression } from '../paired-rows.ts';
import { type PairedOutcome, studentDifference } from './difference.ts';

/**
 * Metrics that are means of a loss per row. The difference of two means over the same rows is the mean of the
 * differences, so Student's paired t is enough (a bootstrap of the rows approaches it).
 */

export function compareLogLoss(rows: PairedBinary | PairedMulticlass): PairedOutcome {
  const lossesOf = (side: 'candidate' | 'live') =>
    logLosses(
      rows.problem === 'binary-classification'
        ? rows[side].score!.map((score, row) => (rows.actual[row] === 1 ? score : 1 - score))
        : Float64Array.from(rows.actual, (code, row) => rows[side].scores![code][row]),
    );
  return pairedT(lossesOf('candidate'), lossesOf('live'));
}

export function compareBrierScore({ actual, candidate, live }: PairedBinary): PairedOutcome {
  const squares = (score: Float64Array) => score.map((probability, row) => (probability - actual[row]) ** 2);
  return pairedT(squares(candidate.score!), squares(live.score!));
}

/** @param loss the loss of one row, from its error (predicted - actual) and label; NaN where the row does not count */
export function compareLosses(
  loss: (error: number, label: number) => number,
): (rows: PairedRegression) => PairedOutcome {
  return ({ actual, candidate, live }) => {
    const lossesOf = (predicted: Float64Array) => actual.map((label, row) => loss(predicted[row] - label, label));
    const [first, second] = [lossesOf(candidate.predicted), lossesOf(live.predicted)];
    const counts = (number: number) => !Number.isNaN(number);
    return pairedT(first.filter(counts), second.filter(counts));
  };
}

function pairedT(first: Float64Array, second: Float64Array): PairedOutcome {
  const { mean, standardError } = meanOf(first.map((loss, row) => loss - second[row]));
  return studentDifference(mean, standardError, first.length, 'paired t');
}

import { clip, estimate, undefinedEstimate } from '../intervals/interval.ts';
import { meanOf, meanSquareOf, positiveMeanInterval } from '../intervals/mean.ts';
import type { MetricEstimate } from '../types.ts';
import type { MetricDefinition } from './definition.ts';

/** Probabilities are kept this far from 0 and 1, as in scikit-learn (the machine epsilon of a double). */
const CLIP = Number.EPSILON;

export const logLoss: MetricDefinition = {
  title: 'Log loss',
  description: 'Mean of -ln(probability given to the actual class), probabilities kept 2.2e-16 away from 0 and 1.',
  interval: 'standard error of a mean on the logarithmic scale, Student',
  better: 'lower',
  range: [0, -Math.log(CLIP)],
  binary: ({ rows, probabilities, whyNoProbabilities }) => {
    if (rows === 0) return undefinedEstimate(0, 'there are no rows');
    if (probabilities === null) return undefinedEstimate(rows, whyNoProbabilities);
    const { actual, score } = probabilities;
    const ofActual = new Float64Array(rows);
    for (let row = 0; row < rows; row++) ofActual[row] = actual[row] === 1 ? score[row] : 1 - score[row];
    return estimateLogLoss(ofActual);
  },
  multiclass: ({ rows, probabilityOfActual, whyNoProbabilities }) => {
    if (rows === 0) return undefinedEstimate(0, 'there are no rows');
    if (probabilityOfActual === null) return undefinedEstimate(rows, whyNoProbabilities);
    return estimateLogLoss(probabilityOfActual);
  },
};

function estimateLogLoss(probabilityOfActual: Float64Array): MetricEstimate {
  const mean = meanOf(logLosses(probabilityOfActual));
  const interval = positiveMeanInterval(mean);
  const estimated = estimate(mean.mean, interval && clip(interval, 0, -Math.log(CLIP)), mean.count);
  return { ...estimated, meanSquare: meanSquareOf(mean) };
}

/** The loss of each row. @param probabilityOfActual The probability given to the row's actual class. */
export function logLosses(probabilityOfActual: Float64Array): Float64Array {
  const losses = new Float64Array(probabilityOfActual.length);
  for (let row = 0; row < losses.length; row++) {
    losses[row] = -Math.log(Math.min(Math.max(probabilityOfActual[row], CLIP), 1 - CLIP));
  }
  return losses;
}

import { clip, undefinedEstimate } from '../intervals/interval.ts';
import { estimateLoss, meanInterval, meanOf } from '../intervals/mean.ts';
import { NEEDS, type NoInterval, tooFew, tooFewOfClass } from '../intervals/needs.ts';
import type { MetricEstimate } from '../metric-estimate.ts';
import { type MetricDefinition, SKEWED_MEAN } from './definition.ts';

/** Probabilities are kept this far from 0 and 1, as in scikit-learn (the machine epsilon of a double). */
const CLIP = Number.EPSILON;

export const logLoss: MetricDefinition = {
  title: 'Log loss',
  description: 'Mean of -ln(probability given to the actual class), probabilities kept 2.2e-16 away from 0 and 1.',
  interval: SKEWED_MEAN,
  better: 'lower',
  range: [0, -Math.log(CLIP)],
  scale: 'log',
  needsScores: true,
  binary: ({ rows, confusion, probabilities, whyNoProbabilities }) => {
    if (rows === 0) return undefinedEstimate(0, 'there are no rows');
    if (probabilities === null) return undefinedEstimate(rows, whyNoProbabilities);
    const { actual, score } = probabilities;
    const ofActual = new Float64Array(rows);
    for (let row = 0; row < rows; row++) ofActual[row] = actual[row] === 1 ? score[row] : 1 - score[row];
    const [negatives, positives] = confusion.actual;
    return estimateLogLoss(ofActual, tooFewOfClass(positives, negatives, NEEDS.meanByClass));
  },
  multiclass: ({ rows, confusion, probabilityOfActual, whyNoProbabilities }) => {
    if (rows === 0) return undefinedEstimate(0, 'there are no rows');
    if (probabilityOfActual === null) return undefinedEstimate(rows, whyNoProbabilities);
    const others = rows - Math.max(...confusion.actual);
    const few = tooFew(others, NEEDS.meanByClass, 'row outside the largest class', 'rows outside the largest class');
    return estimateLogLoss(probabilityOfActual, few);
  },
};

function estimateLogLoss(probabilityOfActual: Float64Array, few: NoInterval | null): MetricEstimate {
  const mean = meanOf(logLosses(probabilityOfActual));
  return estimateLoss(mean, clip(few ?? meanInterval(mean), 0, -Math.log(CLIP)));
}

/** The loss of each row. @param probabilityOfActual The probability given to the row's actual class. */
export function logLosses(probabilityOfActual: Float64Array): Float64Array {
  const losses = new Float64Array(probabilityOfActual.length);
  for (let row = 0; row < losses.length; row++) {
    losses[row] = -Math.log(Math.min(Math.max(probabilityOfActual[row], CLIP), 1 - CLIP));
  }
  return losses;
}

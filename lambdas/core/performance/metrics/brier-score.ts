import type { BinaryEvidence } from '../evidence/binary.ts';
import { clip, undefinedEstimate } from '../intervals/interval.ts';
import { estimateLoss, meanInterval, meanOf } from '../intervals/mean.ts';
import { NEEDS, tooFewOfClass } from '../intervals/needs.ts';
import type { MetricEstimate } from '../metric-estimate.ts';
import { type MetricDefinition, SKEWED_MEAN } from './definition.ts';

export const brierScore: MetricDefinition = {
  title: 'Brier score',
  description: 'Mean squared difference between the probability of the positive class and the label (0 or 1).',
  interval: SKEWED_MEAN,
  better: 'lower',
  range: [0, 1],
  scale: 'log',
  needsScores: true,
  binary: estimateBrierScore,
};

function estimateBrierScore({ rows, confusion, probabilities, whyNoProbabilities }: BinaryEvidence): MetricEstimate {
  if (rows === 0) return undefinedEstimate(0, 'there are no rows');
  if (probabilities === null) return undefinedEstimate(rows, whyNoProbabilities);
  const { actual, score } = probabilities;
  const squares = new Float64Array(rows);
  for (let row = 0; row < rows; row++) squares[row] = (score[row] - actual[row]) ** 2;
  const mean = meanOf(squares);
  const [negatives, positives] = confusion.actual;
  const interval = tooFewOfClass(positives, negatives, NEEDS.meanByClass) ?? meanInterval(mean);
  return estimateLoss(mean, clip(interval, 0, 1));
}

import type { BinaryEvidence } from '../evidence/binary.ts';
import { estimate, undefinedEstimate } from '../intervals/interval.ts';
import { proportionInterval } from '../intervals/wilson.ts';
import type { MetricEstimate } from '../metric-estimate.ts';
import type { MetricDefinition } from './definition.ts';

export const precision: MetricDefinition = {
  title: 'Precision',
  description: 'Share of the rows predicted positive that are positive: TP / (TP + FP).',
  interval: 'Wilson',
  better: 'higher',
  range: [0, 1],
  scale: 'arcsine',
  binary: ({ truePositives, falsePositives, rows }: BinaryEvidence) =>
    estimateShare(truePositives, truePositives + falsePositives, rows, 'predicted positive'),
};

export const recall: MetricDefinition = {
  title: 'Recall',
  description: 'Share of the positive rows that are predicted positive: TP / (TP + FN).',
  interval: 'Wilson',
  better: 'higher',
  range: [0, 1],
  scale: 'arcsine',
  binary: ({ truePositives, falseNegatives, rows }: BinaryEvidence) =>
    estimateShare(truePositives, truePositives + falseNegatives, rows, 'positive'),
};

export const specificity: MetricDefinition = {
  title: 'Specificity',
  description: 'Share of the negative rows that are predicted negative: TN / (TN + FP).',
  interval: 'Wilson',
  better: 'higher',
  range: [0, 1],
  scale: 'arcsine',
  binary: ({ trueNegatives, falsePositives, rows }: BinaryEvidence) =>
    estimateShare(trueNegatives, trueNegatives + falsePositives, rows, 'negative'),
};

/** @param which the rows that the share is of */
function estimateShare(
  hits: number,
  trials: number,
  rows: number,
  which: 'positive' | 'negative' | 'predicted positive',
): MetricEstimate {
  if (trials === 0) return undefinedEstimate(rows, rows === 0 ? 'there are no rows' : `no row is ${which}`);
  return estimate(hits / trials, proportionInterval(hits, trials, `${which} row`), rows);
}

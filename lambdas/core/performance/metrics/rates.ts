import type { BinaryEvidence } from '../evidence/binary.ts';
import { estimate, undefinedEstimate } from '../intervals/interval.ts';
import { wilsonInterval } from '../intervals/wilson.ts';
import type { MetricEstimate } from '../types.ts';
import type { MetricDefinition } from './definition.ts';

export const precision: MetricDefinition = {
  title: 'Precision',
  description: 'Share of the rows predicted positive that are positive: TP / (TP + FP).',
  interval: 'Wilson',
  better: 'higher',
  range: [0, 1],
  binary: ({ truePositives, falsePositives, rows }: BinaryEvidence) =>
    estimateShare(truePositives, truePositives + falsePositives, rows, 'no row is predicted positive'),
};

export const recall: MetricDefinition = {
  title: 'Recall',
  description: 'Share of the positive rows that are predicted positive: TP / (TP + FN).',
  interval: 'Wilson',
  better: 'higher',
  range: [0, 1],
  binary: ({ truePositives, falseNegatives, rows }: BinaryEvidence) =>
    estimateShare(truePositives, truePositives + falseNegatives, rows, 'no row is positive'),
};

export const specificity: MetricDefinition = {
  title: 'Specificity',
  description: 'Share of the negative rows that are predicted negative: TN / (TN + FP).',
  interval: 'Wilson',
  better: 'higher',
  range: [0, 1],
  binary: ({ trueNegatives, falsePositives, rows }: BinaryEvidence) =>
    estimateShare(trueNegatives, trueNegatives + falsePositives, rows, 'no row is negative'),
};

function estimateShare(hits: number, trials: number, rows: number, whyUndefined: string): MetricEstimate {
  if (trials === 0) return undefinedEstimate(rows, rows === 0 ? 'there are no rows' : whyUndefined);
  return estimate(hits / trials, wilsonInterval(hits / trials, trials), rows);
}

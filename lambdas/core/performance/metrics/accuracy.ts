import { type Confusion, countCorrect } from '../evidence/confusion.ts';
import { estimate, undefinedEstimate } from '../intervals/interval.ts';
import { proportionInterval } from '../intervals/wilson.ts';
import type { MetricEstimate } from '../metric-estimate.ts';
import type { MetricDefinition } from './definition.ts';

/** Share of rows whose predicted class is the actual one. */
export function estimateAccuracy(confusion: Confusion): MetricEstimate {
  const { rows } = confusion;
  if (rows === 0) return undefinedEstimate(0, 'there are no rows');
  const share = countCorrect(confusion) / rows;
  return estimate(share, proportionInterval(countCorrect(confusion), rows, 'row'), rows);
}

export const accuracy: MetricDefinition = {
  title: 'Accuracy',
  description: 'Share of rows whose predicted class is the actual one.',
  interval: 'Wilson',
  better: 'higher',
  range: [0, 1],
  scale: 'arcsine',
  binary: (evidence) => estimateAccuracy(evidence.confusion),
  multiclass: (evidence) => estimateAccuracy(evidence.confusion),
};

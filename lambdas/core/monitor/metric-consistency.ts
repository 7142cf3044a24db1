import { METRIC_FUNCTION_KEYS, METRICS, metricNames } from '../performance/metrics/registry.ts';
import type { MetricName } from '../performance/types.ts';
import type { Inconsistency } from './feature-consistency.ts';
import { hasMetric } from './limit.ts';
import { nearestName } from './nearest.ts';
import type { MonitorSections } from './schema/monitor-file.ts';

/** Metrics that the problem does not have, or that need scores which the answers lack. */
export function namedMetrics({ problem, capture, performance, retraining }: Partial<MonitorSections>): Inconsistency[] {
  if (problem === undefined) return [];
  const named: [path: (string | number)[], metric: MetricName | undefined][] = [
    [['performance', 'primaryMetric'], performance?.primaryMetric],
    [['retraining', 'promote', 'metric'], retraining?.promote.metric],
  ];
  for (const purpose of ['alert', 'retrain'] as const) {
    performance?.[purpose].forEach((limit, i) => {
      named.push([['performance', purpose, i], limit.metric]);
    });
  }
  retraining?.promote.floor.forEach((limit, i) => {
    named.push([['retraining', 'promote', 'floor', i], limit.metric]);
  });
  const role = problem === 'binary-classification' ? 'score' : 'scores';
  const hasScores = capture === undefined || capture.prediction[role] !== undefined;
  const available = metricNames(problem).filter((name) => hasScores || METRICS[name].needsScores !== true);
  return named.flatMap(([path, metric]) => {
    if (metric === undefined || available.includes(metric)) return [];
    const message = hasMetric(problem, metric)
      ? `names ${metric}, which needs capture.prediction.${role}`
      : `names ${metric}, which is not a metric of ${METRIC_FUNCTION_KEYS[problem]} models`;
    return [{ path, message, accepted: available.join(', '), suggestion: nearestName(metric, available) }];
  });
}

/** Which of two models is better takes a paired test on the same rows, which not every metric has. */
export function decidingMetric({ problem, performance, retraining }: Partial<MonitorSections>): Inconsistency[] {
  if (problem === undefined || !retraining) return [];
  const { metric = performance?.primaryMetric } = retraining.promote;
  if (metric === undefined || METRICS[metric].decides !== false) return [];
  const message = `names ${metric}, which cannot decide which of two models is better`;
  const accepted = metricNames(problem).filter((name) => METRICS[name].decides !== false);
  return [{ path: ['retraining', 'promote', 'metric'], message, accepted: accepted.join(', ') }];
}

import { METRIC_FUNCTION_KEYS, metricNames } from '../performance/metrics/registry.ts';
import type { MetricName } from '../performance/types.ts';
import { formatCount } from '../text/numbers.ts';
import { dialects, plainFormats, predictionRoles } from './capture-consistency.ts';
import { distances, featureNames, type Inconsistency, publishedFeatures } from './feature-consistency.ts';
import { hasMetric } from './limit.ts';
import { nearestName } from './nearest.ts';
import { retrainingNeeds } from './retraining-consistency.ts';
import type { MonitorSections } from './schema/monitor-file.ts';

/**
 * Inconsistencies between sections of a monitor file. Sections that could not be read are undefined and are not checked, so that
 * one mistake does not hide the others.
 *
 * @param unreadable Names of sections that are in the file but could not be read.
 */
export function findInconsistencies(
  sections: Partial<MonitorSections>,
  unreadable: readonly string[] = [],
): Inconsistency[] {
  return [
    ...predictionRoles(sections),
    ...plainFormats(sections),
    ...dialects(sections),
    ...metrics(sections),
    ...(unreadable.includes('labels') ? [] : limitsWithoutLabels(sections)),
    ...waits(sections),
    ...distances(sections),
    ...featureNames(sections),
    ...publishedFeatures(sections),
    ...retrainingNeeds(sections, unreadable),
  ];
}

/** Metrics that need scores, not only the predicted class. */
const NEEDS_SCORES: ReadonlySet<MetricName> = new Set([
  'roc_auc',
  'average_precision',
  'log_loss',
  'brier_score',
  'calibration_error',
]);

function metrics({ problem, capture, performance, retraining }: Partial<MonitorSections>): Inconsistency[] {
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
  const available = metricNames(problem).filter((name) => hasScores || !NEEDS_SCORES.has(name));
  return named.flatMap(([path, metric]) => {
    if (metric === undefined || available.includes(metric)) return [];
    const message = hasMetric(problem, metric)
      ? `${metric} needs capture.prediction.${role}`
      : `${metric} is not a metric of ${METRIC_FUNCTION_KEYS[problem]} models`;
    return [{ path, message, accepted: available.join(', '), suggestion: nearestName(metric, available) }];
  });
}

function limitsWithoutLabels({ labels, performance }: Partial<MonitorSections>): Inconsistency[] {
  if (performance === undefined || labels !== undefined) return [];
  return (['alert', 'retrain'] as const).flatMap((purpose) =>
    performance[purpose].length === 0
      ? []
      : [
          {
            path: ['performance', purpose],
            message: 'can never be met without labels',
            accepted: 'a section labels, or no limits',
          },
        ],
  );
}

/** The most windows that wait for labels at the same time: two weeks of five minutes. Each is an entry of the state. */
const MOST_WAITING = 4500;

function waits({ labels, schedule }: Partial<MonitorSections>): Inconsistency[] {
  const found: Inconsistency[] = [];
  if (labels !== undefined && schedule !== undefined) {
    const { window } = schedule;
    const length = 60_000 * ('days' in window ? 1440 * window.days : window.minutes);
    const windows = Math.ceil((labels.lag + labels.maxAge) / length);
    if (windows > MOST_WAITING) {
      const message = `is so long that ${formatCount(windows)} windows wait for labels at the same time`;
      const accepted = `with the lag at most ${formatCount(MOST_WAITING)} times schedule.window`;
      found.push({ path: ['labels', 'maxAge'], message, accepted });
    }
  }
  if (labels !== undefined && labels.lag > labels.maxAge) {
    const accepted = 'a duration of at least labels.lag';
    found.push({ path: ['labels', 'maxAge'], message: 'is shorter than the lag', accepted });
  }
  return found;
}

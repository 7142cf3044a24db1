import { formatCount } from '../text/numbers.ts';
import { baselineColumns } from './baseline-consistency.ts';
import { dialects, plainFormats, predictionRoles } from './capture-consistency.ts';
import { distances, featureNames, type Inconsistency, publishedFeatures } from './feature-consistency.ts';
import { decidingMetric, namedMetrics } from './metric-consistency.ts';
import { retrainingNeeds } from './retraining-consistency.ts';
import { firingSchedules } from './schedule-consistency.ts';
import type { MonitorSections } from './schema/monitor-file.ts';

/**
 * Inconsistencies between sections of a monitor file. Sections that could not be read are undefined and are not checked, so that
 * one mistake does not hide the others.
 *
 * @param unreadable Names of sections that are in the file but could not be read.
 * @param now See {@link firingSchedules}.
 */
export function findInconsistencies(
  sections: Partial<MonitorSections>,
  unreadable: readonly string[] = [],
  now?: number,
): Inconsistency[] {
  return [
    ...predictionRoles(sections),
    ...plainFormats(sections),
    ...dialects(sections),
    ...namedMetrics(sections),
    ...decidingMetric(sections),
    ...(unreadable.includes('labels') ? [] : limitsWithoutLabels(sections)),
    ...firingSchedules(sections, now),
    ...waits(sections),
    ...distances(sections),
    ...featureNames(sections),
    ...publishedFeatures(sections),
    ...baselineColumns(sections),
    ...retrainingNeeds(sections, unreadable),
  ];
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

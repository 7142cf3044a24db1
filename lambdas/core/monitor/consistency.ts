import {
  CAPTURE_FORMAT_NAMES,
  CAPTURE_FORMATS,
  type CaptureFormat,
  TABLE_FORMATS,
} from '../capture/capture-formats.ts';
import { formatCount } from '../text/numbers.ts';
import { distances, featureNames, type Inconsistency, publishedFeatures } from './feature-consistency.ts';
import { decidingMetric, namedMetrics } from './metric-consistency.ts';
import { retrainingNeeds } from './retraining-consistency.ts';
import type { MonitorSections } from './schema/monitor-file.ts';

/**
 * What no section can know alone. Sections that could not be read are undefined and are not judged, so that one mistake does
 * not hide the others.
 *
 * @param unreadable Names of the sections that were given but could not be read.
 */
export function findInconsistencies(
  sections: Partial<MonitorSections>,
  unreadable: readonly string[] = [],
): Inconsistency[] {
  return [
    ...predictionRoles(sections),
    ...plainFormats(sections),
    ...dialects(sections),
    ...namedMetrics(sections),
    ...decidingMetric(sections),
    ...(unreadable.includes('labels') ? [] : limitsWithoutLabels(sections)),
    ...waits(sections),
    ...distances(sections),
    ...featureNames(sections),
    ...publishedFeatures(sections),
    ...retrainingNeeds(sections, unreadable),
  ];
}

const ROLES = {
  'binary-classification': { needed: ['score', 'label'], foreign: ['value', 'scores'] },
  'multiclass-classification': { needed: ['label', 'scores'], foreign: ['score', 'value'] },
  regression: { needed: ['value'], foreign: ['score', 'label', 'scores'] },
} as const;

function predictionRoles({ problem, capture, positive, baseline }: Partial<MonitorSections>): Inconsistency[] {
  if (problem === undefined) return [];
  const { needed, foreign } = ROLES[problem];
  const accepted = needed.join(' or ');
  const found: Inconsistency[] = [];
  if (capture !== undefined) {
    const path = ['capture', 'prediction'];
    const { prediction } = capture;
    if (needed.every((role) => prediction[role] === undefined)) {
      found.push({ path, message: `says nothing that a ${problem} model answers`, accepted });
    }
    for (const role of foreign) {
      if (prediction[role] !== undefined) {
        found.push({ path: [...path, role], message: `is not for ${problem}`, accepted });
      }
    }
  }
  for (const role of foreign) {
    const column = role === 'label' ? 'predictedLabel' : role;
    if (baseline?.[column] !== undefined) {
      const names = needed.map((name) => (name === 'label' ? 'predictedLabel' : name)).join(' or ');
      found.push({ path: ['baseline', column], message: `is not for ${problem}`, accepted: names });
    }
  }
  if (positive !== undefined && problem !== 'binary-classification') {
    found.push({ path: ['positive'], message: `is not for ${problem}`, accepted: 'only binary-classification has it' });
  }
  return found;
}

function plainFormats({ capture, labels }: Partial<MonitorSections>): Inconsistency[] {
  if (capture === undefined) return [];
  const found: Inconsistency[] = [];
  const { timeAndId, hasHeader } = CAPTURE_FORMATS[capture.format];
  if (timeAndId === 'columns' && capture.time === undefined) {
    const message = `needs the key time: rows of the format ${capture.format} fall into windows by a column`;
    found.push({ path: ['capture'], message, accepted: 'time: the name of the column' });
  }
  if (timeAndId === 'columns' && labels !== undefined && capture.id === undefined) {
    const message = `needs the key id: labels refer to rows of the format ${capture.format} by a column`;
    found.push({ path: ['capture'], message, accepted: 'id: the name of the column' });
  }
  if (timeAndId === 'either' && labels !== undefined && capture.time !== undefined && capture.id === undefined) {
    const message = 'needs the key id: labels refer to records without inference ids by a column';
    found.push({ path: ['capture'], message, accepted: 'id: the name of the column' });
  }
  for (const key of ['time', 'id'] as const) {
    if (timeAndId === 'record' && capture[key] !== undefined) {
      const message = `has no meaning in the format ${capture.format}, which has its own ${key}`;
      found.push({
        path: ['capture', key],
        message,
        accepted: onlyFor((traits) => traits.timeAndId !== 'record'),
      });
    }
  }
  if (capture.header !== undefined && !hasHeader) {
    const message = `has no meaning in the format ${capture.format}, which has no header`;
    found.push({ path: ['capture', 'header'], message, accepted: onlyFor((traits) => traits.hasHeader) });
  }
  return found;
}

function onlyFor(suits: (traits: (typeof CAPTURE_FORMATS)[CaptureFormat]) => boolean): string {
  return `only for ${CAPTURE_FORMAT_NAMES.filter((name) => suits(CAPTURE_FORMATS[name])).join(', ')}`;
}

/** How texts are written is for tables; numbers cannot have one mark for two things. */
function dialects({ capture, labels, baseline }: Partial<MonitorSections>): Inconsistency[] {
  const found: Inconsistency[] = [];
  for (const [name, section] of Object.entries({ capture, labels, baseline })) {
    if (section === undefined) continue;
    const { decimal = '.', thousands, format } = section;
    if (thousands === decimal) {
      const message = 'is the mark before the fraction as well';
      found.push({
        path: [name, 'thousands'],
        message,
        accepted: 'another mark than decimal, which is the point unless given',
      });
    }
    if (format === undefined || TABLE_FORMATS.some((table) => table === format)) continue;
    for (const key of DIALECT_KEYS) {
      if (section[key] === undefined || (name === 'labels' && (key === 'decimal' || key === 'thousands'))) continue;
      const message = `has no meaning in the format ${format}`;
      found.push({ path: [name, key], message, accepted: 'only for csv, jsonl and parquet' });
    }
  }
  return found;
}

const DIALECT_KEYS = ['delimiter', 'encoding', 'decimal', 'thousands'] as const;

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

/** Windows whose labels are waited for at the same time, at most: two weeks of five minutes. Each is an entry of the state. */
const MOST_WAITING = 4500;

function waits({ labels, schedule }: Partial<MonitorSections>): Inconsistency[] {
  const found: Inconsistency[] = [];
  if (labels !== undefined && schedule !== undefined) {
    const { window } = schedule;
    const length = 60_000 * ('days' in window ? 1440 * window.days : window.minutes);
    const windows = Math.ceil((labels.lag + labels.maxAge) / length);
    if (windows > MOST_WAITING) {
      const message = `is so long that the labels of ${formatCount(windows)} windows are waited for at the same time`;
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

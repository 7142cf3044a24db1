import {
  CAPTURE_FORMAT_NAMES,
  CAPTURE_FORMATS,
  type CaptureFormat,
  TABLE_FORMATS,
} from '../capture/capture-formats.ts';
import type { Inconsistency } from './feature-consistency.ts';
import type { MonitorSections } from './schema/monitor-file.ts';

const ROLES = {
  'binary-classification': { needed: ['score', 'label'], foreign: ['value', 'scores'] },
  'multiclass-classification': { needed: ['label', 'scores'], foreign: ['score', 'value'] },
  regression: { needed: ['value'], foreign: ['score', 'label', 'scores'] },
} as const;

/** Predictions and columns that the problem type does not have. */
export function predictionRoles({ problem, capture, positive, baseline }: Partial<MonitorSections>): Inconsistency[] {
  if (problem === undefined) return [];
  const { needed, foreign } = ROLES[problem];
  const accepted = needed.join(' or ');
  const found: Inconsistency[] = [];
  if (capture !== undefined) {
    const path = ['capture', 'prediction'];
    const { prediction } = capture;
    if (needed.every((role) => prediction[role] === undefined)) {
      found.push({ path, message: `has no answer of a ${problem} model`, accepted });
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

/** Keys that the capture format needs or does not have. */
export function plainFormats({ capture, labels }: Partial<MonitorSections>): Inconsistency[] {
  if (capture === undefined) return [];
  const found: Inconsistency[] = [];
  const { timeAndId, hasHeader } = CAPTURE_FORMATS[capture.format];
  if (timeAndId === 'columns' && capture.time === undefined) {
    const message = `needs the key time: a column decides the window of a row in the format ${capture.format}`;
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

/** Delimiter, encoding and number marks apply to tables only, and the two number marks have to differ. */
export function dialects({ capture, labels, baseline }: Partial<MonitorSections>): Inconsistency[] {
  const found: Inconsistency[] = [];
  for (const [name, section] of Object.entries({ capture, labels, baseline })) {
    if (section === undefined) continue;
    const { decimal = '.', thousands, format } = section;
    if (thousands === decimal) {
      const message = 'is also the decimal separator';
      found.push({
        path: [name, 'thousands'],
        message,
        accepted: 'a mark other than decimal, whose default is the point',
      });
    }
    if (format === undefined || TABLE_FORMATS.some((table) => table === format)) continue;
    for (const key of DIALECT_KEYS) {
      if (section[key] === undefined || (name === 'labels' && (key === 'decimal' || key === 'thousands'))) continue;
      const message = `has no meaning in the format ${format}`;
      found.push({ path: [name, key], message, accepted: `only for ${TABLE_FORMATS.join(', ')}` });
    }
  }
  return found;
}

const DIALECT_KEYS = ['delimiter', 'encoding', 'decimal', 'thousands'] as const;

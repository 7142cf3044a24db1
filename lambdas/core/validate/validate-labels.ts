import { BaselineError } from '../baseline/document.ts';
import { type LabelTally, TooManyClassesError } from '../baseline/label-tally.ts';
import type { RunContext } from '../context.ts';
import { LABEL_READERS } from '../labels/formats/registry.ts';
import type { LabelSettings, Monitor } from '../monitor/monitor.ts';
import { PositiveClassError } from '../performance/errors.ts';
import { messageOf } from '../privacy/protect.ts';
import { redactorWithoutKey } from '../privacy/value-key.ts';
import { describeRejections } from '../result/describe.ts';
import { shownRejected } from '../result/redact-reading.ts';
import { countOf, formatCount, formatShare } from '../text/numbers.ts';
import type { Redactor } from '../text/redactor.ts';
import type { CaptureSample } from './capture-sample.ts';
import type { Found } from './found.ts';
import { sayMatches } from './label-matches.ts';
import { type LabelSample, readLabelSample } from './label-sample.ts';

/**
 * Validates the first records of the label files: they are where the checks look, can be read, refer to captured requests, and have
 * classes or numbers that fit the problem type.
 *
 * @returns Its classes; null: no label could be read.
 */
export async function validateLabels(
  monitor: Monitor,
  settings: LabelSettings,
  captured: CaptureSample,
  context: Pick<RunContext, 'open' | 'now'>,
  found: Found,
): Promise<LabelTally | null> {
  const redactor = redactorWithoutKey(monitor);
  const since = captured.keys.rows === 0 ? Number.NEGATIVE_INFINITY : captured.first;
  const labels = await readLabelSample(settings, captured.keys, since, context);
  const { sample } = labels;
  found.notes.push(`labels: ${settings.format}, ${sample.describe('label record')}${arrival(labels)}`);
  if (sample.files === 0) {
    found.notes.push(
      `labels.uri: there is no file at ${settings.uri} yet${since > 0 ? ' that arrived after the first capture' : ''}`,
    );
    return null;
  }
  if (LABEL_READERS[settings.format].hourly && labels.arrived === null) {
    found.problems.push(
      `labels: ${countOf(sample.files, 'file')} below ${settings.uri}, but none in folders of hours, yyyy/mm/dd/hh`,
    );
  }
  sayRejections(labels, settings, found, redactor);
  if (labels.records === 0) return null;
  await sayMatches(monitor, settings, labels, captured, context, found);
  sayValues(monitor, settings, labels, found, redactor);
  return labels.classes;
}

function arrival({ arrived }: LabelSample): string {
  if (arrived === null) return '';
  const [first, last] = [arrived.first, arrived.last].map((time) => `${new Date(time).toISOString().slice(0, 13)}Z`);
  return first === last ? `, arrived in the hour ${first}` : `, arrived in the hours from ${first} to ${last}`;
}

/** Reports unreadable records. A row without a label yet is not a fault. */
function sayRejections(
  { log, records }: LabelSample,
  settings: LabelSettings,
  { problems, notes }: Found,
  redactor: Redactor,
): void {
  const { byReason, samples } = shownRejected(log.summarize().rejected, redactor);
  const { isTable } = LABEL_READERS[settings.format];
  const faults = byReason.filter(({ reason }) => !(isTable && reason === 'no-label'));
  const rejected = faults.reduce((sum, { count }) => sum + count, 0);
  const empty = log.rejected - rejected;
  if (empty > 0) notes.push(`labels: ${countOf(empty, 'row')} without a label yet`);
  const share = rejected / Math.max(1, rejected + records);
  if (share <= settings.maxRejectedShare) return;
  const because = describeRejections({ byReason: faults, samples });
  problems.push(`labels: ${formatShare(share)} of the records cannot be read${because}`);
}

/** Reports the classes and whether the positive class is among them, or labels that are not numbers. */
function sayValues(
  { problem, positive }: Monitor,
  settings: LabelSettings,
  labels: LabelSample,
  found: Found,
  redactor: Redactor,
): void {
  const { classes, notNumbers, firstText, records, sample } = labels;
  if (problem === 'regression') {
    if (notNumbers <= settings.maxRejectedShare * records) return;
    found.problems.push(
      `labels: ${formatCount(notNumbers)} of ${countOf(records, 'label')} are not numbers${redactor.shows ? `, such as "${firstText}"` : ''}`,
    );
    return;
  }
  found.notes.push(`labels: the classes are ${classes.describe(redactor)}`);
  try {
    classes.checkPositive(problem, positive, `${settings.uri} has`);
  } catch (error) {
    const isCertain = error instanceof PositiveClassError || error instanceof TooManyClassesError;
    if (!isCertain && !(error instanceof BaselineError)) throw error;
    const rare = sample.isWhole ? found.problems : found.notes;
    (isCertain ? found.problems : rare).push(`labels: ${messageOf(error, redactor)}`);
  }
}

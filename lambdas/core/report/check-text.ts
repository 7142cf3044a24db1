import { worseWithoutLimit } from '../decision/worse-without-limit.ts';
import { describeNoLimit } from '../monitor/missing-limit.ts';
import { listUnused } from '../result/describe-labels.ts';
import type { CheckResult, DriftResult } from '../result/schema.ts';
import { countOf, formatCount, formatEstimate, formatShare } from '../text/numbers.ts';
import { printable } from '../text/printable.ts';
import { wrapText } from '../text/width.ts';
import { sourceOfMismatch } from './data-match.ts';
import { driftTable } from './drift-table.ts';
import { summarizeNormals } from './incident-text.ts';
import { describeLearning } from './learning-text.ts';
import { describeLimit } from './limit-text.ts';
import { metricTable } from './metric-table.ts';
import { countedConflicts, rejectionText, repeatText, windowRejections } from './rejection-text.ts';
import { fieldList, indent, textTable } from './text-table.ts';
import { DATA_MATCHES, describePerformance, describeWindow, NEXT_STEP, whyNothing } from './words.ts';

/** The most features in a text; the JSON result has all of them. */
const SHOWN_FEATURES = 15;
const SHOWN_REASONS = 40;
const SHOWN_SEGMENTS = 5;
const MAX_LINE = 300;

/**
 * A check's result for a terminal: the verdict first, then its basis.
 *
 * @param width columns of the terminal @default - lines are not wrapped
 */
export function checkText(result: CheckResult, width: number = Number.POSITIVE_INFINITY): string {
  const { window, drift, predictionDrift } = result;
  const inner = width - 2;
  const sections = [
    fieldList(verdictFields(result), inner),
    driftText('feature', drift, inner),
    driftText('prediction', predictionDrift, inner),
    performanceText(result, inner),
    rejectionText(windowRejections(result.data.rejected), inner),
    repeatText(result.data, inner),
    labelRejectionText(result, inner),
  ];
  const title = printable(`${result.monitor}  ${result.kind} check  ${describeWindow(window)}`, MAX_LINE);
  return [
    wrapText(title, width).join('\n'),
    ...sections.filter((section) => section !== '').map((section) => indent(section)),
  ].join('\n\n');
}

function verdictFields(result: CheckResult): [string, string][] {
  const { verdict, data, quality, baseline, labels, kind } = result;
  const fields: [string, string][] = [
    [
      'data matches',
      [DATA_MATCHES[verdict.dataMatches], sourceOfMismatch(result)].filter((part) => part !== null).join(', '),
    ],
    ['performance', describePerformance(verdict, kind)],
    ['next step', NEXT_STEP[verdict.nextStep]],
  ];
  const hidden = verdict.reasons.length - SHOWN_REASONS;
  const reasons = verdict.reasons.slice(0, SHOWN_REASONS);
  if (hidden > 0) reasons.push(`and ${formatCount(hidden)} more`);
  reasons.forEach((reason, i) => {
    fields.push([i === 0 ? 'because' : '', reason]);
  });
  const learning = describeLearning(result);
  if (learning !== null) fields.push(['usual movement', learning]);
  const normal = summarizeNormals(result.newNormals);
  if (normal !== null) fields.push(['new normal', normal]);
  fields.push(['read', describeReading(data)]);
  // A breach is among the reasons.
  const rows = quality.find(({ check, breached }) => check === 'row_count' && !breached);
  if (rows !== undefined) fields.push(['rows', rows.message]);
  const built = baseline === null ? 'not built yet' : `${baseline.id}, ${countOf(baseline.rows, 'row')}`;
  fields.push(['baseline', built]);
  if (kind === 'accuracy' && labels !== null) {
    fields.push(['labels', describeLabels(labels)]);
    const unused = listUnused(labels);
    if (unused.length > 0) fields.push(['not used', unused.join(', ')]);
  }
  return fields;
}

/** The label records that cannot be read, with their places. */
function labelRejectionText({ labels }: CheckResult, width: number): string {
  return labels === null ? '' : rejectionText(labels.reading.rejected, width, 'label records');
}

/**
 * What was read for the window, and what does not count. Neighbouring hours are read too, because files can arrive
 * late.
 */
export function describeReading(data: CheckResult['data']): string {
  const { rows, rowsOutsideWindow, objects, rejected, repeats } = data;
  const conflicts = countedConflicts(data);
  const parts = [
    `${countOf(rows, 'row')} in ${countOf(objects, 'file')}`,
    rowsOutsideWindow > 0 && `${formatCount(rowsOutsideWindow)} more outside the window`,
    repeats > 0 && `${countOf(repeats, 'repeat')} left out`,
    conflicts > 0 && `${countOf(conflicts, 'conflict')} (same id, other content) counted`,
    describeRejected(data),
    rejected.outsideWindow > 0 && `${formatCount(rejected.outsideWindow)} more rejected outside the window`,
  ];
  return parts.filter((part) => part !== false).join(', ');
}

/** `3 of 403 records rejected (0.74 %)`: of the window's records, each counted once. */
function describeRejected({ used, rejected }: CheckResult['data']): string {
  const { inWindow, share } = rejected;
  if (inWindow === 0) return 'nothing rejected';
  return `${formatCount(inWindow)} of ${countOf(used + inWindow, 'record')} rejected (${formatShare(share)})`;
}

/** How many of the window's labels have arrived. */
export function describeLabels(labels: NonNullable<CheckResult['labels']>): string {
  const { labelled, predictions, coverage, settled } = labels;
  if (predictions === 0) return 'there are no predictions to label';
  const come = `${formatCount(labelled)} of ${countOf(predictions, 'prediction')} (${formatShare(coverage)})`;
  return `${come}, ${settled ? 'no more labels are expected' : 'more labels may arrive'}`;
}

function driftText(subject: string, drift: DriftResult | null, width: number): string {
  if (drift === null || drift.features.length === 0) return '';
  const { table, hidden } = driftTable(subject, drift.features, { shown: SHOWN_FEATURES, width });
  return hidden > 0 ? `${table}\nand ${formatCount(hidden)} more in the result (--json)` : table;
}

function performanceText({ performance, limits, segments, verdict }: CheckResult, width: number): string {
  if (performance === null) return '';
  // The reasons say it of a model that is worse.
  const lacksLimit = worseWithoutLimit(verdict.performance, limits, null) !== null;
  const limitLines = limits.map((limit) => printable(`${limit.purpose} when ${describeLimit(limit)}`, MAX_LINE));
  // The verdict above gives the reason.
  const metrics = whyNothing(performance, verdict) === null ? metricTable(performance.metrics, width) : '';
  if (limits.length === 0 && performance.rows > 0 && verdict.performance.metric !== null && !lacksLimit)
    limitLines.push(describeNoLimit(verdict.performance.metric));
  return [metrics, limitLines.join('\n'), segmentText(segments, width)].filter((part) => part !== '').join('\n\n');
}

function segmentText(segments: CheckResult['segments'], width: number): string {
  const measured = segments.filter(({ metric }) => metric !== null).slice(0, SHOWN_SEGMENTS);
  if (measured.length === 0) return '';
  return textTable(
    [
      { title: 'worst segments', wrap: true },
      { title: 'value (95 % interval)', wrap: true },
      { title: 'rows', align: 'right' },
      { title: '' },
    ],
    measured.map(({ feature, value, metric, rows, worse }) => [
      `${printable(feature)} = ${value === null ? '(missing)' : printable(value)}`,
      formatEstimate(metric!),
      formatCount(rows),
      worse ? 'WORSE than overall' : '',
    ]),
    width,
  );
}

import type { CheckResult, DriftResult } from '../result/schema.ts';
import { printable } from '../text/printable.ts';
import { formatCount, formatInterval, formatProbability, formatShare, formatValue } from './numbers.ts';
import { textTable } from './text-table.ts';
import { COMPARED, DATA_MATCHES, NEXT_STEP } from './words.ts';

/** Features shown in a text; the JSON result has all of them. */
const SHOWN_FEATURES = 15;
const SHOWN_REJECTIONS = 5;

/** A check's result for a terminal: the verdict first, then what it rests on. */
export function checkText(result: CheckResult): string {
  const { window } = result;
  const sections = [
    `${result.monitor}  ${result.kind} check  ${window.name}  (${window.start} to ${window.end})`,
    verdictText(result),
    qualityText(result),
    driftText('feature', result.drift),
    driftText('prediction', result.predictionDrift),
    performanceText(result),
    rejectionText(result),
  ];
  return sections.filter((section) => section !== '').join('\n\n');
}

function verdictText({ verdict, data, baseline, labels, kind }: CheckResult): string {
  const { performance } = verdict;
  const metric =
    performance.metric === null || performance.value === null
      ? 'not known'
      : `${performance.metric} ${formatInterval(performance.value, performance.lower, performance.upper)}: ${COMPARED[performance.comparedWithBaseline]}`;
  const lines = [
    `data matches  ${DATA_MATCHES[verdict.dataMatches]}`,
    `performance   ${metric}`,
    `next step     ${NEXT_STEP[verdict.nextStep]}`,
    ...verdict.reasons.map((reason, i) => `${i === 0 ? 'because' : '       '}       ${printable(reason, 200)}`),
    `read          ${formatCount(data.rows)} rows of ${formatCount(data.records)} records in ${formatCount(data.objects)} files; ${formatCount(data.rejected.records)} rejected (${formatShare(data.rejected.share)})`,
    `baseline      ${baseline.id}, ${formatCount(baseline.rows)} rows`,
  ];
  if (kind === 'accuracy' && labels !== null) {
    const more = labels.settled ? 'no more are expected' : 'more may come';
    lines.push(
      `labels        ${formatCount(labels.labelled)} of ${formatCount(labels.predictions)} predictions (${formatShare(labels.coverage)}); ${more}`,
    );
  }
  return lines.map((line) => `  ${line}`).join('\n');
}

function qualityText({ quality }: CheckResult): string {
  const breached = quality.filter((finding) => finding.breached);
  if (breached.length === 0) return '';
  return ['  broken data', ...breached.map((finding) => `  - ${printable(finding.message, 200)}`)].join('\n');
}

/** The drift table, most conspicuous features first. */
export function driftText(subject: string, drift: DriftResult | null): string {
  if (drift === null || drift.features.length === 0) return '';
  const features = [...drift.features].sort((a, b) => Number(b.drifted) - Number(a.drifted) || effect(b) - effect(a));
  const table = textTable(
    [
      { title: subject, maxWidth: 32 },
      { title: 'distance', align: 'right' },
      { title: 'limit', align: 'right' },
      { title: 'method' },
      { title: 'p (adjusted)', align: 'right' },
      { title: 'rows', align: 'right' },
      { title: '' },
    ],
    features
      .slice(0, SHOWN_FEATURES)
      .map((feature) => [
        feature.name,
        formatValue(feature.distance),
        formatValue(feature.limit),
        feature.method,
        formatProbability(feature.adjustedPValue),
        formatCount(feature.windowRows),
        feature.drifted ? 'DRIFTED' : (feature.reason ?? ''),
      ]),
  );
  const hidden = features.length - SHOWN_FEATURES;
  return indent(hidden > 0 ? `${table}\nand ${formatCount(hidden)} more` : table);
}

function effect(feature: DriftResult['features'][number]): number {
  return feature.distance === null ? -1 : feature.distance / feature.limit;
}

function performanceText({ performance, limits, segments }: CheckResult): string {
  if (performance === null) return '';
  const metrics = textTable(
    [
      { title: 'metric' },
      { title: 'value', align: 'right' },
      { title: '95 % interval' },
      { title: 'rows', align: 'right' },
    ],
    Object.entries(performance.metrics).map(([name, metric]) => [
      name,
      formatValue(metric.value),
      metric.lower === null ? (metric.reason ?? '') : `${formatValue(metric.lower)} to ${formatValue(metric.upper)}`,
      formatCount(metric.rows),
    ]),
  );
  const limitLines = limits.map((limit) => {
    const standing =
      limit.met === null
        ? 'not enough data'
        : limit.met
          ? `met, ${limit.streak} of ${limit.windows} windows`
          : 'not met';
    return `${limit.purpose} when ${limit.text}: ${standing}`;
  });
  const segmentLines = segments
    .filter((segment) => segment.metric !== null)
    .slice(0, SHOWN_REJECTIONS)
    .map(
      ({ feature, value, metric, rows }) =>
        `${printable(feature)} ${printable(value)}: ${formatInterval(metric!.value, metric!.lower, metric!.upper)}, ${formatCount(rows)} rows`,
    );
  return [metrics, limitLines.join('\n'), segmentLines.length === 0 ? '' : `worst segments\n${segmentLines.join('\n')}`]
    .filter((part) => part !== '')
    .map(indent)
    .join('\n\n');
}

function rejectionText({ data }: CheckResult): string {
  const { samples, byReason } = data.rejected;
  if (byReason.length === 0) return '';
  const counts = byReason.map(({ reason, count }) => `${reason}: ${formatCount(count)}`).join(', ');
  const lines = samples
    .slice(0, SHOWN_REJECTIONS)
    .map(
      ({ uri, line, reason, excerpt }) =>
        `${printable(uri, 120)}${line === null ? '' : `:${line}`}  ${reason}  ${printable(excerpt, 80)}`,
    );
  return indent([`rejected  ${counts}`, ...lines].join('\n'));
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}

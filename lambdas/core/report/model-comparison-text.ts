import type { Comparison, JudgeDecision } from '../judge/schema.ts';
import { defang } from '../text/defang.ts';
import { countOf, formatCount, formatMeasure, formatProbability, formatRange, formatValue } from '../text/numbers.ts';
import { quoted } from '../text/quoted.ts';
import { fieldList, indent, type TextColumn, textTable } from './text-table.ts';

/** Segments shown; the JSON has all. */
const SHOWN_SEGMENTS = 20;

const JUDGE_DECISION: Readonly<Record<JudgeDecision, string>> = {
  promote: 'the candidate is better',
  'keep-live': 'the live model stays',
  'not-enough-data': 'not enough data, the live model stays',
};

/** One line for a message: the decision and its first reason. */
export function modelComparisonTitle({ decision, reasons }: Comparison): string {
  return `${JUDGE_DECISION[decision]}: ${reasons[0]}`;
}

/** A judgement, for a terminal or a message. */
export function modelComparisonText(comparison: Comparison, width: number = Number.POSITIVE_INFINITY): string {
  const { reasons, segments } = comparison;
  const blocks = [
    modelComparisonTitle(comparison),
    reasons
      .slice(1)
      .map((reason) => `- ${reason}`)
      .join('\n'),
    fieldList(fieldsOf(comparison), width - 2),
    metricsTable(comparison, width - 2),
    segmentsTable(segments, width - 2),
  ];
  const [title, ...others] = blocks.filter((block) => block !== '');
  return `${[title, ...others.map((block) => indent(block))].join('\n\n')}\n`;
}

function fieldsOf({ deciding, rows, settings, floor }: Comparison): [string, string][] {
  const { difference, reason, better } = deciding;
  const { margin, minimumRows, minimumSegmentRows, maxSegmentLoss } = settings;
  const best = better === 'zero' ? 'the nearer to zero the better' : `${better} is better`;
  const needed = `${formatCount(minimumRows)} needed`;
  const fields: [string, string][] = [
    ['rows', `${formatCount(rows)} (${needed})`],
    ['decided by', `${deciding.metric}, ${best}, by at least ${formatValue(margin)}`],
    ['difference', difference === null ? (reason ?? '-') : describeDifference(difference)],
  ];
  if (floor.length > 0) fields.push(['floor', floor.map(describeFloor).join('; ')]);
  if (settings.segments.length > 0) {
    const loss =
      maxSegmentLoss === 0 ? 'must not be worse' : `must not be worse by more than ${formatValue(maxSegmentLoss)}`;
    const allowed = `${loss} beyond chance, in segments of at least ${countOf(minimumSegmentRows, 'row')}`;
    fields.push(['segments', `${settings.segments.map(quoted).join(', ')}: ${allowed}`]);
  }
  return fields;
}

/** Candidate minus live model, with its own sign: a lower log loss has a negative one. */
function describeDifference({ value, lower, upper, pValue, test }: NonNullable<Comparison['deciding']['difference']>) {
  return `${formatMeasure(value)} (${formatRange(lower, upper, value)}), p ${formatProbability(pValue)}, ${test}`;
}

function describeFloor({ text, value, met }: Comparison['floor'][number]): string {
  return `refused if ${text}: ${met === null ? 'not known' : met ? 'refused' : 'passed'} (${formatValue(value)})`;
}

function metricsTable({ metrics }: Comparison, width: number): string {
  const columns: TextColumn[] = [
    { title: 'metric' },
    { title: 'candidate', align: 'right' },
    { title: '95 % interval', wrap: true },
    { title: 'live', align: 'right' },
    { title: '95 % interval', wrap: true },
  ];
  const rows = Object.entries(metrics).map(([name, { candidate, live }]) => [
    name,
    ...cells(candidate),
    ...cells(live),
  ]);
  return textTable(columns, rows, width);
}

function cells({ value, lower, upper, reason }: Comparison['deciding']['live']): [string, string] {
  const known = value !== null && lower !== null && upper !== null;
  return [formatMeasure(value), known ? formatRange(lower, upper, value) : (reason ?? '')];
}

function segmentsTable({ compared, tooSmall }: Comparison['segments'], width: number): string {
  const small =
    tooSmall.segments === 0
      ? ''
      : `${countOf(tooSmall.segments, 'segment')} too small to be judged (${countOf(tooSmall.rows, 'row')})`;
  if (compared.length === 0) return small;
  const columns: TextColumn[] = [
    { title: 'segment', wrap: true },
    { title: 'rows', align: 'right' },
    { title: 'candidate', align: 'right' },
    { title: 'live', align: 'right' },
    { title: 'difference', wrap: true },
    { title: 'p adjusted', align: 'right' },
    { title: '' },
  ];
  const rows = compared
    .slice(0, SHOWN_SEGMENTS)
    .map(({ feature, value, rows, candidate, live, difference, reason, adjustedPValue, blocks }) => [
      `${quoted(feature)} = ${value === null ? '(no value)' : defang(value)}`,
      formatCount(rows),
      formatMeasure(candidate.value),
      formatMeasure(live.value),
      difference === null
        ? (reason ?? '-')
        : `${formatMeasure(difference.value)} (${formatRange(difference.lower, difference.upper, difference.value)})`,
      formatProbability(adjustedPValue),
      blocks ? 'worse' : '',
    ]);
  const more = compared.length - SHOWN_SEGMENTS;
  return [textTable(columns, rows, width), more > 0 ? `and ${formatCount(more)} more` : '', small]
    .filter((line) => line !== '')
    .join('\n');
}

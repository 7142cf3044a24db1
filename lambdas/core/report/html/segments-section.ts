import type { CheckResult } from '../../result/schema.ts';
import { formatCount, formatMeasure, formatRange, withoutInterval } from '../../text/numbers.ts';
import { intervalBar } from './drawings.ts';
import { type Content, type Html, html } from './html.ts';
import { section, table } from './html-table.ts';

const SHOWN = 50;

type Segment = CheckResult['segments'][number];

/** The primary metric by segment, worst first, each against the whole. */
export function segmentsSection({ segments, verdict }: CheckResult): Html | null {
  const measured = segments.filter(({ metric }) => metric !== null && metric.value !== null);
  if (measured.length === 0) return null;
  const shown = measured.slice(0, SHOWN);
  const whole = verdict.performance.value;
  const ends = shown.flatMap(({ metric }) => [metric!.lower, metric!.upper, whole]).filter((end) => end !== null);
  const axis = { from: Math.min(...ends), to: Math.max(...ends), whole };
  return section(
    'Segments',
    table(
      `${verdict.performance.metric ?? 'the metric'} by segment, worst first; the line is the overall value`,
      [
        { title: 'segment' },
        { title: 'against overall' },
        { title: 'value', number: true },
        { title: '95 % interval', number: true },
        { title: 'rows', number: true },
      ],
      shown.map((segment) => row(segment, axis)),
      measured.length - shown.length,
    ),
  );
}

function row(
  { feature, value: name, metric, rows, worse }: Segment,
  { from, to, whole }: { readonly from: number; readonly to: number; readonly whole: number | null },
): Content[] {
  const { value, lower, upper, reason } = metric!;
  const known = value !== null && lower !== null && upper !== null;
  return [
    [
      `${feature} = ${name ?? '(missing)'}`,
      worse && html` <strong class="bad">WORSE than overall</strong>`,
      reason !== undefined && html` <span class="dim">${withoutInterval(reason)}</span>`,
    ],
    known && whole !== null && intervalBar({ lower, upper, value }, { from, to, whole }, worse),
    formatMeasure(value),
    known ? formatRange(lower, upper, value) : '',
    formatCount(rows),
  ];
}

import { condense, loopRows, loopTable } from '../report/loop-table.ts';
import { textTable } from '../report/text-table.ts';
import { INCIDENT } from '../report/words.ts';
import { formatDuration } from '../text/durations.ts';
import { countOf, formatCount, formatValue } from '../text/numbers.ts';
import { printable } from '../text/printable.ts';
import { formatMinute } from '../text/times.ts';
import type { Assessment, BadPeriod, Detection } from './assess.ts';
import type { Replayed } from './replayed.ts';
import { isKnown, type SuggestedLimit } from './suggest-limit.ts';

/** A variant of the monitor, with what it would have done. */
export interface BacktestedVariant {
  /** `the current file`, or the settings that were changed. */
  readonly name: string;
  readonly replayed: Replayed;
  readonly assessment: Assessment;
}

/** A backtest as text: a table with a column for each variant, then what each would have shown and sent. */
export function backtestText(
  variants: readonly BacktestedVariant[],
  windows: number,
  bad: readonly BadPeriod[],
  width: number = Number.POSITIVE_INFINITY,
): string {
  const [{ replayed }] = variants;
  const title = `${replayed.monitor.name}: ${countOf(windows, 'window')} replayed`;
  const cells = countRows(variants, bad).map(({ name, isPart, cells }) => [isPart ? `  ${name}` : name, ...cells]);
  const table = textTable(
    [{ title: '' }, ...variants.map(({ name }) => ({ title: name, maxWidth: 60, wrap: true }))],
    cells,
    width,
  );
  return `${[title, '', table, ...variants.map((variant) => storyOf(variant, variants.length > 1, width))].join('\n')}\n`;
}

/** A line of the table that compares variants. */
interface CountRow {
  readonly name: string;
  /** Whether it counts a part of the line above it. */
  readonly isPart: boolean;
  /** One for each variant. */
  readonly cells: readonly string[];
}

/** What the variants would have sent, in numbers. */
export function countRows(variants: readonly BacktestedVariant[], bad: readonly BadPeriod[]): CountRow[] {
  const row = (name: string, cell: (assessment: Assessment) => string, isPart = false) => ({
    name,
    isPart,
    cells: variants.map(({ assessment }) => cell(assessment)),
  });
  const kinds = new Set(
    variants.flatMap(({ assessment }) => Object.keys(assessment.byKind) as (keyof typeof INCIDENT)[]),
  );
  return [
    row('alerts of new incidents', ({ opened }) => formatCount(opened)),
    ...[...kinds].map((kind) => row(INCIDENT[kind], ({ byKind }) => formatCount(byKind[kind] ?? 0), true)),
    ...(variants.some(({ assessment }) => assessment.newFindings > 0)
      ? [row('alerts of new findings', ({ newFindings }) => formatCount(newFindings))]
      : []),
    row('reminders and ends', ({ others }) => formatCount(others)),
    row('retrainings requested', ({ requests }) => formatCount(requests.length)),
    ...(bad.length === 0
      ? []
      : [
          row('false alerts', ({ falseAlerts }) => formatCount(falseAlerts ?? 0)),
          row('false alerts a year', ({ falseAlertsAYear }) =>
            falseAlertsAYear === null ? '' : falseAlertsAYear.toFixed(1),
          ),
        ]),
    ...bad.map(({ name }, i) => row(`found: ${name}`, ({ detections }) => describeDetection(detections[i]))),
  ];
}

/** `after 1 day 6 hours`, `no`, or `no, only reminders of older incidents`. */
export function describeDetection({ after, onlyReminders }: Detection): string {
  if (after !== null) return `after ${formatDuration(after)}`;
  return onlyReminders ? 'no, only reminders of older incidents' : 'no';
}

/** The suggested limit in one sentence, as it would stand in the monitor file. */
export function describeSuggestion(suggested: SuggestedLimit | null): string {
  if (suggested === null) return 'no limit can be suggested: nothing was measured, or the metric is best at zero';
  const { when, windows, incidents, aYear, wanted, measured, needed, leastAYear } = suggested;
  const rests = countOf(measured, 'measured window');
  if (!isKnown(suggested)) {
    return `no limit can be suggested that ${wanted === 1 ? '1 window a year passes' : `${formatValue(wanted)} windows a year pass`}: that needs ${countOf(needed!, 'measured window')}, and there are ${formatCount(measured)}; of windows like these, about ${formatValue(Math.round(leastAYear))} a year will be worse than the worst of them`;
  }
  const passed = `${countOf(windows, 'window')} in ${countOf(incidents, 'incident')}, ${aYear.toFixed(1)} windows a year`;
  return `suggested from ${rests}: { when: ${when}, literal: true } would have been passed by ${passed}`;
}

function storyOf({ name, replayed, assessment }: BacktestedVariant, isNamed: boolean, width: number): string {
  const { alerts, drift, accuracy } = replayed;
  const sent = alerts.map(({ at, alert }) => `${formatMinute(at)}  ${printable(alert.title, 200)}`);
  const requested = assessment.requests.map(
    ({ at, since, limit }) =>
      `${formatMinute(at)}  retraining requested since window ${since}: ${printable(limit, 200)}`,
  );
  return [
    '',
    ...(isNamed ? [`With ${name}:`, ''] : []),
    loopTable(condense(loopRows(drift, accuracy)), width),
    '',
    ...(sent.length === 0 ? ['no alerts'] : sent),
    ...requested,
  ].join('\n');
}

import { condense, loopRows, loopTable } from '../report/loop-table.ts';
import { textTable } from '../report/text-table.ts';
import { INCIDENT } from '../report/words.ts';
import { formatDuration } from '../text/durations.ts';
import { countOf, formatCount } from '../text/numbers.ts';
import { printable } from '../text/printable.ts';
import type { Assessment, BadPeriod } from './assess.ts';
import type { Replayed } from './replay.ts';

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
  const cells = numbersOf(variants, bad);
  const table = textTable(
    [{ title: '' }, ...variants.map(({ name }) => ({ title: name, maxWidth: 60, wrap: true }))],
    cells,
    width,
  );
  return `${[title, '', table, ...variants.map((variant) => storyOf(variant, variants.length > 1, width))].join('\n')}\n`;
}

function numbersOf(variants: readonly BacktestedVariant[], bad: readonly BadPeriod[]): string[][] {
  const row = (name: string, cell: (assessment: Assessment) => string) => [
    name,
    ...variants.map(({ assessment }) => cell(assessment)),
  ];
  const kinds = new Set(
    variants.flatMap(({ assessment }) => Object.keys(assessment.byKind) as (keyof typeof INCIDENT)[]),
  );
  return [
    row('alerts of new incidents', ({ opened }) => formatCount(opened)),
    ...[...kinds].map((kind) => row(`  ${INCIDENT[kind]}`, ({ byKind }) => formatCount(byKind[kind] ?? 0))),
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
    ...bad.map(({ name }, i) =>
      row(`found: ${name}`, ({ detections }) => {
        const { after } = detections[i];
        return after === null ? 'no' : `after ${formatDuration(after)}`;
      }),
    ),
  ];
}

function storyOf({ name, replayed, assessment }: BacktestedVariant, isNamed: boolean, width: number): string {
  const { alerts, drift, accuracy } = replayed;
  const sent = alerts.map(
    ({ at, alert }) => `${new Date(at).toISOString().slice(0, 16)}Z  ${printable(alert.title, 200)}`,
  );
  const requested = assessment.requests.map(
    ({ since, limit }) => `retraining requested since window ${since}: ${printable(limit, 200)}`,
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

import { type Html, html } from '../../report/html/html.ts';
import { list, section, table } from '../../report/html/html-table.ts';
import { hasTimeLine, timeLineChart } from '../../report/html/time-line-chart.ts';
import { timeLineNumbers, timeLineWords } from '../../report/html/time-line-section.ts';
import { condense, loopCells, loopRows } from '../../report/loop-table.ts';
import { type TimeLine, type TimeMark, timeMarks } from '../../report/time-line.ts';
import { countOf, formatCount } from '../../text/numbers.ts';
import { formatMinute } from '../../text/times.ts';
import type { BadPeriod } from '../assess.ts';
import type { BacktestedVariant } from '../backtest-text.ts';
import type { Replayed } from '../replayed.ts';
import { joinNeighbours, pointsOf } from './variant-points.ts';

/** Points of a time line: as many as its width can show. */
const MOST_POINTS = 400;
/** Alerts and steps that a page lists. */
const MOST_LINES = 500;

/**
 * What one variant would have sent: its time line, its alerts and requests, and how its windows were judged.
 *
 * @param until End of the time lines of all variants, milliseconds since the epoch.
 */
export function variantSection(
  { name, replayed }: BacktestedVariant,
  bad: readonly BadPeriod[],
  until: number,
): Html | null {
  return section(
    capital(name),
    timeLine(replayed, bad, until),
    sentTable(name, replayed),
    windowsTable(name, replayed),
  );
}

/** When the last window begins, or the last message would have been sent; milliseconds since the epoch. */
export function endOf(replayed: Replayed): number {
  const starts = [...replayed.drift, ...replayed.accuracy].map((row) => Date.parse(row.window_start));
  return Math.max(
    starts.reduce((last, start) => Math.max(last, start), 0),
    momentsOf(replayed).at(-1)?.from ?? 0,
  );
}

function timeLine(replayed: Replayed, bad: readonly BadPeriod[], until: number): Html | null {
  const { monitor, drift, accuracy, incidents } = replayed;
  const { primaryMetric: metric, alert, retrain } = monitor.performance;
  const all = pointsOf(drift, accuracy, metric);
  const spans = all.length === 0 ? [] : timeMarks(all, { incidents: [...incidents], retrainings: [], model: null });
  const { points, each } = joinNeighbours(all, MOST_POINTS);
  const line: TimeLine = {
    points,
    metric,
    limits: [...new Set([...alert, ...retrain].filter((limit) => limit.metric === metric).map(({ value }) => value))],
    marks: [...spans, ...momentsOf(replayed)],
    until,
    shaded: bad,
  };
  if (!hasTimeLine(line)) return null;
  const words = [
    timeLineWords(line),
    each > 1 && `Each point stands for ${formatCount(each)} windows: the mean of their values.`,
    'A: an alert, R: a requested retraining, when they would have been sent.',
    bad.length > 0 && 'Shaded: known to be bad.',
  ];
  return html`${timeLineChart(monitor.name, line)}<p class="dim">${words.filter((text) => text !== false).join(' ')}</p>
${list(spans.slice(0, MOST_LINES).map(({ text }) => text))}<details><summary>Numbers</summary>${timeLineNumbers(monitor.name, line)}</details>
`;
}

function momentsOf({ alerts, requests }: Replayed): TimeMark[] {
  return [
    ...alerts.map(({ at, alert }) => ({ letter: 'A', from: at, text: alert.title })),
    ...requests.map(({ at, since, limit }) => ({ letter: 'R', from: at, text: requestText(since, limit) })),
  ].sort((a, b) => a.from - b.from);
}

function requestText(since: string, limit: string): string {
  return `retraining requested since window ${since}: ${limit}`;
}

function sentTable(name: string, replayed: Replayed): Html {
  const sent = momentsOf(replayed);
  if (sent.length === 0) return html`<p>No alert, no request for a retraining.</p>\n`;
  return table(
    `What would have been sent: ${name}`,
    [{ title: 'when' }, { title: 'what' }],
    sent.slice(0, MOST_LINES).map(({ from, text }) => [formatMinute(from), text]),
    Math.max(0, sent.length - MOST_LINES),
  );
}

function windowsTable(name: string, { drift, accuracy }: Replayed): Html {
  const rows = condense(loopRows(drift, accuracy));
  const cells = rows.slice(-MOST_LINES).map((row) => loopCells(row).slice(1));
  const left = rows.length - cells.length;
  return html`<details><summary>How ${countOf(new Set([...drift, ...accuracy].map(({ window }) => window)).size, 'window')} would have been judged</summary>
${left > 0 && html`<p class="dim">The last ${formatCount(MOST_LINES)} lines; the terminal prints all.</p>\n`}${table(
  `Windows: ${name}`,
  [
    { title: 'window' },
    { title: 'data matches' },
    { title: 'performance (vs baseline)' },
    { title: 'next step' },
    { title: 'why' },
  ],
  cells,
)}</details>
`;
}

function capital(text: string): string {
  return text.startsWith('the ') ? `T${text.slice(1)}` : `With ${text}`;
}

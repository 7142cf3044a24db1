import type { RetrainingRequest } from '../../decision/retraining/state.ts';
import type { HistoryRow } from '../../history/row.ts';
import type { Incident } from '../../result/incident.ts';
import { reportKey } from '../../result/keys.ts';
import { countOf } from '../../text/numbers.ts';
import { formatMinute } from '../../text/times.ts';
import { describeIncident } from '../incident-text.ts';
import type { RetrainingSummary } from '../retraining-row.ts';
import { DATA_MATCHES, NEXT_STEP } from '../words.ts';
import { htmlDocument } from './document.ts';
import { type Html, html } from './html.ts';
import { list } from './html-table.ts';
import { describeMetric, metricChart } from './metric-chart.ts';
import { STEPS } from './verdict-section.ts';

/** A monitor as the page shows it. */
export interface ShownMonitor {
  readonly monitor: string;
  readonly baseline: string | null;
  /** Those that are open. */
  readonly incidents: readonly Incident[];
  readonly retraining: Pick<RetrainingRequest, 'since' | 'limit'> | null;
  readonly standing: string | null;
  readonly retrainings: readonly RetrainingSummary[];
  /** The last windows, oldest first. */
  readonly drift: readonly HistoryRow[];
  readonly accuracy: readonly HistoryRow[];
}

export interface OverviewOptions {
  /** When the page is made, milliseconds since the epoch. */
  readonly now: number;
  readonly version: string;
  /** Monitors whose files or states cannot be read, and why. @default none */
  readonly unreadable?: readonly string[];
  /** The address of a stored page by its key. @default - nothing is linked */
  readonly linkTo?: ((key: string) => string) | undefined;
}

/** All monitors on one page: their states, time lines, incidents and retrainings, with links to the pages of their checks. */
export function overviewPage(monitors: readonly ShownMonitor[], options: OverviewOptions): string {
  const sorted = [...monitors].sort((a, b) => urgencyOf(a) - urgencyOf(b) || (a.monitor < b.monitor ? -1 : 1));
  const open = monitors.filter(({ incidents }) => incidents.length > 0).length;
  const { unreadable = [] } = options;
  const isWell = open + unreadable.length === 0;
  const title = isWell
    ? 'All monitors are quiet'
    : `${open + unreadable.length} of ${countOf(monitors.length + unreadable.length, 'monitor needs', 'monitors need')} attention`;
  return htmlDocument({
    title,
    header: html`<p class="dim">monitors</p>
<h1 class="${isWell ? 'good' : 'bad'}">${title}</h1>
<p class="dim">${countOf(monitors.length, 'monitor')}, made ${formatMinute(options.now)} by Driftwarden ${options.version}</p>
`,
    main: [
      unreadable.map((text) => html`<p class="bad">${text}</p>\n`),
      monitors.length > 1 && contents(sorted),
      sorted.map((monitor) => monitorSection(monitor, options)),
    ],
  });
}

/** Open incidents first: the more kinds, the sooner; then monitors that were never checked. */
function urgencyOf({ incidents, drift, accuracy }: ShownMonitor): number {
  if (incidents.length > 0) return -1 - incidents.length;
  return drift.length + accuracy.length === 0 ? 0 : 1;
}

function contents(monitors: readonly ShownMonitor[]): Html {
  const rows = monitors.map((shown) => {
    const { monitor, incidents, drift, accuracy } = shown;
    const measured = accuracy.findLast(({ metric_value }) => metric_value !== null);
    return html`<tr><th scope="row"><a href="#${encodeURIComponent(monitor.toWellFormed())}">${monitor}</a></th><td>${countOpen(incidents.length)}</td><td>${dataMatches(drift.at(-1))}</td><td>${describeMetric(measured)}</td><td>${drift.at(-1)?.window ?? 'never'}</td></tr>
`;
  });
  return html`<div class="wide" tabindex="0"><table>
<thead><tr><th scope="col">monitor</th><th scope="col">incidents</th><th scope="col">data matches</th><th scope="col">performance</th><th scope="col">last window</th></tr></thead>
<tbody>
${rows}</tbody></table></div>
`;
}

function countOpen(count: number): Html {
  return count === 0 ? html`<span class="good">none</span>` : html`<strong class="bad">${count} open</strong>`;
}

function dataMatches(row: HistoryRow | undefined): Html {
  if (row === undefined) return html`<span class="dim">not known</span>`;
  const tone = { yes: 'good', no: 'bad', unknown: 'dim' }[row.data_matches];
  return html`<span class="${tone}">${DATA_MATCHES[row.data_matches]}</span>`;
}

function monitorSection(shown: ShownMonitor, { linkTo }: OverviewOptions): Html {
  const { monitor, baseline, incidents, retraining, standing, retrainings, drift, accuracy } = shown;
  const open = incidents.map((incident) => {
    const kind = incident.kind === 'performance' || incident.kind === 'no-labels' ? 'accuracy' : 'drift';
    return html`${describeIncident(incident)}${link(reportKey(monitor, kind, incident.lastWindow), 'report', linkTo)}`;
  });
  const requested =
    retraining &&
    html`<p>Retraining requested since window ${retraining.since}: ${retraining.limit}${standing !== null && html`; ${standing}`}</p>\n`;
  const marks = retrainings.map(({ startedAt, end, message }) => ({
    time: startedAt,
    text: `${formatMinute(startedAt)}: ${end ?? 'retraining'}${message === '' ? '' : `, ${message}`}`,
  }));
  const chart = metricChart(monitor, accuracy, marks);
  const measured = accuracy.findLast(({ metric_value }) => metric_value !== null);
  return html`<section id="${encodeURIComponent(monitor.toWellFormed())}">
<h2>${monitor}${incidents.length > 0 && html`: ${countOpen(incidents.length)}`}</h2>
<p class="dim">baseline ${baseline ?? 'not built yet'}</p>
${list(open)}${requested}${drift.length + accuracy.length === 0 && html`<p>Not checked yet.</p>\n`}${strip('Data', drift, linkTo)}${strip('Performance', accuracy, linkTo)}${
  chart &&
  html`<h3>${describeMetric(measured)}</h3>
${chart}`
}${retrainingList(retrainings)}${windowsTable(drift, accuracy)}</section>
`;
}

/** A mark for each window, which leads to its page. */
function strip(title: string, rows: readonly HistoryRow[], linkTo: OverviewOptions['linkTo']): Html | null {
  if (rows.length === 0) return null;
  const marks = rows.map((row) => {
    const text = `${row.window}: ${NEXT_STEP[row.next_step]}`;
    const tone = row.next_step === 'wait-for-labels' ? 'unknown' : STEPS[row.next_step];
    const address = linkTo?.(reportKey(row.monitor, row.kind, row.window));
    const mark = address === undefined ? html`${text}` : html`<a href="${address}">${text}</a>`;
    return html`<li class="${tone}" title="${text}">${mark}</li>\n`;
  });
  return html`<h3>${title} since ${rows[0].window}</h3>
<ol class="strip">
${marks}</ol>
`;
}

function link(key: string, name: string, linkTo: OverviewOptions['linkTo']): Html | null {
  const address = linkTo?.(key);
  return address === undefined ? null : html` <a href="${address}">${name}</a>`;
}

function retrainingList(runs: readonly RetrainingSummary[]): Html | null {
  const shown = list(
    runs.map(
      (run) =>
        html`${formatMinute(run.startedAt)}: ${run.reason}${run.end !== null && html`; ${run.end}, ${run.message}`}`,
    ),
  );
  return shown && html`<h3>Retrainings</h3>\n${shown}`;
}

/** What the marks and the chart show, as a table. */
function windowsTable(drift: readonly HistoryRow[], accuracy: readonly HistoryRow[]): Html | null {
  const windows = [...new Set([...drift, ...accuracy].map(({ window }) => window))].sort().toReversed();
  if (windows.length === 0) return null;
  const rows = windows.map((window) => {
    const [data, labels] = [drift, accuracy].map((kind) => kind.find((row) => row.window === window));
    const steps = [data, labels].flatMap((row) => (row === undefined ? [] : [NEXT_STEP[row.next_step]]));
    return html`<tr><th scope="row">${window}</th><td>${dataMatches(data)}</td><td>${describeMetric(labels)}</td><td>${[...new Set(steps)].join(', ')}</td><td>${data?.reason ?? labels?.reason ?? ''}</td></tr>
`;
  });
  return html`<details><summary>${countOf(windows.length, 'window')} as a table</summary>
<div class="wide" tabindex="0"><table>
<thead><tr><th scope="col">window</th><th scope="col">data matches</th><th scope="col">performance</th><th scope="col">next step</th><th scope="col">why</th></tr></thead>
<tbody>
${rows}</tbody></table></div>
</details>
`;
}

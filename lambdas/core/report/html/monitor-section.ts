import type { CheckKind } from '../../decision/state.ts';
import { countOf, formatCount, formatEstimate, formatShare } from '../../text/numbers.ts';
import { formatMinute } from '../../text/times.ts';
import { describeIncident } from '../incident-text.ts';
import type { ShownCheck, ShownMonitor } from '../shown-monitor.ts';
import type { TimePoint } from '../time-line.ts';
import { DATA_MATCHES } from '../words.ts';
import { type Html, html } from './html.ts';
import { list } from './html-table.ts';
import { checkLink, type LinkTo } from './overview-links.ts';
import { hasTimeLine } from './time-line-chart.ts';
import { timeLineFigure } from './time-line-section.ts';
import { ABOUT } from './verdict-section.ts';
import { monitorPlace, windowPlace } from './window-place.ts';

/** A monitor on the page over all monitors. */
export function monitorSection(shown: ShownMonitor, linkTo: LinkTo | undefined): Html {
  const { monitor, baseline, incidents, retraining, standing, drift, accuracy, timeLine, noLimit } = shown;
  const open = incidents.map((incident) => {
    const kind = ABOUT.accuracy.includes(incident.kind) ? 'accuracy' : 'drift';
    const page = linkTo && html` ${checkLink(shown, kind, incident.lastWindow, 'report', linkTo, incident.kind)}`;
    return html`${describeIncident(incident)}${page ?? null}`;
  });
  const requested =
    retraining &&
    html`<p>Retraining requested since window ${retraining.since}: ${retraining.limit}${standing !== null && html`; ${standing}`}</p>\n`;
  return html`<section id="${monitorPlace(monitor)}">
<h2>${monitor}${incidents.length > 0 && html`: ${describeOpen(incidents.length)}`}</h2>
<p class="dim">baseline ${baseline ?? 'not built yet'}</p>
${list(open)}${noLimit !== undefined && html`<p><strong class="wait">Worse than the baseline</strong>: ${noLimit}</p>\n`}${requested}${drift.length + accuracy.length === 0 && html`<p>Not checked yet.</p>\n`}${strip('Data', 'drift', shown, linkTo)}${strip('Performance', 'accuracy', shown, linkTo)}${
  hasTimeLine(timeLine) &&
  html`<h3>Time line: ${describeMetric(shown)}</h3>
${timeLineFigure(monitor, timeLine)}`
}${retrainingList(shown)}${windowsTable(shown)}</section>
`;
}

export function describeOpen(count: number): Html {
  return count === 0 ? html`<span class="good">none</span>` : html`<strong class="bad">${count} open</strong>`;
}

export function describesData(check: Pick<ShownCheck, 'dataMatches'> | undefined): Html {
  if (check === undefined) return html`<span class="dim">not known</span>`;
  const tone = { yes: 'good', no: 'bad', unknown: 'dim' }[check.dataMatches];
  return html`<span class="${tone}">${DATA_MATCHES[check.dataMatches]}</span>`;
}

/** The latest value of the metric: `accuracy 0.9300 (0.9125 to 0.9442)`, or that none is known. */
export function describeMetric({ timeLine: { metric, points } }: Pick<ShownMonitor, 'timeLine'>): string {
  const measured = points.findLast(({ value }) => value !== null);
  return measured === undefined ? 'not known' : `${metric} ${formatEstimate(measured)}`;
}

/** A mark for each window, which leads to its page. A window that both checks looked at has its place with the first. */
function strip(title: string, kind: CheckKind, shown: ShownMonitor, linkTo: LinkTo | undefined): Html | null {
  const checks = shown[kind];
  if (checks.length === 0) return null;
  const elsewhere = new Set(kind === 'drift' ? [] : shown.drift.map(({ window }) => window));
  const marks = checks.map(({ window, tone, says }) => {
    const text = `${window}: ${says}`;
    const place = elsewhere.has(window) ? null : html` id="${windowPlace(shown.monitor, window)}"`;
    return html`<li${place} class="${tone}" title="${text}">${checkLink(shown, kind, window, text, linkTo)}</li>\n`;
  });
  return html`<h3>${title} since ${checks[0].window}</h3>
<ol class="strip">
${marks}</ol>
`;
}

function retrainingList({ retrainings }: ShownMonitor): Html | null {
  const shown = list(
    retrainings.map(
      (run) =>
        html`${formatMinute(run.startedAt)}: ${run.reason}${run.end !== null && html`; ${run.end}, ${run.message}`}`,
    ),
  );
  return shown && html`<h3>Retrainings</h3>\n${shown}`;
}

/** What the marks and the chart show, as a table. */
function windowsTable({ drift, accuracy, timeLine }: ShownMonitor): Html | null {
  const windows = new Map([...drift, ...accuracy].map(({ window, start }) => [window, start]));
  if (windows.size === 0) return null;
  const [data, labels] = [drift, accuracy].map((checks) => new Map(checks.map((check) => [check.window, check])));
  const points = new Map(timeLine.points.map((point) => [point.window, point]));
  const newest = [...windows].sort(([, a], [, b]) => b - a).map(([window]) => window);
  const rows = newest.map((window) => tableRow(window, data.get(window), labels.get(window), points.get(window)));
  const metric = timeLine.metric ?? 'performance';
  return html`<details><summary>${countOf(windows.size, 'window')} as a table</summary>
<div class="wide" tabindex="0"><table>
<thead><tr><th scope="col">window</th><th scope="col">data matches</th><th scope="col">drifted features</th><th scope="col">${metric}</th><th scope="col">rows</th><th scope="col">why</th></tr></thead>
<tbody>
${rows}</tbody></table></div>
</details>
`;
}

function tableRow(
  window: string,
  data: ShownCheck | undefined,
  labels: ShownCheck | undefined,
  point: TimePoint | undefined,
): Html {
  const why = [data, labels].flatMap((check) => (check === undefined || check.headline === '' ? [] : [check.headline]));
  return html`<tr><th scope="row">${window}</th><td>${describesData(data)}</td><td>${point === undefined ? '-' : formatShare(point.driftedShare)}</td><td>${point === undefined ? '-' : formatEstimate(point)}</td><td>${point === undefined ? '-' : formatCount(point.rows)}</td><td>${why.join('; ')}</td></tr>
`;
}

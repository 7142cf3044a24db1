import { countOf, formatCount } from '../../text/numbers.ts';
import { formatMinute } from '../../text/times.ts';
import type { ShownMonitor } from '../shown-monitor.ts';
import { htmlDocument } from './document.ts';
import { type Html, html } from './html.ts';
import { describeMetric, describeOpen, describesData, monitorSection } from './monitor-section.ts';
import { checkLink, type LinkTo } from './overview-links.ts';
import { monitorPlace } from './window-place.ts';
import { MARKS } from './windows-section.ts';

/** Monitors that have a section; all are in the table. It keeps the page of a thousand monitors small enough to open. */
const MOST_SECTIONS = 50;

export interface OverviewOptions {
  /** When the page is made, milliseconds since the epoch. */
  readonly now: number;
  /** Version of the software. @default - the page does not say */
  readonly version?: string | undefined;
  /** Monitors whose files or states cannot be read, and why. @default none */
  readonly unreadable?: readonly string[];
  /** Checks that are overdue, and what else keeps monitors from being watched. @default none */
  readonly problems?: readonly string[];
  /** @default - nothing is linked */
  readonly linkTo?: LinkTo | undefined;
}

/** All monitors on one page: their states, time lines, incidents and retrainings, with links to the pages of their checks. */
export function overviewPage(monitors: readonly ShownMonitor[], options: OverviewOptions): string {
  const sorted = [...monitors].sort((a, b) => urgencyOf(a) - urgencyOf(b) || (a.monitor < b.monitor ? -1 : 1));
  const { version, unreadable = [], problems = [], linkTo } = options;
  const { title, tone } = heading(monitors, unreadable.length, problems.length);
  const shown = sorted.slice(0, MOST_SECTIONS);
  return htmlDocument({
    title,
    header: html`<p class="dim">monitors</p>
<h1 class="${tone}">${title}</h1>
<p class="dim">${countOf(monitors.length, 'monitor')}, made ${formatMinute(options.now)} by Driftwarden${version !== undefined && ` ${version}`}</p>
`,
    main: [
      [...unreadable, ...problems].map((text) => html`<p class="bad">${text}</p>\n`),
      monitors.length > 1 && contents(sorted, shown.length, linkTo),
      shown.length < sorted.length &&
        html`<p class="dim">Below are the ${formatCount(shown.length)} monitors at the top of this table.</p>\n`,
      shown.length > 0 && html`<p class="dim">One mark for each check. ${MARKS}</p>\n`,
      shown.map((monitor) => monitorSection(monitor, linkTo)),
    ],
  });
}

function heading(monitors: readonly ShownMonitor[], unreadable: number, problems: number) {
  const open = monitors.filter(({ incidents }) => incidents.length > 0).length + unreadable;
  const all = countOf(monitors.length + unreadable, 'monitor needs', 'monitors need');
  if (open > 0) return { title: `${open} of ${all} attention`, tone: 'bad' };
  if (problems > 0) return { title: countOf(problems, 'problem'), tone: 'bad' };
  const worse = monitors.filter(({ noLimit }) => noLimit !== undefined).length;
  if (worse > 0)
    return { title: `${countOf(worse, 'model is', 'models are')} worse and no limit is set`, tone: 'wait' };
  const unchecked = monitors.filter(isUnchecked).length;
  return unchecked > 0
    ? { title: `${countOf(unchecked, 'monitor')} not checked yet`, tone: 'wait' }
    : { title: 'All monitors are quiet', tone: 'good' };
}

function isUnchecked({ drift, accuracy }: ShownMonitor): boolean {
  return drift.length + accuracy.length === 0;
}

/** Open incidents first: the more kinds, the sooner; then models that are worse without a limit, and monitors that were never checked. */
function urgencyOf(shown: ShownMonitor): number {
  const { incidents, noLimit } = shown;
  if (incidents.length > 0) return -2 - incidents.length;
  if (noLimit !== undefined) return -1;
  return isUnchecked(shown) ? 0 : 1;
}

/** @param sections How many of the monitors have a section below. */
function contents(monitors: readonly ShownMonitor[], sections: number, linkTo: LinkTo | undefined): Html {
  const rows = monitors.map((shown, i) => {
    const { monitor, incidents, drift, accuracy } = shown;
    const name = i < sections ? html`<a href="#${monitorPlace(monitor)}">${monitor}</a>` : monitor;
    const [data, labels] = [drift.at(-1), accuracy.at(-1)];
    return html`<tr><th scope="row">${name}</th><td>${describeOpen(incidents.length)}</td><td>${describesData(data)}</td><td>${describeMetric(shown)}${shown.noLimit !== undefined && html` <strong class="wait">worse, no limit</strong>`}</td><td>${data === undefined ? 'never' : checkLink(shown, 'drift', data.window, data.window, linkTo)}</td><td>${labels === undefined ? 'never' : checkLink(shown, 'accuracy', labels.window, labels.window, linkTo)}</td></tr>
`;
  });
  return html`<div class="wide" tabindex="0" role="region" aria-label="Monitors"><table>
<thead><tr><th scope="col">monitor</th><th scope="col">incidents</th><th scope="col">data matches</th><th scope="col">performance</th><th scope="col">last drift check</th><th scope="col">last accuracy check</th></tr></thead>
<tbody>
${rows}</tbody></table></div>
`;
}

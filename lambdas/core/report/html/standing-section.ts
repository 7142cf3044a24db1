import type { Commands } from '../../alerts.ts';
import type { CheckedWindow } from '../../decision/checked-window.ts';
import { countIncidentWindows } from '../../decision/incident-windows.ts';
import type { Incident } from '../../result/incident.ts';
import { hasEarlierDrift } from '../../result/ranked-drift.ts';
import type { CheckResult } from '../../result/schema.ts';
import { describeAcknowledged, describeSingleWindow, summarizeNormal } from '../incident-text.ts';
import { describeLimit } from '../limit-text.ts';
import { INCIDENT } from '../words.ts';
import { type Html, html } from './html.ts';
import { list, section } from './html-table.ts';
import { ABOUT } from './verdict-section.ts';

export interface MonitorStanding {
  /** The windows on record of this kind of check, oldest first. */
  readonly checkedWindows: readonly CheckedWindow[];
  /** All incidents on record after the check. @default those that are open */
  readonly incidents?: readonly Incident[] | undefined;
  /** Commands to copy. @default the page shows none for incidents */
  readonly commands?: Pick<Commands, 'lookAt' | 'acknowledge' | 'newNormal'> | undefined;
}

/** The open incidents and the requested retraining after this check, with the commands for them. */
export function standingSection(result: CheckResult, standing: MonitorStanding): Html | null {
  const { incidents, retraining, newNormals = [] } = result;
  const open = incidents.map((incident) => {
    const { id, kind, since, lastWindow, acknowledged } = incident;
    const name = ABOUT[result.kind].includes(kind) ? html`<a href="#${kind}">${INCIDENT[kind]}</a>` : INCIDENT[kind];
    return html`<strong>${name}</strong>: since window ${since}, last in ${lastWindow} (${id})${acknowledged && html`; ${describeAcknowledged(acknowledged)}`}${offers(result, incident, standing)}`;
  });
  const requested =
    retraining &&
    html`<strong>retraining</strong>: requested since window ${retraining.since}: ${retraining.limit}${retraining.standing === undefined ? null : html`; ${retraining.standing}`}`;
  return section(
    'Open when this was checked',
    list(requested === null ? open : [...open, requested]) ?? html`<p class="good">No open incidents.</p>\n`,
    justOver(result, standing).map((incident) => html`<p>Closed: ${describeSingleWindow(incident)}.</p>\n`),
    newNormals.map((normal) => html`<p>New normal: ${summarizeNormal(normal)}.</p>\n`),
  );
}

/** Drift incidents of a single window that this window closed without an alert. */
function justOver({ window, kind }: CheckResult, { incidents = [] }: MonitorStanding): readonly Incident[] {
  if (kind !== 'drift') return [];
  return incidents.filter(({ singleWindow, recoveredWindow }) => singleWindow && recoveredWindow === window.name);
}

/** The commands for an incident; a drift can be accepted as the new normal from its second window on. */
function offers(result: CheckResult, incident: Incident, { checkedWindows, commands }: MonitorStanding): Html | null {
  const { monitor, kind: check } = result;
  const { id, kind, acknowledged } = incident;
  if (commands === undefined) return null;
  const known = acknowledged === null && offer('To acknowledge', commands.acknowledge(monitor, id));
  if (kind !== 'drift' || check !== 'drift') return html`${known}`;
  if (countIncidentWindows(checkedWindows, incident) < 2) {
    if (hasEarlierDrift(result)) return html`${known}`;
    return html`<p>One window so far: if the next one shows no drift, the incident closes without another alert.</p>${known}`;
  }
  return html`${known}${offer('To accept as normal', commands.newNormal(monitor, id))}`;
}

function offer(when: string, command: string): Html {
  return html`<p>${when}: <code>${command}</code></p>`;
}

export function limitsSection({ limits }: CheckResult): Html | null {
  return section(
    'Limits',
    list(
      limits.map(
        (limit) =>
          html`<span${limit.reached && html` class="bad"`}>${limit.purpose} when ${describeLimit(limit)}</span>`,
      ),
    ),
  );
}

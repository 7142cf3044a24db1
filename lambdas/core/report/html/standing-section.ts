import type { Commands } from '../../alerts.ts';
import type { CheckedWindow } from '../../decision/checked-window.ts';
import { countIncidentWindows } from '../../decision/incident-windows.ts';
import type { Incident } from '../../result/incident.ts';
import type { CheckResult } from '../../result/schema.ts';
import { describeAcknowledged, describeSingleWindow, summarizeNormal } from '../incident-text.ts';
import { describeLimit } from '../limit-text.ts';
import { INCIDENT } from '../words.ts';
import { type Html, html } from './html.ts';
import { list, section } from './html-table.ts';

export interface MonitorStanding {
  /** The windows on record of this kind of check, oldest first. */
  readonly checkedWindows: readonly CheckedWindow[];
  /** All incidents on record after the check. @default those that are open */
  readonly incidents?: readonly Incident[] | undefined;
  /** What people can run. @default none is offered */
  readonly commands?: Pick<Commands, 'acknowledge' | 'newNormal'> | undefined;
}

/** What is open and which retraining is wanted after this check, with the commands to answer it. */
export function standingSection(result: CheckResult, standing: MonitorStanding): Html | null {
  const { incidents, retraining, newNormals = [] } = result;
  const open = incidents.map((incident) => {
    const { id, kind, since, lastWindow, acknowledged } = incident;
    return html`<strong>${INCIDENT[kind]}</strong>: since window ${since}, last in ${lastWindow} (${id})${acknowledged && html`; ${describeAcknowledged(acknowledged)}`}${offers(result, incident, standing)}`;
  });
  const wanted =
    retraining &&
    html`<strong>retraining</strong>: wanted since window ${retraining.since}: ${retraining.limit}${retraining.standing === undefined ? null : html`; ${retraining.standing}`}`;
  return section(
    'Open',
    list(wanted === null ? open : [...open, wanted]) ?? html`<p class="good">Nothing is open.</p>\n`,
    justOver(result, standing).map((incident) => html`<p>Over: ${describeSingleWindow(incident)}.</p>\n`),
    newNormals.map((normal) => html`<p>New normal: ${summarizeNormal(normal)}.</p>\n`),
  );
}

/** Drifts that this window ended in silence. */
function justOver({ window, kind }: CheckResult, { incidents = [] }: MonitorStanding): readonly Incident[] {
  if (kind !== 'drift') return [];
  return incidents.filter(({ singleWindow, recoveredWindow }) => singleWindow && recoveredWindow === window.name);
}

/** What a person who knows about an incident can run; a drift can be the new normal from its second window on. */
function offers(
  { monitor, kind: check }: CheckResult,
  incident: Incident,
  { checkedWindows, commands }: MonitorStanding,
): Html | null {
  const { id, kind, acknowledged } = incident;
  if (commands === undefined) return null;
  const known = acknowledged === null && offer('If you know about it', commands.acknowledge(monitor, id));
  if (kind !== 'drift' || check !== 'drift') return html`${known}`;
  if (countIncidentWindows(checkedWindows, incident) < 2) {
    return html`<p>One window so far: if the next one shows no drift, the incident closes without another alert.</p>${known}`;
  }
  return html`${known}${offer('If it is normal now', commands.newNormal(monitor, id))}`;
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

import type { Alert, IncidentKind } from '../alerts.ts';
import type { CheckedWindow } from '../decision/checked-window.ts';
import { headlineOf } from '../decision/headline.ts';
import { incidentDuration } from '../decision/incident-windows.ts';
import type { IncidentEvent } from '../decision/transition.ts';
import { formatDuration } from '../text/durations.ts';
import { shortenLine } from '../text/shorten.ts';
import { fitHeadline } from './fit-headline.ts';

/** SNS refuses subjects of 100 characters and more. */
const MAX_TITLE = 99;

/** The state of an incident in its messages; retrainings have their own. */
export type IncidentAlertState = Exclude<Alert['state'], 'waiting' | 'ended'>;

const STATE: Readonly<Record<IncidentAlertState, string>> = {
  open: 'OPEN',
  'still open': 'STILL OPEN',
  recovered: 'RECOVERED',
};

const RECOVERED: Readonly<Record<IncidentKind, string>> = {
  'data-quality': 'data quality is back to normal',
  drift: 'drift has ended',
  performance: 'performance is back to normal',
  'no-data': 'data is captured again',
  'no-labels': 'labels arrive again',
};

/**
 * One line: state, severity, monitor, and the worst fact with its limit. `[OPEN critical] returns: accuracy 0.8012
 * (0.7900 to 0.8123), limit: < 0.85`.
 *
 * @param checkedWindows the windows on record of this kind of check, oldest first
 */
export function alertTitle(
  { incident, signal, added = [] }: Pick<IncidentEvent, 'incident' | 'signal' | 'added'>,
  { monitor, state, severity }: Pick<Alert, 'monitor' | 'severity'> & { readonly state: IncidentAlertState },
  checkedWindows: readonly CheckedWindow[],
): string {
  if (state === 'recovered') {
    const duration = incidentDuration(checkedWindows, incident);
    const after = duration === null ? '' : ` after ${formatDuration(duration)}`;
    return shortenLine(`[${STATE[state]}] ${monitor}: ${RECOVERED[incident.kind]}${after}`, MAX_TITLE);
  }
  const start = `[${STATE[state]} ${severity}] ${monitor}: `;
  if (added.length === 0) return shortenLine(start + fitHeadline(signal.headline, MAX_TITLE - start.length), MAX_TITLE);
  const heads = added.map(({ head }) => head);
  const also = `${start}also `;
  return shortenLine(also + fitHeadline(headlineOf(heads), MAX_TITLE - also.length), MAX_TITLE);
}

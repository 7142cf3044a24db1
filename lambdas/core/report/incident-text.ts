import type { Acknowledgement, Incident, IncidentMark } from '../decision/state.ts';
import { formatMinute } from '../text/times.ts';
import { INCIDENT } from './words.ts';

/** `data quality since window 2026-03-02, last in 2026-03-05`: what is open, with what a person said about it. */
export function describeIncident({ id, kind, since, lastWindow, acknowledged }: Incident): string {
  const known = acknowledged === null ? '' : `; ${describeAcknowledged(acknowledged)}`;
  return `${INCIDENT[kind]} since window ${since}, last in ${lastWindow} (${id})${known}`;
}

/** `acknowledged by Ann on 2026-03-02T06:30Z, muted until 2026-03-09T00:00Z: the supplier knows`. */
export function describeAcknowledged({ until, ...mark }: Acknowledgement): string {
  return describe(
    'acknowledged',
    mark,
    until === null ? ', muted until it is over' : `, muted until ${formatMinute(until)}`,
  );
}

/** `resolved by Ann on 2026-03-02T06:30Z: a holiday`. */
export function describeResolved(mark: IncidentMark): string {
  return describe('resolved', mark, '');
}

function describe(what: string, { by, at, note }: IncidentMark, until: string): string {
  return `${what} by ${by} on ${formatMinute(at)}${until}${note === '' ? '' : `: ${note}`}`;
}

import type { Acknowledgement, DeclaredNormal, Incident, IncidentMark } from '../decision/state.ts';
import { listNames } from '../text/name-list.ts';
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
export function describeResolved({ newNormal, ...mark }: NonNullable<Incident['resolved']>): string {
  return describe('resolved', mark, newNormal ? ' as the new normal' : '');
}

/** `new normal since 2026-03-01: price, weight; since 2026-03-04: score`: which columns are compared with which windows. */
export function describeNormals(declared: readonly Pick<DeclaredNormal, 'columns'>[]): string {
  const since = new Map<string, string[]>();
  for (const { columns } of declared) {
    for (const { since: window, name, family } of columns) {
      since.set(window, [...(since.get(window) ?? []), family === 'answers' ? `the model's answers: ${name}` : name]);
    }
  }
  if (since.size === 0) return '';
  return `new normal ${[...since].map(([window, names]) => `since ${window}: ${listNames(names)}`).join('; ')}`;
}

function describe(what: string, { by, at, note }: IncidentMark, until: string): string {
  return `${what} by ${by} on ${formatMinute(at)}${until}${note === '' ? '' : `: ${note}`}`;
}

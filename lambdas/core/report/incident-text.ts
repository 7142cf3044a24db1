import type { DeclaredNormal } from '../decision/declared-normal.ts';
import type { Acknowledgement, Incident, IncidentMark } from '../result/incident.ts';
import { markAnswer } from '../result/ranked-drift.ts';
import type { CheckResult } from '../result/schema.ts';
import { listNames } from '../text/name-list.ts';
import { formatMinute } from '../text/times.ts';
import { INCIDENT } from './words.ts';

/** `data quality since window 2026-03-02, last in 2026-03-05`: an open incident, with the operator's note. */
export function describeIncident({ id, kind, since, lastWindow, acknowledged }: Incident): string {
  const known = acknowledged === null ? '' : `; ${describeAcknowledged(acknowledged)}`;
  return `${INCIDENT[kind]} since window ${since}, last in ${lastWindow} (${id})${known}`;
}

/** `acknowledged by Ann on 2026-03-02T06:30Z, muted until 2026-03-09T00:00Z: the supplier knows`. */
export function describeAcknowledged({ until, ...mark }: Acknowledgement): string {
  return describe(
    'acknowledged',
    mark,
    until === null ? ', muted until it ends' : `, muted until ${formatMinute(until)}`,
  );
}

/** `resolved by Ann on 2026-03-02T06:30Z: a holiday`. */
export function describeResolved({ newNormal, ...mark }: NonNullable<Incident['resolved']>): string {
  return describe('resolved', mark, newNormal ? ' as the new normal' : '');
}

/** `drift in window 2026-03-01 only, a single outlier window (drift-2026-03-01)`. */
export function describeSingleWindow({ id, kind, since }: Incident): string {
  return `${INCIDENT[kind]} in window ${since} only, a single outlier window (${id})`;
}

/** `price, weight since window 2026-03-01, declared by Ann on 2026-03-02T06:30Z: the new supplier`; null without one. */
export function summarizeNormals(normals: CheckResult['newNormals']): string | null {
  if (normals === undefined || normals.length === 0) return null;
  return normals.map(summarizeNormal).join('; ');
}

export function summarizeNormal({ since, features, answers, ...mark }: ShownNormal): string {
  const names = [...features, ...answers.map((name) => markAnswer(name, true))];
  return `${listNames(names)} since window ${since}, ${describe('declared', mark, '')}`;
}

type ShownNormal = NonNullable<CheckResult['newNormals']>[number];

/** `new normal since 2026-03-01: price, weight; since 2026-03-04: score`: which columns are compared with which windows. */
export function describeNormals(declared: readonly Pick<DeclaredNormal, 'columns'>[]): string {
  const since = new Map<string, string[]>();
  for (const { columns } of declared) {
    for (const { since: window, name, family } of columns) {
      since.set(window, [...(since.get(window) ?? []), markAnswer(name, family === 'answers')]);
    }
  }
  if (since.size === 0) return '';
  return `new normal ${[...since].map(([window, names]) => `since ${window}: ${listNames(names)}`).join('; ')}`;
}

/** `new normal since 2026-03-01: price, weight, declared by Ann on 2026-03-02T06:30Z: the new supplier`. */
export function describeDeclared(declared: DeclaredNormal): string {
  return `${describeNormals([declared])}, ${describe('declared', declared, '')}`;
}

function describe(what: string, { by, at, note }: IncidentMark, until: string): string {
  return `${what} by ${by} on ${formatMinute(at)}${until}${note === '' ? '' : `: ${note}`}`;
}

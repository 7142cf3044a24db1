import type { Incident, MonitorState } from '../lambdas/core/decision/state.ts';
import type { HistoryRow } from '../lambdas/core/history/row.ts';
import { condense, type LoopRow, loopRows, loopTable } from '../lambdas/core/report/loop-table.ts';
import { INCIDENT } from '../lambdas/core/report/words.ts';
import type { AnnouncedEvent } from './events.ts';

/** The whole demo in a table, and what was announced held against what was found. */
export interface Summary {
  readonly table: string;
  readonly findings: readonly string[];
  /** Every announced event was found on its first days, and no incident has another cause. */
  readonly asAnnounced: boolean;
}

/** What each announced event must lead to. A limit over three windows is reached on the third. */
const EXPECTED: Readonly<
  Record<AnnouncedEvent['name'], { kind: Incident['kind']; sinceDay: number; retraining: boolean }>
> = {
  kilometres: { kind: 'data-quality', sinceDay: 0, retraining: false },
  'new-definition': { kind: 'performance', sinceDay: 2, retraining: true },
};

const DAY = 86_400_000;

export function summarize(
  events: readonly AnnouncedEvent[],
  { state, drift, accuracy }: { state: MonitorState; drift: readonly HistoryRow[]; accuracy: readonly HistoryRow[] },
  width?: number,
): Summary {
  const rows = loopRows(drift, accuracy);
  const announced = rows.flatMap((row) => [...announcements(events, row.windows.first), row]);
  const table = loopTable(condense(announced), width);
  const causes = new Map(
    state.incidents.map((incident) => [incident, events.find((event) => explains(event, incident))]),
  );
  const findings = state.incidents.map((incident) => findingLine(incident, causes.get(incident)));
  const retraining = state.retraining;
  if (retraining !== null) findings.push(`retraining: wanted since ${retraining.since}, because ${retraining.limit}`);
  const found = events.filter((event) => [...causes.values()].includes(event));
  const retrainingExpected = found.some((event) => EXPECTED[event.name].retraining);
  return {
    table,
    findings,
    asAnnounced:
      found.length === events.length &&
      [...causes.values()].every((cause) => cause !== undefined) &&
      (retraining !== null) === retrainingExpected,
  };
}

function announcements(events: readonly AnnouncedEvent[], day: string): LoopRow[] {
  const at = (text: string): LoopRow => ({
    step: 'announced',
    windows: { first: day, last: day, count: 1 },
    dataMatches: '',
    performance: null,
    nextStep: '',
    why: text,
  });
  return events.flatMap((event) => [
    ...(event.from === day ? [at(event.begins)] : []),
    ...(event.until === day ? [at(event.ends)] : []),
  ]);
}

function explains(event: AnnouncedEvent, incident: Incident): boolean {
  const { kind, sinceDay } = EXPECTED[event.name];
  const since = new Date(Date.parse(event.from) + sinceDay * DAY).toISOString().slice(0, 10);
  const recovered = incident.recoveredWindow === null || incident.recoveredWindow === event.until;
  return incident.kind === kind && incident.since === since && recovered;
}

function findingLine(incident: Incident, cause: AnnouncedEvent | undefined): string {
  const end = incident.recoveredWindow === null ? 'still open' : `recovered ${incident.recoveredWindow}`;
  const why = cause === undefined ? 'NOT ANNOUNCED' : `announced for ${cause.from}`;
  return `incident: ${INCIDENT[incident.kind]} since ${incident.since}, ${end} (${why})`;
}

/** The findings that the announced events must lead to, compared with the actual findings. */
import type { MonitorState } from '../lambdas/core/decision/state.ts';
import type { HistoryRow } from '../lambdas/core/history/row.ts';
import type { RetrainingSummary } from '../lambdas/core/report/retraining-row.ts';
import type { Incident } from '../lambdas/core/result/incident.ts';
import { addDays } from './calendar.ts';
import type { AnnouncedEvent } from './events.ts';
import { LABEL_LAG_DAYS } from './world.ts';

interface Expected {
  readonly kind: Incident['kind'];
  /** Days after the event's first one. A limit over three windows is reached on the third. */
  readonly sinceDay: number;
  readonly retraining: boolean;
}

const EXPECTED: Readonly<Record<AnnouncedEvent['name'], Expected>> = {
  kilometres: { kind: 'data-quality', sinceDay: 0, retraining: false },
  'new-definition': { kind: 'performance', sinceDay: 2, retraining: true },
};

/** Whether an event explains an incident. An incident that a retraining ends is over with its last window. */
export function explains(event: AnnouncedEvent, incident: Incident): boolean {
  const { kind, sinceDay, retraining } = EXPECTED[event.name];
  const end = retraining ? incident.lastWindow : event.until;
  return incident.kind === kind && incident.since === addDays(event.from, sinceDay) && incident.recoveredWindow === end;
}

/** Whether an event explains a retraining: on the morning when the labels of the third bad day have arrived. */
export function leadsTo(event: AnnouncedEvent, { startedAt, since, end }: RetrainingSummary): boolean {
  const { sinceDay, retraining } = EXPECTED[event.name];
  const window = addDays(event.from, sinceDay);
  const morning = new Date(startedAt).toISOString().slice(0, 10);
  return retraining && since === window && morning === addDays(window, LABEL_LAG_DAYS) && end === 'promoted';
}

/** The performance between the event and the deployment, and after the deployment. */
export interface BeforeAndAfter {
  readonly metric: string;
  /** Unweighted means over the windows. */
  readonly before: number;
  readonly after: number;
  readonly windowsAfter: number;
}

/** @returns null if no retraining has deployed a model, or nothing was measured before or after it. */
export function beforeAndAfter(
  event: AnnouncedEvent,
  { model }: MonitorState,
  accuracy: readonly HistoryRow[],
): BeforeAndAfter | null {
  if (model === null) return null;
  const measured = accuracy.filter(({ window, metric_value }) => window >= event.from && metric_value !== null);
  const isAfter = ({ window_start }: HistoryRow) => Date.parse(window_start) >= model.since;
  const before = measured.filter((row) => !isAfter(row));
  const after = measured.filter(isAfter);
  if (before.length === 0 || after.length === 0) return null;
  return { metric: after[0].metric!, before: mean(before), after: mean(after), windowsAfter: after.length };
}

function mean(rows: readonly HistoryRow[]): number {
  return rows.reduce((sum, { metric_value }) => sum + metric_value!, 0) / rows.length;
}

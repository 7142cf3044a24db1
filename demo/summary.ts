import type { MonitorState } from '../lambdas/core/decision/state.ts';
import type { HistoryRow } from '../lambdas/core/history/row.ts';
import type { LoopRow } from '../lambdas/core/report/loop-row.ts';
import { condense, loopRows, loopTable } from '../lambdas/core/report/loop-table.ts';
import type { RetrainingSummary } from '../lambdas/core/report/retraining-row.ts';
import { INCIDENT } from '../lambdas/core/report/words.ts';
import type { Incident } from '../lambdas/core/result/incident.ts';
import type { RequestOutcome } from '../lambdas/core/retraining/operation-answers.ts';
import { countOf, formatMeasure } from '../lambdas/core/text/numbers.ts';
import type { AnnouncedEvent } from './events.ts';
import { type BeforeAndAfter, beforeAndAfter, explains, leadsTo } from './expectations.ts';

/** The limit on log loss in the monitor file: that of answering 0.5 to every request. */
const LIMIT = 0.7;

/** The whole demo in a table, with the announced events compared with the findings. */
export interface Summary {
  readonly table: string;
  readonly findings: readonly string[];
  /**
   * Every announced event was found on its first days, no incident or retraining has another cause, broken data was not
   * trained on, and the retrained model performs.
   */
  readonly asAnnounced: boolean;
}

/** The findings of the checks. */
export interface Found {
  readonly state: MonitorState;
  readonly retrainings: readonly RetrainingSummary[];
  readonly drift: readonly HistoryRow[];
  readonly accuracy: readonly HistoryRow[];
  /** The answer to a retraining request while the data was broken. */
  readonly requestedOnBrokenData: RequestOutcome;
}

export function summarize(events: readonly AnnouncedEvent[], found: Found, width?: number): Summary {
  const { state, retrainings, drift, accuracy, requestedOnBrokenData: requested } = found;
  const rows = loopRows(drift, accuracy, retrainings);
  const announced = rows.flatMap((row) => [...announcements(events, row.windows.first), row]);
  const table = loopTable(condense(announced), width);

  const incidents = state.incidents.map((incident) => ({
    incident,
    cause: events.find((event) => explains(event, incident)),
  }));
  const runs = retrainings.map((run) => ({ run, cause: events.find((event) => leadsTo(event, run)) }));
  const recovery = runs[0]?.cause === undefined ? null : beforeAndAfter(runs[0].cause, state, accuracy);
  const findings = [
    ...incidents.map(({ incident, cause }) => incidentLine(incident, cause)),
    `retraining requested on broken data: ${requested.starts ? 'STARTED' : 'not started'}, ${requested.message}`,
    ...runs.map(({ run, cause }) => retrainingLine(run, cause)),
    ...(recovery === null ? [] : [recoveryLine(recovery)]),
    ...(state.retraining === null ? [] : [`STILL PENDING: a retraining, requested ${state.retraining.since}`]),
  ];
  const causes = incidents.map(({ cause }) => cause);
  return {
    table,
    findings,
    asAnnounced:
      events.every((event) => causes.filter((cause) => cause === event).length === 1) &&
      causes.every((cause) => cause !== undefined) &&
      !requested.starts &&
      runs.length === 1 &&
      state.retraining === null &&
      recovery !== null &&
      recovery.after < LIMIT &&
      recovery.before > LIMIT,
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

function incidentLine(incident: Incident, cause: AnnouncedEvent | undefined): string {
  const end =
    incident.state === 'open' ? 'still open' : `closed with window ${incident.recoveredWindow ?? incident.lastWindow}`;
  return `${INCIDENT[incident.kind]} incident, opened ${incident.since}, ${end} (${causeText(cause)})`;
}

function retrainingLine(run: RetrainingSummary, cause: AnnouncedEvent | undefined): string {
  return `retraining, requested ${run.since} because of ${run.reason}: ${run.end}, ${run.message} (${causeText(cause)})`;
}

function recoveryLine({ metric, before, after, windowsAfter }: BeforeAndAfter): string {
  return `performance: ${metric} ${formatMeasure(before)} on average before the new model, ${formatMeasure(after)} in the ${countOf(windowsAfter, 'window')} since`;
}

function causeText(cause: AnnouncedEvent | undefined): string {
  return cause === undefined ? 'NOT ANNOUNCED' : `as announced for ${cause.from}`;
}

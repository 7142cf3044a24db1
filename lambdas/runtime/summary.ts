import { resultKey } from '../core/result/keys.ts';
import type { CheckResult } from '../core/result/schema.ts';

/** The summary of a check for the log and the caller. The whole result is stored under `resultKey`. */
export interface CheckSummary {
  readonly window: string;
  readonly rows: number;
  readonly rejected: number;
  readonly labelled: number | null;
  readonly dataMatches: CheckResult['verdict']['dataMatches'];
  readonly performance: CheckResult['verdict']['performance']['comparedWithBaseline'];
  readonly nextStep: CheckResult['verdict']['nextStep'];
  readonly openIncidents: readonly string[];
  readonly resultKey: string;
}

export function summarize(result: CheckResult): CheckSummary {
  const { data, incidents, kind, labels, monitor, verdict, window } = result;
  return {
    window: window.name,
    rows: data.rows,
    rejected: data.rejected.records,
    labelled: labels?.labelled ?? null,
    dataMatches: verdict.dataMatches,
    performance: verdict.performance.comparedWithBaseline,
    nextStep: verdict.nextStep,
    openIncidents: incidents.map((incident) => incident.kind),
    resultKey: resultKey(monitor, kind, window.name),
  };
}

import type { IncidentKind } from '../alerts.ts';
import { describeLeftOut } from '../result/describe.ts';
import { describeBasis } from '../result/describe-comparison.ts';
import type { CheckResult, Verdict } from '../result/schema.ts';
import { formatEstimate, formatMeasure } from '../text/numbers.ts';
import { describeActions, describeRetrain, FIRST_ACTIONS, type Situation } from './first-actions.ts';

/** The verdict's values in words. */

export const NEXT_STEP: Readonly<Record<Verdict['nextStep'], string>> = {
  continue: 'continue',
  alert: 'alert',
  retrain: 'retrain',
  'fix-data': 'fix the data',
  'wait-for-labels': 'wait for labels',
};

/** Advice for each next step; for an alert it depends on the kind of incident: {@link FIRST_ACTIONS}. */
const ADVICE: Readonly<Record<Verdict['nextStep'], string | null>> = {
  continue: 'nothing to do',
  alert: null,
  retrain: 'on newer labelled data: the model that answered this window did not perform well enough',
  'fix-data': 'repair the pipeline that feeds the model; no retraining starts before that is done',
  'wait-for-labels': 'too few have arrived; the window will be checked again',
};

/**
 * What an alert says to do next: `fix the data (repair the pipeline that feeds the model; …)`. Where the next step is the alert
 * itself, what to do about its incident.
 */
export function describeNextStep(nextStep: Verdict['nextStep'], kind: IncidentKind, situation: Situation): string {
  if (nextStep === 'alert') return describeActions(kind, situation);
  const own = nextStep === 'retrain' ? describeRetrain(situation) : null;
  return `${NEXT_STEP[nextStep]} (${own ?? describeAdvice(nextStep, kind)})`;
}

/** The advice for a next step, given the kind of incident; null where there is none. */
export function describeAdvice(nextStep: Verdict['nextStep'], kind?: IncidentKind): string | null {
  return ADVICE[nextStep] ?? (kind === undefined ? null : FIRST_ACTIONS[kind]);
}

/** `2026-03-02 (2026-03-02T00:00Z to 2026-03-03T00:00Z)`. */
export function describeWindow({ name, start, end }: CheckResult['window']): string {
  return `${name} (${withoutSeconds(start)} to ${withoutSeconds(end)})`;
}

/** Windows hardly ever start within a minute. */
function withoutSeconds(time: string): string {
  return time.replace(/:00Z$/, 'Z');
}

export const DATA_MATCHES: Readonly<Record<Verdict['dataMatches'], string>> = {
  yes: 'yes',
  no: 'no',
  unknown: 'not known',
};

export const COMPARED: Readonly<Record<Verdict['performance']['comparedWithBaseline'], string | null>> = {
  better: 'better than the baseline',
  same: 'not clearly different from the baseline',
  worse: 'worse than the baseline',
  unknown: null,
};

export const INCIDENT: Readonly<Record<IncidentKind, string>> = {
  'data-quality': 'data quality',
  drift: 'drift',
  performance: 'performance',
  'no-data': 'no data',
  'no-labels': 'no labels',
};

/** Why there is no metric to show, in one sentence; null where rows were measured. */
export function whyNothing(
  { rows, unknown, leftOut }: NonNullable<CheckResult['performance']>,
  verdict: Pick<Verdict, 'performance'>,
): string | null {
  if (unknown !== undefined) return `Not known: ${unknown}`;
  if (rows > 0) return null;
  const why = verdict.performance.leftOut ?? (leftOut === undefined ? '' : describeLeftOut(leftOut));
  return `No row can be measured${why === '' ? '' : `: ${why}`}`;
}

/** `accuracy 0.9120 (0.8980 to 0.9260), worse than the baseline of 0.9480: 0.9150 over the last 12 windows`. */
export function describePerformance({ performance }: Verdict, kind: 'drift' | 'accuracy'): string {
  const { metric, value, leftOut, reason } = performance;
  if (kind === 'drift') return 'not measured by a drift check';
  if (metric === null || value === null) {
    const why = leftOut ?? reason;
    return why === undefined ? 'not known' : `not known: ${why}`;
  }
  const compared = describeCompared(performance);
  const rest = leftOut === undefined ? '' : `; left out: ${leftOut}`;
  return `${metric} ${formatEstimate(performance)}${compared === null ? '' : `, ${compared}`}${rest}`;
}

/** How the metric stands against the baseline, and what that rests on; null where nothing can be said. */
function describeCompared({ comparedWithBaseline, comparison }: Verdict['performance']): string | null {
  const compared = COMPARED[comparedWithBaseline];
  if (comparison === undefined) return compared;
  const of = comparison.baseline === null ? '' : ` of ${formatMeasure(comparison.baseline)}`;
  const basis = describeBasis(comparison);
  return `${compared ?? 'not yet clear whether it differs from the baseline'}${of}${basis === null ? '' : `: ${basis}`}`;
}

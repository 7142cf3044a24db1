import type { IncidentKind } from '../ports.ts';
import type { Verdict } from '../result/schema.ts';
import { formatInterval } from '../text/numbers.ts';

/** The verdict's values as people read them. */

export const NEXT_STEP: Readonly<Record<Verdict['nextStep'], string>> = {
  continue: 'continue',
  alert: 'alert',
  retrain: 'retrain',
  'fix-data': 'fix the data',
  'wait-for-labels': 'wait for labels',
};

/** What a next step asks of the person who reads it. */
export const ADVICE: Readonly<Record<Verdict['nextStep'], string>> = {
  continue: 'nothing to do',
  alert: 'find out what changed; the model itself may be fine',
  retrain: 'train on newer labelled data: the model no longer performs',
  'fix-data': 'repair what feeds the model; retraining waits until then',
  'wait-for-labels': 'there are too few labels yet; the window is checked again',
};

export const DATA_MATCHES: Readonly<Record<Verdict['dataMatches'], string>> = {
  yes: 'yes',
  no: 'no',
  unknown: 'not known',
};

export const COMPARED: Readonly<Record<Verdict['performance']['comparedWithBaseline'], string | null>> = {
  better: 'better than the baseline',
  same: 'same as the baseline',
  worse: 'worse than the baseline',
  unknown: null,
};

export const INCIDENT: Readonly<Record<IncidentKind, string>> = {
  'data-quality': 'data quality',
  drift: 'drift',
  performance: 'performance',
  'no-data': 'no data',
};

/** `accuracy 0.8120 (0.7980 to 0.8260), worse than the baseline`. */
export function describePerformance({ performance }: Verdict, kind: 'drift' | 'accuracy'): string {
  const { metric, value, lower, upper, comparedWithBaseline } = performance;
  if (kind === 'drift') return 'not measured by a drift check';
  if (metric === null || value === null) return 'not known';
  const compared = COMPARED[comparedWithBaseline];
  return `${metric} ${formatInterval(value, lower, upper)}${compared === null ? '' : `, ${compared}`}`;
}

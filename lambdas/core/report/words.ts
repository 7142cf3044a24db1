import type { IncidentKind } from '../ports.ts';
import type { Verdict } from '../result/schema.ts';

/** The verdict's values as people read them. */

export const NEXT_STEP: Readonly<Record<Verdict['nextStep'], string>> = {
  continue: 'continue',
  alert: 'alert',
  retrain: 'retrain',
  'fix-data': 'fix the data',
  'wait-for-labels': 'wait for labels',
};

export const DATA_MATCHES: Readonly<Record<Verdict['dataMatches'], string>> = {
  yes: 'yes',
  no: 'no',
  unknown: 'not known',
};

export const COMPARED: Readonly<Record<Verdict['performance']['comparedWithBaseline'], string>> = {
  better: 'better than the baseline',
  same: 'same as the baseline',
  worse: 'worse than the baseline',
  unknown: 'not known',
};

export const INCIDENT: Readonly<Record<IncidentKind, string>> = {
  'data-quality': 'data quality',
  drift: 'drift',
  performance: 'performance',
  'no-data': 'no data',
};

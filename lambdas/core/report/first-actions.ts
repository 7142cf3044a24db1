import type { IncidentKind } from '../alerts.ts';
import type { Incident } from '../result/incident.ts';

/** The first thing to do about each kind of incident, as the runbook says it. */
export const FIRST_ACTIONS: Readonly<Record<IncidentKind, string>> = {
  'data-quality':
    'repair the pipeline that feeds the model, and send the affected requests again if their answers matter',
  drift: 'find out what changed, upstream or in the real world; treat a fault upstream like broken data',
  performance: 'check that the labels are right',
  'no-data':
    'check that the endpoint has traffic; then switch its data capture on, or repair the permissions of its role',
  'no-labels': 'repair the delivery of labels: labels of windows that still wait are used as soon as they arrive',
};

/** What decides what to do about an incident beyond its first action. */
export interface Situation {
  /** Whether a retraining is requested. */
  readonly isRequested: boolean;
  /** Whether the monitor retrains by itself: it has a section `retraining`. */
  readonly canRetrain: boolean;
  /** Whether the drift can be accepted as normal: it has shown in two windows. */
  readonly canBeNormal: boolean;
}

const NO_SECTION = 'train and deploy a new model as you usually do, then build its baseline (`driftwarden baseline`)';

/** What to do about an incident that raised an alert, in the order in which to do it. */
export function describeActions(kind: IncidentKind, { isRequested, canRetrain, canBeNormal }: Situation): string {
  return `${FIRST_ACTIONS[kind]}${next()}`;

  function next(): string {
    if (kind === 'drift') {
      return canBeNormal
        ? '; if the change will last and the model still performs well, accept it: `to accept as normal`'
        : '; from its second window on, a change that will last can be accepted as normal';
    }
    if (kind !== 'performance') return '';
    if (!canRetrain) return `; if they are, ${NO_SECTION}`;
    return isRequested
      ? '; a retraining has been requested: wait for its message'
      : '; if they are, retrain (`driftwarden retrain`), or restore the previous model (`driftwarden rollback`) if it began with the last deployment';
  }
}

/** What `retrain` as the next step means for a monitor. */
export function describeRetrain({ canRetrain }: Pick<Situation, 'canRetrain'>): string | null {
  return canRetrain ? null : NO_SECTION;
}

/**
 * What to do about bad performance that broken data explains.
 *
 * @param over The incident of the broken data if it is over; null: the data is still broken.
 */
export function describeBrokenData(over: Pick<Incident, 'recoveredWindow'> | null): string {
  const training = 'do not train on the broken windows';
  if (over === null) return `fix the data first: ${FIRST_ACTIONS['data-quality']}; ${training}`;
  const since = over.recoveredWindow === null ? '' : ` since window ${over.recoveredWindow}`;
  return `the data is back to normal${since}: wait for the labels of later windows, and ${training}`;
}

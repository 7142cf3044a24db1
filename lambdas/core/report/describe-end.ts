import type { RetrainingEnd, RetrainingRun } from '../decision/retraining/state.ts';
import type { Alert } from '../ports.ts';

/** How the end of a retraining, or of a rollback, is described. */
export interface EndDescription {
  /** Stands in brackets before the title. */
  readonly word: string;
  /** What answers requests now. */
  readonly serves: string;
  readonly severity: Alert['severity'];
  /** What a person should do, or that there is nothing to do. */
  readonly advice: string;
}

/** What serves while a candidate is made, and after whatever ends without a deployment. */
export const UNCHANGED = 'the model that served before, unchanged';
const RETRAINED = 'the retrained model';
const LOOK = 'not known: look at the endpoint';
const AGAIN = 'while the limit stays met, another candidate is trained';

const ENDS: Readonly<Record<RetrainingEnd, EndDescription>> = {
  promoted: {
    word: 'RETRAINED',
    serves: RETRAINED,
    severity: 'info',
    advice: 'nothing to do: from the next full window on, data is compared with its own baseline',
  },
  'promoted-old-baseline': {
    word: 'RETRAINED',
    serves: RETRAINED,
    severity: 'warning',
    advice: 'its own baseline is not the active one: build one for it, or checks compare it with that of another model',
  },
  'kept-live': {
    word: 'KEPT LIVE',
    serves: UNCHANGED,
    severity: 'warning',
    advice: `the candidate was not better enough: see the comparison; ${AGAIN} on newer labels`,
  },
  'not-enough-data': {
    word: 'NOT RETRAINED',
    serves: UNCHANGED,
    severity: 'warning',
    advice: `see whether labels arrive; ${AGAIN} when there are more`,
  },
  'not-deployed': {
    word: 'NOT DEPLOYED',
    serves: UNCHANGED,
    severity: 'info',
    advice: 'nothing to do: the monitor file says promote: never; the candidate is registered',
  },
  rejected: { word: 'REJECTED', serves: UNCHANGED, severity: 'info', advice: `nothing to do now; ${AGAIN}` },
  expired: {
    word: 'NOT ANSWERED',
    serves: UNCHANGED,
    severity: 'warning',
    advice: `nobody approved or rejected a candidate that had won; ${AGAIN} and asked about`,
  },
  superseded: {
    word: 'SUPERSEDED',
    serves: 'what somebody deployed meanwhile',
    severity: 'warning',
    advice: 'if that was not meant, see who deployed; build a baseline for what serves now',
  },
  'rolled-back': {
    word: 'ROLLED BACK',
    serves: UNCHANGED,
    severity: 'critical',
    advice: 'the candidate failed on real requests: see the alarms of the deployment and the log of the endpoint',
  },
  'deployment-failed': {
    word: 'DEPLOYMENT FAILED',
    serves: LOOK,
    severity: 'critical',
    advice: 'look at the endpoint now; when it serves nothing, update it to the configuration that served before',
  },
  failed: {
    word: 'RETRAINING FAILED',
    serves: UNCHANGED,
    severity: 'critical',
    advice: `no hurry, requests are answered as before; mend what the error says: ${AGAIN}`,
  },
  abandoned: {
    word: 'RETRAINING DIED',
    serves: LOOK,
    severity: 'critical',
    advice: 'look at the endpoint and at the execution, which stopped without saying why; the lock is free again',
  },
  restored: {
    word: 'RESTORED',
    serves: 'the previous model, with its baseline',
    severity: 'info',
    advice: 'nothing to do',
  },
};

const UNDONE: Pick<EndDescription, 'word' | 'serves' | 'severity'> = {
  word: 'ROLLBACK FAILED',
  serves: 'the model that was to be replaced, unchanged',
  severity: 'critical',
};

/** Where a way back ends otherwise than a retraining does. */
const ROLLBACK_ENDS: Readonly<Partial<Record<RetrainingEnd, EndDescription>>> = {
  failed: { ...UNDONE, advice: 'mend what the error says and go back again: nothing tries it by itself' },
  'rolled-back': { ...UNDONE, advice: 'the previous model did not come up: see the log of the endpoint' },
  'deployment-failed': { ...ENDS['deployment-failed'], word: 'ROLLBACK FAILED' },
  'promoted-old-baseline': {
    word: 'RESTORED',
    serves: 'the previous model',
    severity: 'warning',
    advice: "build a baseline for the restored model; checks still use the replaced model's",
  },
  abandoned: { ...ENDS.abandoned, word: 'ROLLBACK DIED' },
};

/** @param run One that has ended. */
export function describeEnd({ action, end }: Pick<RetrainingRun, 'action' | 'end'>): EndDescription {
  const words = ENDS[end!];
  return action === 'rollback' ? (ROLLBACK_ENDS[end!] ?? words) : words;
}

import type { Alert } from '../alerts.ts';
import type { RetrainingEnd, RetrainingRun } from '../decision/retraining/state.ts';

/** How the end of a retraining, or of a rollback, is described. */
export interface EndDescription {
  /** The word in brackets before the title. */
  readonly word: string;
  /** The model that serves now. */
  readonly serves: string;
  readonly severity: Alert['severity'];
  /** What the on-call should do, or that there is nothing to do. */
  readonly advice: string;
}

/** The serving model while a candidate is made, and after an end without a deployment. */
export const UNCHANGED = 'the live model, unchanged';
const RETRAINED = 'the retrained model';
const LOOK = 'not known: look at the endpoint';
const AGAIN = 'as long as a limit is breached, another candidate is trained';

const ENDS: Readonly<Record<RetrainingEnd, EndDescription>> = {
  promoted: {
    word: 'RETRAINED',
    serves: RETRAINED,
    severity: 'info',
    advice: 'nothing to do: from the next full window on, data is compared with the new baseline',
  },
  'promoted-unconfirmed': {
    word: 'RETRAINED UNCONFIRMED',
    serves: RETRAINED,
    severity: 'warning',
    advice: 'look for captures when requests come: until then it is not known whether the new model is monitored',
  },
  'promoted-old-baseline': {
    word: 'RETRAINED',
    serves: RETRAINED,
    severity: 'warning',
    advice: 'build a baseline for the new model; until then, checks use the baseline of another model',
  },
  'kept-live': {
    word: 'LIVE MODEL KEPT',
    serves: UNCHANGED,
    severity: 'warning',
    advice: `the candidate does not meet the requirements for deployment: see the comparison; ${AGAIN} on newer labels`,
  },
  'not-enough-data': {
    word: 'NOT RETRAINED',
    serves: UNCHANGED,
    severity: 'warning',
    advice: `check that labels arrive; ${AGAIN} when there are more`,
  },
  'not-deployed': {
    word: 'NOT DEPLOYED',
    serves: UNCHANGED,
    severity: 'info',
    advice: 'nothing to do: the monitor file says promote: never; the candidate is registered',
  },
  rejected: { word: 'REJECTED', serves: UNCHANGED, severity: 'info', advice: `nothing to do now; ${AGAIN}` },
  expired: {
    word: 'APPROVAL EXPIRED',
    serves: UNCHANGED,
    severity: 'warning',
    advice: `answer the next request in time, or set a longer retraining.promote.expiry; ${AGAIN} and needs approval`,
  },
  superseded: {
    word: 'SUPERSEDED',
    serves: 'a model that was deployed outside Driftwarden in the meantime',
    severity: 'warning',
    advice: 'build a baseline for the model that serves now; if the deployment was not intended, find out who made it',
  },
  'rolled-back': {
    word: 'ROLLED BACK',
    serves: UNCHANGED,
    severity: 'critical',
    advice:
      'the candidate failed on real requests or was not monitored: see the deployment alarms and the endpoint log',
  },
  'deployment-failed': {
    word: 'DEPLOYMENT FAILED',
    serves: LOOK,
    severity: 'critical',
    advice: 'look at the endpoint now; if it serves nothing, update it to the previous endpoint configuration',
  },
  failed: {
    word: 'RETRAINING FAILED',
    serves: UNCHANGED,
    severity: 'critical',
    advice: `the live model still serves, nothing is down; fix the error before the next attempt; ${AGAIN}`,
  },
  abandoned: {
    word: 'RETRAINING STOPPED',
    serves: LOOK,
    severity: 'critical',
    advice: 'check which model the endpoint serves, then the execution history; a new run can start',
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

/** Rollback ends that are described differently from those of a retraining. */
const ROLLBACK_ENDS: Readonly<Partial<Record<RetrainingEnd, EndDescription>>> = {
  failed: { ...UNDONE, advice: 'fix the error and run the rollback again; it is not retried automatically' },
  'rolled-back': { ...UNDONE, advice: 'the previous model did not start: see the log of the endpoint' },
  'deployment-failed': { ...ENDS['deployment-failed'], word: 'ROLLBACK FAILED' },
  'promoted-old-baseline': {
    word: 'RESTORED',
    serves: 'the previous model',
    severity: 'warning',
    advice: 'build a baseline for the restored model; until then, checks use the baseline of the replaced model',
  },
  abandoned: { ...ENDS.abandoned, word: 'ROLLBACK STOPPED' },
};

/** Describes the end of a run. @param run one that has ended */
export function describeEnd({ action, end }: Pick<RetrainingRun, 'action' | 'end'>): EndDescription {
  const words = ENDS[end!];
  return action === 'rollback' ? (ROLLBACK_ENDS[end!] ?? words) : words;
}

import type { RetrainingEnd } from '../decision/state.ts';
import type { Alert } from '../ports.ts';

/** How the ends of a retraining are told. */
interface EndWords {
  /** Stands in brackets before the title. */
  readonly word: string;
  /** What it means for the endpoint: completes "… ". */
  readonly serves: string;
  readonly severity: Alert['severity'];
  /** What a person should do, or that there is nothing to do. */
  readonly advice: string;
}

const OLD = 'the model that served before, unchanged';
const NEW = 'the retrained model';

export const END_WORDS: Readonly<Record<RetrainingEnd, EndWords>> = {
  promoted: {
    word: 'RETRAINED',
    serves: NEW,
    severity: 'info',
    advice: 'nothing to do: the coming windows are compared with its own baseline',
  },
  'promoted-old-baseline': {
    word: 'RETRAINED',
    serves: NEW,
    severity: 'warning',
    advice: 'build a baseline for it: windows are still compared with another one',
  },
  'kept-live': {
    word: 'KEPT LIVE',
    serves: OLD,
    severity: 'warning',
    advice: 'see why the candidate did not win; another one is trained after the cooldown, on newer labels',
  },
  'not-enough-data': {
    word: 'NOT RETRAINED',
    serves: OLD,
    severity: 'warning',
    advice: 'see whether labels arrive; it is tried again after the cooldown',
  },
  'not-deployed': {
    word: 'NOT DEPLOYED',
    serves: OLD,
    severity: 'info',
    advice: 'promote: never asked for this; the candidate is registered',
  },
  refused: { word: 'REFUSED', serves: OLD, severity: 'info', advice: 'nothing to do: somebody has decided' },
  expired: {
    word: 'EXPIRED',
    serves: OLD,
    severity: 'warning',
    advice: 'answer in time the next time: another candidate is trained after the cooldown',
  },
  'rolled-back': {
    word: 'ROLLED BACK',
    serves: OLD,
    severity: 'critical',
    advice: 'see the alarms of the deployment: the candidate failed on real requests',
  },
  failed: {
    word: 'RETRAINING FAILED',
    serves: OLD,
    severity: 'critical',
    advice: 'mend what the error says; it is tried again after the cooldown',
  },
  abandoned: {
    word: 'RETRAINING DIED',
    serves: 'see the endpoint: the execution stopped before it could say',
    severity: 'critical',
    advice: 'look at the execution; the lock is free again',
  },
  restored: {
    word: 'RESTORED',
    serves: 'the previous model, with its baseline',
    severity: 'info',
    advice: 'nothing to do',
  },
};

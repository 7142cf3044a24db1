import type { RetrainingEnd } from '../../../../lambdas/core/decision/retraining/state.ts';
import { updateState } from '../../../../lambdas/core/decision/state-session.ts';
import { liveScore, monitorWith, truthfulScore } from './parcels-served.ts';
import type { Play, Played } from './play.ts';
import { METRICS_SINCE } from './sagemaker.ts';

export const ID = 'retraining-2026-01-02';
export const NEW_CONFIG = `driftwarden-parcels-${ID}`;
/** The copy of the configuration that served before. */
export const COPY = `${NEW_CONFIG}-previous`;
export const AUTOMATIC = monitorWith();
export const MANUAL = monitorWith({ promote: 'approval: manual, expiry: P1D' });
const NEVER = monitorWith({ promote: 'approval: never' });

/** What the endpoint serves in the end. */
export type Serving = 'old' | 'new' | 'another' | 'copy';

interface Case extends Partial<Play> {
  readonly end: RetrainingEnd;
  readonly serving?: Serving;
  /** Has to be in the title of the message. */
  readonly word: string;
  /** Why, as people read it. */
  readonly message: RegExp;
}

const activate = (baseline: string) => (store: Played['store']) =>
  updateState(store, 'parcels', (state) => ({ state: { ...state, baseline } })).then(() => {});

/** What happens to a retraining, by a name that completes "with …". */
export const CASES: Readonly<Record<string, Case>> = {
  'a better candidate': {
    end: 'promoted',
    serving: 'new',
    word: 'RETRAINED',
    message: /accuracy 1\.0000 \(live model 0\.7000\)/,
  },
  'a better candidate that is approved': {
    monitor: MANUAL,
    person: 'approves',
    end: 'promoted',
    serving: 'new',
    word: 'RETRAINED',
    message: /accuracy/,
  },
  'a better candidate that is refused': {
    monitor: MANUAL,
    person: 'refuses',
    end: 'rejected',
    word: 'REJECTED',
    message: /^rejected by alice: seen$/,
  },
  'a better candidate without an answer in time': {
    monitor: MANUAL,
    end: 'expired',
    word: 'APPROVAL EXPIRED',
    message: /no approver answered in time/,
  },
  'an answer that the registry does not take': {
    monitor: MANUAL,
    person: 'refuses',
    broken: ['updateModelPackage'],
    end: 'rejected',
    word: 'REJECTED',
    message: /rejected by alice/,
  },
  'an approval that the registry does not take': {
    monitor: MANUAL,
    person: 'approves',
    broken: ['updateModelPackage'],
    end: 'failed',
    word: 'RETRAINING FAILED',
    message: /^Approve: .*updateModelPackage is broken/,
  },
  'a better candidate that is not to be deployed': {
    monitor: NEVER,
    end: 'not-deployed',
    word: 'NOT DEPLOYED',
    message: /promote: never/,
  },
  'a candidate as good as the live model': {
    candidate: liveScore,
    end: 'kept-live',
    word: 'LIVE MODEL KEPT',
    message: /accuracy/,
  },
  'a worse candidate': {
    candidate: (weight) => 1 - truthfulScore(weight),
    end: 'kept-live',
    word: 'LIVE MODEL KEPT',
    message: /accuracy 0\.0000/,
  },
  'too few rows to train on': {
    before: ['plan', forgetWindows],
    end: 'not-enough-data',
    word: 'NOT RETRAINED',
    message: /not enough labelled rows/,
  },
  'labels that are gone when the dataset is prepared': {
    monitor: { ...monitorWith(), labels: { ...monitorWith().labels!, uri: 'gone' } },
    end: 'not-enough-data',
    word: 'NOT RETRAINED',
    message: /not enough labelled rows/,
  },
  'a training job that fails': {
    training: ['AlgorithmError: no such file'],
    end: 'failed',
    word: 'RETRAINING FAILED',
    message: /^Train: States\.TaskFailed: AlgorithmError: no such file$/,
  },
  'a training job that finds capacity at the fourth attempt': {
    training: ['CapacityError: no capacity', 'CapacityError: no capacity', 'CapacityError: no capacity'],
    end: 'promoted',
    serving: 'new',
    word: 'RETRAINED',
    message: /accuracy/,
  },
  'a training job that never finds capacity': {
    training: Array(4).fill('CapacityError: no capacity'),
    end: 'failed',
    word: 'RETRAINING FAILED',
    message: /CapacityError: no capacity/,
  },
  'a training job that never ends': {
    training: ['never ends'],
    end: 'failed',
    word: 'RETRAINING FAILED',
    message: /^Train: States\.Timeout/,
  },
  'transform jobs of which the third succeeds': {
    failedTransforms: 2,
    end: 'promoted',
    serving: 'new',
    word: 'RETRAINED',
    message: /accuracy/,
  },
  'transform jobs that all fail': {
    failedTransforms: 3,
    end: 'failed',
    word: 'RETRAINING FAILED',
    message: /^ScoreCandidate: .*out of memory/,
  },
  'a live model that was deployed after the days to judge on': {
    configMade: '2026-01-09T12:00:00Z',
    end: 'promoted',
    serving: 'new',
    word: 'RETRAINED',
    message: /accuracy 1\.0000 \(live model 0\.7000\)/,
  },
  'an endpoint that rolls back': {
    update: 'rolled back',
    end: 'rolled-back',
    word: 'ROLLED BACK',
    message: /parcels-2025 is in service/,
  },
  'a candidate without requests, whose capture is not confirmed': {
    requests: 'do not come',
    wasBusy: false,
    end: 'promoted-unconfirmed',
    serving: 'new',
    word: 'RETRAINED UNCONFIRMED',
    message: /accuracy .*; data capture not confirmed: no request came in 1 hour$/,
  },
  'a candidate whose metrics cannot be read': {
    broken: [METRICS_SINCE],
    end: 'promoted-unconfirmed',
    serving: 'new',
    word: 'RETRAINED UNCONFIRMED',
    message: /accuracy .*; data capture not confirmed: the check failed with SageMaker\.SageMakerException$/,
  },
  'a candidate that no request reaches any more': {
    requests: 'do not come',
    end: 'rolled-back',
    serving: 'copy',
    word: 'ROLLED BACK',
    message:
      /^no request came in 1 hour, though the model before had some all the time; driftwarden-parcels-\S+-previous is in service again$/,
  },
  'a candidate that is not captured': {
    requests: 'are not captured',
    end: 'rolled-back',
    serving: 'copy',
    word: 'ROLLED BACK',
    message:
      /^\d+ requests since the deployment, and none was captured; driftwarden-parcels-\S+-previous is in service again$/,
  },
  'a candidate whose answers cannot be read': {
    requests: 'are answered with a text',
    end: 'rolled-back',
    serving: 'copy',
    word: 'ROLLED BACK',
    message:
      /^20 of 20 answers captured since the deployment cannot be read by this monitor; driftwarden-parcels-\S+-previous is in service again$/,
  },
  'a candidate that is not captured and cannot be undone': {
    requests: 'are not captured',
    undo: 'refused',
    end: 'deployment-failed',
    serving: 'new',
    word: 'DEPLOYMENT FAILED',
    message:
      /^\d+ requests .* captured; the endpoint could not be put back to driftwarden-parcels-\S+-previous: it has status InService and serves driftwarden-parcels-\S+ \(SageMaker\.SageMakerException: rate exceeded\)$/,
  },
  'a candidate that is not captured and fails when it is undone': {
    requests: 'are not captured',
    undo: 'failed',
    end: 'deployment-failed',
    serving: 'new',
    word: 'DEPLOYMENT FAILED',
    message: /it has status Failed and serves/,
  },
  'a candidate that is not captured, whose lock cannot be extended': {
    requests: 'are not captured',
    brokenRequest: (request) => request.step === 'renew' && request.before === 'restoration',
    end: 'rolled-back',
    serving: 'copy',
    word: 'ROLLED BACK',
    message: /none was captured/,
  },
  'a function that always fails to confirmCapture': {
    brokenSteps: { confirmCapture: 'Sandbox.Timedout' },
    end: 'promoted-unconfirmed',
    serving: 'new',
    word: 'RETRAINED UNCONFIRMED',
    message: /accuracy .*; data capture not confirmed: the check failed with Sandbox\.Timedout$/,
  },
  'an endpoint that fails': {
    update: 'failed',
    end: 'deployment-failed',
    word: 'DEPLOYMENT FAILED',
    message: /the endpoint has status Failed/,
  },
  'an endpoint that is never updated': {
    update: 'never ends',
    end: 'deployment-failed',
    word: 'DEPLOYMENT FAILED',
    message:
      /the endpoint has status Updating and does not serve .* after 200 minutes; parcels-2025 was in service before/,
  },
  'an update that is refused': {
    update: 'refused',
    end: 'failed',
    word: 'RETRAINING FAILED',
    message: /^UpdateEndpoint: .*the alarm does not exist/,
  },
  'an update whose answer is lost': {
    update: 'answer lost',
    end: 'promoted',
    serving: 'new',
    word: 'RETRAINED',
    message: /accuracy/,
  },
  'another deployment before that of the candidate': {
    anotherDeploys: true,
    end: 'superseded',
    serving: 'another',
    word: 'SUPERSEDED',
    message: /the endpoint serves foreign, which was deployed after/,
  },
  'another deployment during that of the candidate': {
    update: 'taken by another',
    end: 'superseded',
    serving: 'another',
    word: 'SUPERSEDED',
    message: /foreign, which was deployed in the meantime/,
  },
  'another baseline that is activated meanwhile': {
    before: ['activateBaseline', activate('2026-01-09-by-hand')],
    end: 'promoted-old-baseline',
    serving: 'new',
    word: 'RETRAINED',
    message: /the baseline 2026-01-09-by-hand, which was activated in the meantime, stays/,
  },
  'a baseline that cannot be activated': {
    brokenSteps: { activateBaseline: 'Error' },
    end: 'promoted-old-baseline',
    serving: 'new',
    word: 'RETRAINED',
    message: /^ActivateBaseline: .*activateBaseline is broken/,
  },
  'a model whose creation was answered by a lost response': {
    exists: 'own',
    end: 'promoted',
    serving: 'new',
    word: 'RETRAINED',
    message: /accuracy/,
  },
  'a configuration whose creation was answered by a lost response': {
    exists: 'own',
    existing: 'config',
    end: 'promoted',
    serving: 'new',
    word: 'RETRAINED',
    message: /accuracy/,
  },
  'a model of its name that is not its own': {
    exists: 'foreign',
    end: 'failed',
    word: 'RETRAINING FAILED',
    message: /^CreateModel: NameTaken: something else exists under the name of this retraining/,
  },
  'a configuration of its name that is not its own': {
    exists: 'foreign',
    existing: 'config',
    end: 'failed',
    word: 'RETRAINING FAILED',
    message: /^CreateEndpointConfig: NameTaken/,
  },
  'a copy whose creation was answered by a lost response': {
    exists: 'own',
    existing: 'copy',
    end: 'promoted',
    serving: 'new',
    word: 'RETRAINED',
    message: /accuracy/,
  },
  'a copy of its name that is not its own': {
    exists: 'foreign',
    existing: 'copy',
    end: 'failed',
    word: 'RETRAINING FAILED',
    message: /^CopyEndpointConfig: NameTaken/,
  },
  ...failures('plan', 'renew', 'prepareDataset', 'manifest', 'judge', 'register', 'requestApproval', 'deploy'),
  ...brokenCalls('createModel', 'createModelPackage', 'getMetricData', 'createEndpointConfig', 'putMetricAlarm'),
  'alarms that cannot be removed': {
    broken: ['deleteAlarms'],
    end: 'promoted',
    serving: 'new',
    word: 'RETRAINED',
    message: /accuracy/,
  },
};

/** Steps that throw end the run as failed, and name themselves. */
function failures(...steps: (keyof NonNullable<Play['brokenSteps']>)[]): Record<string, Case> {
  const cases = steps.map((step): [string, Case] => [
    `a function that always fails to ${step}`,
    {
      monitor: MANUAL,
      person: 'approves',
      brokenSteps: { [step]: 'Sandbox.Timedout' },
      end: 'failed',
      word: 'RETRAINING FAILED',
      message: new RegExp(`Sandbox\\.Timedout: ${step} is broken`),
    },
  ]);
  return Object.fromEntries(cases);
}

function brokenCalls(...actions: string[]): Record<string, Case> {
  const cases = actions.map((action): [string, Case] => [
    `${action}, which SageMaker always refuses`,
    {
      broken: [action],
      end: 'failed',
      word: 'RETRAINING FAILED',
      message: new RegExp(`${action} is broken`, 'i'),
    },
  ]);
  return Object.fromEntries(cases);
}

/** The checks have seen fewer windows than the monitor file asks rows of. */
async function forgetWindows(store: Played['store']): Promise<void> {
  await updateState(store, 'parcels', (state) => ({
    state: { ...state, checks: { ...state.checks, accuracy: state.checks.accuracy.slice(0, 1) } },
  }));
}

import validate from 'asl-validator';
import { describe, expect, it } from 'vitest';
import type { RetrainingEnd } from '../../../../lambdas/core/decision/state.ts';
import { loadState, updateState } from '../../../../lambdas/core/decision/state-store.ts';
import { RetrainingKeys } from '../../../../lambdas/core/retraining/keys.ts';
import { MemoryStore } from '../../stories/memory-store.ts';
import { contentOf } from '../../stories/world.ts';
import { checkedStore, liveScore, monitorWith, OLD_CONFIG, truthfulScore } from './parcels-served.ts';
import { MACHINE, type Play, type Played, play } from './play.ts';
import { CAPTURE } from './sagemaker.ts';

const ID = 'retraining-2026-01-02';
const NEW_CONFIG = `driftwarden-parcels-${ID}`;
const CHECKED = await checkedStore();
const AUTOMATIC = monitorWith();
const MANUAL = monitorWith({ promote: 'approval: manual, expiry: P1D' });
const NEVER = monitorWith({ promote: 'approval: never' });

/** What the endpoint serves in the end. */
type Serving = 'old' | 'new' | 'another';

interface Case extends Partial<Play> {
  readonly end: RetrainingEnd;
  readonly serving?: Serving;
  /** Has to be in the title of the message. */
  readonly word: string;
  /** Why, as people read it. */
  readonly message: RegExp;
  /** @default SUCCEEDED */
  readonly status?: 'FAILED';
}

const activate = (baseline: string) => (store: Played['store']) =>
  updateState(store, 'parcels', (state) => ({ state: { ...state, baseline } })).then(() => {});

const CASES: Readonly<Record<string, Case>> = {
  'a better candidate': {
    end: 'promoted',
    serving: 'new',
    word: 'RETRAINED',
    message: /accuracy 1\.0000 against 0\.7000/,
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
    end: 'refused',
    word: 'REFUSED',
    message: /^refused by alice: seen$/,
  },
  'a better candidate about whom nobody answers': {
    monitor: MANUAL,
    end: 'expired',
    word: 'NOT ANSWERED',
    message: /nobody answered in time/,
  },
  'an answer that the registry does not take': {
    monitor: MANUAL,
    person: 'refuses',
    broken: ['updateModelPackage'],
    end: 'refused',
    word: 'REFUSED',
    message: /refused by alice/,
  },
  'an approval that the registry does not take': {
    monitor: MANUAL,
    person: 'approves',
    broken: ['updateModelPackage'],
    end: 'failed',
    status: 'FAILED',
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
    word: 'KEPT LIVE',
    message: /accuracy/,
  },
  'a worse candidate': {
    candidate: (weight) => 1 - truthfulScore(weight),
    end: 'kept-live',
    word: 'KEPT LIVE',
    message: /accuracy 0\.0000/,
  },
  'too few rows to train on': {
    before: ['plan', forgetWindows],
    end: 'not-enough-data',
    word: 'NOT RETRAINED',
    message: /not enough labelled rows/,
  },
  'labels that are gone when they are gathered': {
    monitor: { ...monitorWith(), labels: { ...monitorWith().labels!, uri: 'gone' } },
    end: 'not-enough-data',
    word: 'NOT RETRAINED',
    message: /not enough labelled rows/,
  },
  'a training job that fails': {
    training: ['AlgorithmError: no such file'],
    end: 'failed',
    status: 'FAILED',
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
    status: 'FAILED',
    word: 'RETRAINING FAILED',
    message: /CapacityError: no capacity/,
  },
  'a training job that never ends': {
    training: ['never ends'],
    end: 'failed',
    status: 'FAILED',
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
    status: 'FAILED',
    word: 'RETRAINING FAILED',
    message: /^ScoreCandidate: .*out of memory/,
  },
  'a live model that was deployed after the days to judge on': {
    configMade: '2026-01-09T12:00:00Z',
    end: 'promoted',
    serving: 'new',
    word: 'RETRAINED',
    message: /accuracy 1\.0000 against 0\.7000/,
  },
  'an endpoint that rolls back': {
    update: 'rolled back',
    end: 'rolled-back',
    word: 'ROLLED BACK',
    message: /parcels-2025 serves/,
  },
  'an endpoint that fails': {
    update: 'failed',
    end: 'deployment-failed',
    status: 'FAILED',
    word: 'DEPLOYMENT FAILED',
    message: /the endpoint is Failed/,
  },
  'an endpoint that is never updated': {
    update: 'never ends',
    end: 'deployment-failed',
    status: 'FAILED',
    word: 'DEPLOYMENT FAILED',
    message: /the endpoint is Updating and not in service with .* after 200 minutes; parcels-2025 served before/,
  },
  'an update that is refused': {
    update: 'refused',
    end: 'failed',
    status: 'FAILED',
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
  'somebody who deploys before the candidate is': {
    somebodyDeploys: true,
    end: 'superseded',
    serving: 'another',
    word: 'SUPERSEDED',
    message: /the endpoint serves somebody-elses, which somebody deployed after/,
  },
  'somebody who deploys while the candidate is': {
    update: 'taken by another',
    end: 'superseded',
    serving: 'another',
    word: 'SUPERSEDED',
    message: /somebody-elses, which somebody deployed in the meantime/,
  },
  'somebody who activates a baseline meanwhile': {
    before: ['renew', activate('2026-01-09-by-hand')],
    end: 'promoted-old-baseline',
    serving: 'new',
    word: 'RETRAINED',
    message: /the baseline 2026-01-09-by-hand, which somebody activated in the meantime, stays/,
  },
  'a baseline that cannot be renewed': {
    brokenSteps: { renew: 'Error' },
    end: 'promoted-old-baseline',
    serving: 'new',
    word: 'RETRAINED',
    message: /^Renew: .*renew is broken/,
  },
  'a model whose making was answered to nobody': {
    exists: 'own',
    end: 'promoted',
    serving: 'new',
    word: 'RETRAINED',
    message: /accuracy/,
  },
  'a configuration whose making was answered to nobody': {
    exists: 'own',
    existing: 'config',
    end: 'promoted',
    serving: 'new',
    word: 'RETRAINED',
    message: /accuracy/,
  },
  'a model of its name that somebody else made': {
    exists: 'somebody-elses',
    end: 'failed',
    status: 'FAILED',
    word: 'RETRAINING FAILED',
    message: /^CreateModel: NameTaken: something else exists under the name of this retraining/,
  },
  'a configuration of its name that somebody else made': {
    exists: 'somebody-elses',
    existing: 'config',
    end: 'failed',
    status: 'FAILED',
    word: 'RETRAINING FAILED',
    message: /^CreateEndpointConfig: NameTaken/,
  },
  ...failures('plan', 'gather', 'manifest', 'judge', 'register', 'ask', 'deploy'),
  ...brokenCalls('createModel', 'createModelPackage', 'createEndpointConfig'),
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
      status: 'FAILED',
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
      status: 'FAILED',
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

const entered = new Set<string>();

async function playCase({ monitor = AUTOMATIC, ...script }: Partial<Play>): Promise<Played> {
  const played = await play(CHECKED, { monitor, ...script });
  expect(played.late).toEqual([]);
  for (const event of played.events) if (event.type === 'stateEntered') entered.add(event.state);
  return played;
}

/** The configuration that serves captures as before. */
function servedConfig({ sagemaker }: Played): string {
  const config = sagemaker.configs.get(sagemaker.serving);
  if (config !== undefined) expect(config['DataCaptureConfig']).toEqual(CAPTURE);
  return sagemaker.serving;
}

describe('the retraining machine', () => {
  const CONFIGS: Record<Serving, string> = { old: OLD_CONFIG, new: NEW_CONFIG, another: 'somebody-elses' };

  it.each(Object.entries(CASES))(
    'with %s ends as it should, free to run again',
    async (_name, { end, word, message, serving = 'old', status = 'SUCCEEDED', ...script }) => {
      const played = await playCase(script);
      const { outcome, state, alerts, store } = played;

      expect(outcome.status).toBe(status);
      expect(servedConfig(played)).toBe(CONFIGS[serving]);
      expect(state.lock).toBeNull();
      expect(state.retraining).toBeNull();
      expect(state.outbox).toEqual([]);
      expect(state.retrainings).toHaveLength(1);
      expect(state.retrainings[0]).toMatchObject({ id: ID, end, message: expect.stringMatching(message) });
      const ended = alerts.filter((alert) => alert.state === 'ended');
      expect(ended.map(({ dedupeKey }) => dedupeKey)).toEqual([`parcels/${ID}/${end}`]);
      expect(ended[0].title.startsWith(`[${word}] parcels: `)).toBe(true);
      const record = JSON.parse(
        new TextDecoder().decode((await store.get(new RetrainingKeys('parcels', ID).record))!.bytes),
      );
      expect(record).toMatchObject(state.retrainings[0]);
      // What was open stays open unless the model that caused it is gone.
      const isNoted = serving === 'new' && end.startsWith('promoted') && !script.brokenSteps;
      expect(state.incidents.map((incident) => incident.state)).toEqual([isNoted ? 'recovered' : 'open']);
      expect(state.model?.endpointConfig ?? null).toBe(isNoted ? NEW_CONFIG : null);
      if (isNoted) {
        expect(state.model!.previous).toEqual({ retraining: null, endpointConfig: OLD_CONFIG, baseline: null });
      }
    },
  );

  it('trains again where there was no capacity, under another name, and only there', async () => {
    const names = async (training: string[]) => (await playCase({ training })).sagemaker.trained;

    expect(await names(['CapacityError: none'])).toEqual([`${NEW_CONFIG}-0`, `${NEW_CONFIG}-1`]);
    // The job is called after capacity and has a parameter of that name.
    expect(await names(['AlgorithmError: broken'])).toEqual([`${NEW_CONFIG}-0`]);
  });

  it('has the live model score again what another model has answered', async () => {
    const models = async (script: Partial<Play>) => {
      const { calls } = (await playCase(script)).sagemaker;
      return calls
        .filter(({ action }) => action === 'createTransformJob.sync')
        .map(({ request }) => request['ModelName']);
    };

    expect(await models({})).toEqual([NEW_CONFIG]);
    expect(await models({ configMade: '2026-01-09T12:00:00Z' })).toEqual([NEW_CONFIG, 'parcels-v1']);
  });

  it.each([
    [{}, 'rolled back', ['Rejected']],
    [{}, 'updated', []],
    [{ monitor: MANUAL, person: 'approves' }, 'updated', ['Approved']],
    [{ monitor: MANUAL, person: 'approves' }, 'rolled back', ['Approved', 'Rejected']],
    [{ monitor: MANUAL, person: 'refuses' }, 'updated', ['Rejected']],
    [{ monitor: MANUAL }, 'updated', ['Rejected']],
  ] as const)('leaves no candidate approved that does not serve: %j, %s', async (script, update, statuses) => {
    const { calls } = (await playCase({ ...script, update })).sagemaker;
    const said = calls.filter(({ action }) => action === 'updateModelPackage').map(({ request }) => request);
    expect(said.map((request) => request['ModelApprovalStatus'])).toEqual(statuses);
    for (const { ApprovalDescription } of said) expect(ApprovalDescription).toMatch(/alice|in time|rolled/);
  });

  it('activates the candidate’s baseline', async () => {
    const { state, store } = await playCase({});

    expect(state.baseline).toBe(state.model!.baseline);
    expect(await store.get(`parcels/baselines/${state.baseline}/baseline.json`)).not.toBeNull();
  });

  it('tells a person what to answer with, once', async () => {
    const { alerts } = await playCase({ monitor: MANUAL, person: 'approves' });

    const asked = alerts.filter(({ state }) => state === 'waiting');
    expect(asked).toHaveLength(1);
    expect(asked[0].text).toContain(`approve parcels ${ID}`);
    expect(asked[0].text).toContain(`refuse parcels ${ID}`);
  });

  it('does nothing where it is not permitted, and lets the request wait under another name', async () => {
    const { outcome, state, alerts, sagemaker } = await playCase({
      before: [
        'permit',
        async (store) => {
          const lock = { owner: 'another', execution: 'another', expiresAt: Date.UTC(2027, 0, 1) };
          await updateState(store, 'parcels', (before) => ({ state: { ...before, lock } }));
        },
      ],
    });

    expect(outcome).toMatchObject({ output: { end: 'not-permitted', message: 'another is running' } });
    expect([alerts, sagemaker.calls, state.retrainings]).toEqual([[], [], []]);
    expect(state.retraining).toMatchObject({ id: ID, attempt: 2 });
    expect(state.lock).toMatchObject({ owner: 'another' });
  });

  it('leaves the request to the next check when it cannot even ask for permission', async () => {
    const { outcome, state, alerts } = await playCase({ brokenSteps: { permit: 'Error' } });

    expect(outcome).toMatchObject({ status: 'FAILED', error: 'RetrainingFailed' });
    expect([alerts, state.retrainings, state.lock]).toEqual([[], [], null]);
    expect(state.retraining).toMatchObject({ id: ID, attempt: 2 });
  });

  it('ends nothing that another execution has taken over', async () => {
    const lose = async (store: Played['store']) => {
      await updateState(store, 'parcels', (state) => ({
        state: { ...state, lock: { owner: 'another', execution: 'another', expiresAt: Date.UTC(2027, 0, 1) } },
      }));
    };
    const { sagemaker, state } = await playCase({ before: ['manifest', lose] });

    expect(sagemaker.calls.map(({ action }) => action)).toEqual([
      'describeEndpoint',
      'describeEndpointConfig',
      'describeModel',
    ]);
    expect(state.lock).toMatchObject({ owner: 'another' });
    expect(state.retrainings[0]).toMatchObject({ end: 'failed', message: expect.stringMatching(/LockLostError/) });
  });
});

describe('a rollback', () => {
  const INPUT = {
    monitor: 'parcels',
    id: `rollback-of-${ID}`,
    action: 'rollback',
    reason: 'asked for by alice',
  } as const;

  /** What is stored after a candidate was promoted. */
  const promoted = async () => contentOf((await playCase({})).store);

  it.each([
    ['updated', 'restored', 'RESTORED', 'SUCCEEDED'],
    ['answer lost', 'restored', 'RESTORED', 'SUCCEEDED'],
    ['rolled back', 'rolled-back', 'ROLLBACK FAILED', 'SUCCEEDED'],
    ['refused', 'failed', 'ROLLBACK FAILED', 'FAILED'],
    ['failed', 'deployment-failed', 'ROLLBACK FAILED', 'FAILED'],
    ['taken by another', 'superseded', 'SUPERSEDED', 'SUCCEEDED'],
  ] as const)('whose update is %s ends as %s', async (update, end, word, status) => {
    const content = await promoted();
    const before = await loadState(new MemoryStore(content), 'parcels');

    const played = await play(content, { monitor: AUTOMATIC, input: INPUT, serving: NEW_CONFIG, update });

    const { state, alerts, outcome, sagemaker } = played;
    expect(outcome.status).toBe(status);
    expect(state.lock).toBeNull();
    expect(state.retrainings.map((run) => run.end)).toEqual(['promoted', end]);
    expect(alerts.map(({ title }) => title.split(']')[0])).toEqual([`[${word}`]);
    const back = { retraining: null, endpointConfig: OLD_CONFIG, baseline: null, previous: null };
    if (end === 'restored') {
      expect(servedConfig(played)).toBe(OLD_CONFIG);
      expect(state.model).toMatchObject(back);
      expect(state.baseline).toBeNull();
    } else {
      expect(state.model).toEqual(before.state.model);
      expect(state.baseline).toBe(before.state.baseline);
    }
    expect(sagemaker.calls.filter(({ action }) => action === 'createEndpointConfig')).toEqual([]);
  });

  it('is not made where nothing served before', async () => {
    const { state, sagemaker } = await playCase({ input: INPUT });

    expect(state.retrainings[0]).toMatchObject({ end: 'failed', message: 'there is no previous model to go back to' });
    expect(sagemaker.serving).toBe(OLD_CONFIG);
  });
});

describe('its text', () => {
  it('is Amazon States Language', () => {
    // It writes into what it is given.
    expect(validate(structuredClone(MACHINE)).errorsText()).toBe('');
  });

  it('is as it was', async () => {
    await expect(`${JSON.stringify(MACHINE, null, 1)}\n`).toMatchFileSnapshot('golden/machine.json');
  });
});

describe('a function that dies', () => {
  it.each(['before', 'after'] as const)(
    '%s any write or message changes nothing about the end, and tells people the same',
    async (moment) => {
      const undisturbed = await playCase({ monitor: MANUAL, person: 'approves' });
      const keysOf = ({ alerts }: Played) => [...new Set(alerts.map(({ dedupeKey }) => dedupeKey))];
      for (let at = 1; at <= undisturbed.operations; at++) {
        const crashed = await playCase({ monitor: MANUAL, person: 'approves', crash: { at, moment } });

        const label = `operation ${at}`;
        expect(crashed.outcome.status, label).toBe('SUCCEEDED');
        expect(crashed.sagemaker.serving, label).toBe(NEW_CONFIG);
        expect(crashed.state.lock, label).toBeNull();
        expect(crashed.state.outbox, label).toEqual([]);
        expect(
          crashed.state.retrainings.map(({ end }) => end),
          label,
        ).toEqual(['promoted']);
        expect(crashed.state.baseline, label).toBe(undisturbed.state.baseline);
        expect(keysOf(crashed), label).toEqual(keysOf(undisturbed));
        expect(crashed.sagemaker.trained, label).toEqual(undisturbed.sagemaker.trained);
      }
    },
  );
});

describe('all cases together', () => {
  it('enter every state', () => {
    expect([...entered].sort()).toEqual([...Object.keys(MACHINE.States), 'GatherWindow'].sort());
  });
});

import validate from 'asl-validator';
import { describe, expect, it } from 'vitest';
import { RetrainingKeys } from '../../../../lambdas/core/decision/retraining/keys.ts';
import { updateState } from '../../../../lambdas/core/decision/state-session.ts';
import { loadState } from '../../../../lambdas/core/decision/state-store.ts';
import { MemoryStore } from '../../stories/memory-store.ts';
import { contentOf } from '../../stories/story-fixture.ts';
import { AUTOMATIC, CASES, COPY, ID, MANUAL, NEW_CONFIG, type Serving } from './cases.ts';
import { expectSameEnd } from './crashes.ts';
import { checkedStore, OLD_CONFIG } from './parcels-served.ts';
import { MACHINE, type Play, type Played, play } from './play.ts';
import { CAPTURE } from './sagemaker.ts';

const CHECKED = await checkedStore();

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
  const CONFIGS: Record<Serving, string> = { old: OLD_CONFIG, new: NEW_CONFIG, another: 'foreign', copy: COPY };

  it.each(Object.entries(CASES))(
    'with %s ends as it should, free to run again',
    async (_name, { end, word, message, serving = 'old', ...script }) => {
      const played = await playCase(script);
      const { outcome, state, alerts, store } = played;

      expect(outcome).toMatchObject({ status: 'SUCCEEDED', output: { end, notified: true } });
      expect(servedConfig(played)).toBe(CONFIGS[serving]);
      // They stay where the deployment may go on, and where they cannot be removed.
      const areLeft =
        (end === 'deployment-failed' && script.undo === undefined) || script.broken?.includes('deleteAlarms');
      expect(played.sagemaker.alarms.size).toBe(areLeft ? 2 : 0);
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
      const isNoted = serving === 'new' && end.startsWith('promoted') && !script.brokenSteps?.activateBaseline;
      expect(state.incidents.map((incident) => incident.state)).toEqual([isNoted ? 'recovered' : 'open']);
      expect(state.model?.endpointConfig ?? null).toBe(isNoted ? NEW_CONFIG : null);
      if (isNoted) {
        expect(state.model!.previous).toEqual({ retraining: null, endpointConfig: COPY, baseline: null });
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
  ] as const)('leaves no package approved whose model does not serve: %j, %s', async (script, update, statuses) => {
    const { calls } = (await playCase({ ...script, update })).sagemaker;
    const said = calls.filter(({ action }) => action === 'updateModelPackage').map(({ request }) => request);
    expect(said.map((request) => request['ModelApprovalStatus'])).toEqual(statuses);
    for (const { ApprovalDescription } of said) expect(ApprovalDescription).toMatch(/alice|in time|rolled/);
  });

  it('copies the configuration that serves under a name of its own, unless it has one', async () => {
    const configs = async (serving: string) => {
      const { state, sagemaker } = await playCase({ serving });
      const made = sagemaker.calls.filter(({ action }) => action === 'createEndpointConfig');
      const updated = sagemaker.calls.filter(({ action }) => action === 'updateEndpoint');
      return {
        made: made.map(({ request }) => request['EndpointConfigName']),
        copied: sagemaker.configs.get(COPY)?.['ProductionVariants'],
        updated: updated.map(({ request }) => request['EndpointConfigName']),
        previous: state.model?.previous?.endpointConfig,
      };
    };
    const earlier = 'driftwarden-parcels-retraining-2025-06-01';
    const variants = [expect.objectContaining({ ModelName: 'parcels-v1' })];
    expect(await configs(OLD_CONFIG)).toEqual({
      made: [COPY, NEW_CONFIG],
      copied: variants,
      updated: [NEW_CONFIG],
      previous: COPY,
    });
    // Another monitor's is not its own.
    expect(await configs('driftwarden-others-retraining-2025-06-01')).toMatchObject({ previous: COPY });
    expect(await configs(earlier)).toEqual({
      made: [NEW_CONFIG],
      copied: undefined,
      updated: [NEW_CONFIG],
      previous: earlier,
    });
  });

  it('activates the candidate’s baseline', async () => {
    const { state, store } = await playCase({});

    expect(state.baseline).toBe(state.model!.baseline);
    expect(await store.get(`parcels/baselines/${state.baseline}/baseline.json`)).not.toBeNull();
  });

  it('sends the commands for an answer, once', async () => {
    const { alerts } = await playCase({ monitor: MANUAL, person: 'approves' });

    const requested = alerts.filter(({ state }) => state === 'waiting');
    expect(requested).toHaveLength(1);
    expect(requested[0].text).toContain(`approve parcels ${ID}`);
    expect(requested[0].text).toContain(`reject parcels ${ID}`);
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

  it('leaves the request to the next check when the permission step fails', async () => {
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
    reason: 'requested by alice',
  } as const;

  /** What is stored after a candidate was promoted. */
  const promoted = async () => contentOf((await playCase({})).store);

  it.each([
    ['updated', 'restored', 'RESTORED', 'SUCCEEDED'],
    ['answer lost', 'restored', 'RESTORED', 'SUCCEEDED'],
    ['rolled back', 'rolled-back', 'ROLLBACK FAILED', 'SUCCEEDED'],
    ['refused', 'failed', 'ROLLBACK FAILED', 'SUCCEEDED'],
    ['failed', 'deployment-failed', 'ROLLBACK FAILED', 'SUCCEEDED'],
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
    const back = { retraining: null, endpointConfig: COPY, baseline: null, previous: null };
    if (end === 'restored') {
      expect(servedConfig(played)).toBe(COPY);
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

    expect(state.retrainings[0]).toMatchObject({ end: 'failed', message: 'there is no previous model' });
    expect(sagemaker.serving).toBe(OLD_CONFIG);
  });
});

describe('its text', () => {
  it('is Amazon States Language', () => {
    // It writes into what it is given.
    expect(validate(structuredClone(MACHINE)).errorsText()).toBe('');
  });

  it('is the definition that was reviewed last, in golden/machine.json', async () => {
    await expect(`${JSON.stringify(MACHINE, null, 1)}\n`).toMatchFileSnapshot('golden/machine.json');
  });
});

describe('a function that dies', () => {
  it.each(['before', 'after'] as const)(
    '%s every fifth write or message has the same end and the same alerts',
    (moment) => expectSameEnd(moment, 5),
  );
});

describe('all cases together', () => {
  it('enter every state', () => {
    expect([...entered].sort()).toEqual(
      [...Object.keys(MACHINE.States), 'RenewForWindow', 'PrepareWindow', 'CreateAlarm'].sort(),
    );
  });
});

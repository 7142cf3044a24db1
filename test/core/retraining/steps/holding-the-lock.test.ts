import { describe, expect, it } from 'vitest';
import { updateState } from '../../../../lambdas/core/decision/state-session.ts';
import { STEP_SCHEMAS, type StepName, type StepRequest } from '../../../../lambdas/core/retraining/contract.ts';
import { retrainingStep } from '../../../../lambdas/core/retraining/retrain.ts';
import {
  CONTROL_STEP_NAMES,
  DATA_STEP_NAMES,
  stepRequestSchema,
} from '../../../../lambdas/core/retraining/step-requests.ts';
import { contentOf, DAY } from '../../stories/story-fixture.ts';
import { ID, LIVE, monitorFile, NOW, RetrainingStory } from './retraining-fixture.ts';

/** What a step is asked, of all that steps are asked. */
function requestOf(step: StepName, execution: string): StepRequest {
  const fields = {
    action: 'retrain',
    reason: 'accuracy < 0.8',
    window: '2001-02-01',
    part: 'training',
    maximumRows: 10,
    live: LIVE,
    artifacts: 's3://model',
    model: 'candidate',
    traffic: [],
    before: step === 'renew' ? 'step' : [],
    deployedAt: '2001-02-10T00:00:00Z',
    sampling: 100,
    token: 'the token',
    modelPackage: 'arn:package',
    previousConfig: 'old',
    endpointConfig: 'new',
    unconfirmed: '',
    outcome: { end: 'failed', message: 'it broke' },
  };
  const { shape } = STEP_SCHEMAS[step].request;
  const wanted = Object.entries(fields).filter(([field]) => field in shape);
  return stepRequestSchema.parse({ ...Object.fromEntries(wanted), step, monitor: 'story', id: ID, execution });
}

async function openStory() {
  const story = await RetrainingStory.open(
    monitorFile('', '{ uri: captures, features: [weight], prediction: { score: 0 } }'),
  );
  await story.write(story.keys.registration, '{"baseline":"b2"}');
  const context = story.context();
  const { monitor } = context;
  const act = (step: StepName, execution: string) => retrainingStep(requestOf(step, execution), monitor, context);
  return { story, act };
}

describe('a step of an execution that has lost the lock', () => {
  it.each([...CONTROL_STEP_NAMES, ...DATA_STEP_NAMES].filter((step) => step !== 'permit' && step !== 'end'))(
    '%s changes nothing',
    async (step) => {
      const { story, act } = await openStory();
      const before = await contentOf(story.store);

      await expect(act(step, 'another')).rejects.toThrow(/another no longer holds the lock/);

      expect(await contentOf(story.store)).toEqual(before);
      expect(story.fixture.alerts).toEqual([]);
    },
  );

  it('end leaves the run to the holder of the lock', async () => {
    const { story, act } = await openStory();
    const before = await contentOf(story.store);

    expect(await act('end', 'another')).toEqual({ end: 'failed', message: '', notified: false });

    expect(await contentOf(story.store)).toEqual(before);
    expect(story.fixture.alerts).toEqual([]);
  });

  it('permit refuses, and leaves the run to the holder of the lock', async () => {
    const { story, act } = await openStory();
    const before = await contentOf(story.store);

    expect(await act('permit', 'another')).toMatchObject({ permitted: false, message: `${ID} is running` });

    expect(await contentOf(story.store)).toEqual(before);
  });
});

describe('a repeated step', () => {
  it('end sends one alert', async () => {
    const { story, act } = await openStory();

    const answers = [await act('end', 'one'), await act('end', 'one')];

    expect(answers[0]).toEqual({ end: 'failed', message: 'it broke', notified: true });
    expect(answers[1]).toEqual(answers[0]);
    expect(story.fixture.alerts.map(({ dedupeKey }) => dedupeKey)).toEqual([`story/${ID}/failed`]);
  });

  it('permit continues the same run', async () => {
    const { story, act } = await openStory();

    expect(await act('permit', 'one')).toEqual({
      permitted: true,
      message: '',
      endpoint: 'story',
      variant: 'captures',
    });

    expect((await story.fixture.state()).retrainings).toHaveLength(1);
  });

  it('permit ends a run that had stopped, with a record and an alert', async () => {
    const { story, act } = await openStory();
    await updateState(story.store, 'story', (state) => ({
      state: { ...state, lock: { ...state.lock!, expiresAt: NOW - DAY } },
    }));

    expect(await act('permit', 'one')).toMatchObject({ permitted: false, message: `${ID} has ended: abandoned` });

    expect(story.fixture.alerts.map(({ dedupeKey }) => dedupeKey)).toEqual([`story/${ID}/abandoned`]);
    expect(JSON.parse((await story.text(story.keys.record))!)).toMatchObject({ id: ID, end: 'abandoned' });
  });
});

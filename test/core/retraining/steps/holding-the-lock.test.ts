import { describe, expect, it } from 'vitest';
import { updateState } from '../../../../lambdas/core/decision/state-store.ts';
import {
  CONTROL_STEP_NAMES,
  DATA_STEP_NAMES,
  type StepName,
  type StepRequest,
  type Steps,
} from '../../../../lambdas/core/retraining/contract.ts';
import { retrainingStep } from '../../../../lambdas/core/retraining/retrain.ts';
import { contentOf, DAY } from '../../stories/world.ts';
import { ID, LIVE, monitorFile, NOW, RetrainingStory } from './retraining-world.ts';

/** More than a step is told: each takes what it needs. */
function requestOf(step: StepName, execution: string): StepRequest & { readonly step: never } {
  const told = {
    action: 'retrain',
    reason: 'accuracy < 0.8',
    window: '2001-02-01',
    part: 'training',
    maximumRows: 10,
    live: LIVE,
    artifacts: 's3://model',
    model: 'candidate',
    token: 'the token',
    modelPackage: 'arn:package',
    previousConfig: 'old',
    endpointConfig: 'new',
    outcome: { end: 'failed', message: 'it broke' },
  };
  return { ...told, step: step as never, monitor: 'story', id: ID, execution };
}

async function openStory() {
  const story = await RetrainingStory.open(
    monitorFile('', '{ uri: captures, features: [weight], prediction: { score: 0 } }'),
  );
  await story.write(story.keys.registration, '{"baseline":"b2"}');
  const { monitor, world } = story.context();
  const act = <N extends StepName>(step: N, execution: string) =>
    retrainingStep(requestOf(step, execution) as Steps[N]['request'] & { step: N }, monitor, world);
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
      expect(story.world.alerts).toEqual([]);
    },
  );

  it('end leaves the run to who has it', async () => {
    const { story, act } = await openStory();
    const before = await contentOf(story.store);

    expect(await act('end', 'another')).toEqual({ end: 'failed', message: '', told: false });

    expect(await contentOf(story.store)).toEqual(before);
    expect(story.world.alerts).toEqual([]);
  });

  it('permit refuses, and leaves the run to who has it', async () => {
    const { story, act } = await openStory();
    const before = await contentOf(story.store);

    expect(await act('permit', 'another')).toMatchObject({ permitted: false, message: `${ID} is running` });

    expect(await contentOf(story.store)).toEqual(before);
  });
});

describe('a repeated step', () => {
  it('end tells people once', async () => {
    const { story, act } = await openStory();

    const answers = [await act('end', 'one'), await act('end', 'one')];

    expect(answers[0]).toEqual({ end: 'failed', message: 'it broke', told: true });
    expect(answers[1]).toEqual(answers[0]);
    expect(story.world.alerts.map(({ dedupeKey }) => dedupeKey)).toEqual([`story/${ID}/failed`]);
  });

  it('permit goes on with the same run', async () => {
    const { story, act } = await openStory();

    expect(await act('permit', 'one')).toEqual({
      permitted: true,
      message: '',
      endpoint: 'story',
      variant: 'captures',
    });

    expect((await story.world.state()).retrainings).toHaveLength(1);
  });

  it('permit ends what died before, with a record and a message', async () => {
    const { story, act } = await openStory();
    await updateState(story.store, 'story', (state) => ({
      state: { ...state, lock: { ...state.lock!, expiresAt: NOW - DAY } },
    }));

    expect(await act('permit', 'one')).toMatchObject({ permitted: false, message: `${ID} has ended: abandoned` });

    expect(story.world.alerts.map(({ dedupeKey }) => dedupeKey)).toEqual([`story/${ID}/abandoned`]);
    expect(JSON.parse((await story.text(story.keys.record))!)).toMatchObject({ id: ID, end: 'abandoned' });
  });
});

import { describe, expect, it } from 'vitest';
import type { MonitorState } from '../../../../lambdas/core/decision/state.ts';
import { updateState } from '../../../../lambdas/core/decision/state-session.ts';
import type { LiveEndpoint } from '../../../../lambdas/core/retraining/contract.ts';
import { deployStep } from '../../../../lambdas/core/retraining/steps/deploy.ts';
import { checkedWindowOf, signalOf } from '../../decision/checked-windows.ts';
import { ID, monitorFile, NOW, RetrainingStory } from './retraining-fixture.ts';

const VARIANTS = { ProductionVariants: [{ VariantName: 'AllTraffic', ModelName: 'parcels-v2' }] };
const LIVE: LiveEndpoint = {
  endpoint: { EndpointName: 'parcels', EndpointConfigName: 'second' },
  config: VARIANTS,
};
const MODEL: MonitorState['model'] = {
  ...{ retraining: 'retraining-2001-01-01', endpointConfig: 'second', baseline: 'b2', since: NOW },
  previous: { retraining: null, endpointConfig: 'first', baseline: 'b1' },
};

async function openStory(change: (state: MonitorState) => Partial<MonitorState> = () => ({})) {
  const story = await RetrainingStory.open(
    monitorFile('', '{ uri: captures/AllTraffic, features: [weight], prediction: { score: 0 } }'),
  );
  const { name } = story.fixture.monitor;
  await updateState(story.store, name, (state) => ({ state: { ...state, ...change(state) } }));
  const judged = { judgedAgainst: 'second', message: 'better', text: [] };
  await story.write(story.keys.comparison, JSON.stringify(judged));
  const deploy = (action: 'retrain' | 'rollback', live = LIVE) =>
    deployStep(
      { step: 'deploy', monitor: name, id: ID, execution: 'one', action, live, model: 'candidate', traffic: [] },
      story.context(),
    );
  return { story, deploy };
}

/** Broken data in the window that requested the retraining, for which nothing is deployed. */
const brokenData = ({ retrainings }: MonitorState): Partial<MonitorState> => {
  const broken = checkedWindowOf(0, { signals: [signalOf('data-quality', 'breach')] });
  return {
    model: MODEL,
    checks: { drift: [broken], accuracy: [] },
    retrainings: retrainings.map((run) => ({ ...run, since: broken.window })),
  };
};

const refused = { permitted: false, config: null, alarms: [], update: {}, endpointConfig: '' };

describe('the step that deploys a candidate', () => {
  it('puts it into the live variant', async () => {
    const { deploy } = await openStory(() => ({ model: MODEL }));
    const deployment = await deploy('retrain');
    const name = 'driftwarden-story-retraining-2001-02-05';
    expect(deployment).toMatchObject({ permitted: true, end: 'failed', message: '', endpointConfig: name });
    expect(deployment.config).toMatchObject({
      EndpointConfigName: name,
      ProductionVariants: [{ VariantName: 'AllTraffic', ModelName: 'candidate' }],
    });
    expect(deployment.update).toMatchObject({ EndpointName: 'parcels', EndpointConfigName: name });
    expect(deployment).toMatchObject({
      copy: { ...VARIANTS, EndpointConfigName: `${name}-previous` },
      previousConfig: `${name}-previous`,
      undo: { EndpointName: 'parcels', EndpointConfigName: `${name}-previous`, RetainAllVariantProperties: true },
      // Nothing is captured.
      sampling: null,
    });
  });

  it('refuses where another model was deployed since the candidate was judged', async () => {
    const { deploy } = await openStory();
    const live = { ...LIVE, endpoint: { ...LIVE.endpoint, EndpointConfigName: 'by hand' } };
    expect(await deploy('retrain', live)).toMatchObject({
      ...refused,
      end: 'superseded',
      message: 'the endpoint serves by hand, which was deployed after the candidate was judged against second',
    });
  });

  it('refuses where the data that it was trained on turned out to be broken', async () => {
    const { deploy } = await openStory(brokenData);
    expect(await deploy('retrain')).toMatchObject({
      ...refused,
      end: 'failed',
      message: 'not deployed: the data of window 2001-02-01 is broken: fix the data first',
    });
  });
});

describe('the step that rolls back', () => {
  it('restores the previous configuration at once, whatever is said of data and of candidates', async () => {
    const { deploy } = await openStory(brokenData);
    const live = { ...LIVE, endpoint: { ...LIVE.endpoint, EndpointConfigName: 'by hand' } };
    const { maximumPolls, ...deployment } = await deploy('rollback', live);
    expect(deployment).toEqual({
      permitted: true,
      end: 'failed',
      message: '',
      config: null,
      copy: null,
      alarms: [],
      update: { EndpointName: 'parcels', EndpointConfigName: 'first', RetainAllVariantProperties: true },
      endpointConfig: 'first',
      undo: {},
      previousConfig: '',
      sampling: null,
    });
    expect(maximumPolls).toBe((await deploy('retrain', live)).maximumPolls);
  });

  it.each([
    ['no model was replaced', null],
    ['it was rolled back before', { ...MODEL, previous: null } as MonitorState['model']],
  ])('refuses where %s', async (_name, model) => {
    const { deploy } = await openStory(() => ({ model }));
    expect(await deploy('rollback')).toMatchObject({
      ...refused,
      end: 'failed',
      message: 'there is no previous model',
    });
  });
});

import { RetrainingKeys } from '../../../../lambdas/core/decision/retraining/keys.ts';
import { beginRun } from '../../../../lambdas/core/decision/retraining/run.ts';
import { updateState } from '../../../../lambdas/core/decision/state-session.ts';
import type { ObjectStore } from '../../../../lambdas/core/ports.ts';
import type { LiveEndpoint, StepAnswer } from '../../../../lambdas/core/retraining/contract.ts';
import type { StepContext } from '../../../../lambdas/core/retraining/steps/context.ts';
import { planStep } from '../../../../lambdas/core/retraining/steps/plan.ts';
import { prepareDatasetStep } from '../../../../lambdas/core/retraining/steps/prepare-dataset.ts';
import { manifestStep } from '../../../../lambdas/core/retraining/steps/write-manifest.ts';
import { DAY, FIRST_DAY, StoryFixture } from '../../stories/story-fixture.ts';

export const ID = 'retraining-2001-02-05';
export const NOW = FIRST_DAY + 10 * DAY;
const RESULTS_URI = 'file:///results/';

/** An endpoint of one variant. */
export const LIVE: LiveEndpoint = {
  endpoint: { EndpointName: 'parcels' },
  config: { ProductionVariants: [{ VariantName: 'AllTraffic', ModelName: 'parcels-v1' }] },
};

/** The monitor file of a retraining's data steps. */
export function monitorFile(retraining: string, capture: string, more = ''): string {
  return `
model: parcels-v1
problem: binary-classification
capture: ${capture}
labels: { uri: labels, lag: P1D, maxAge: P14D }
${more}
retraining:
  commands: { train: [train], score: [score] }
${retraining}
`;
}

/** One retraining whose execution holds the lock. */
export class RetrainingStory {
  readonly fixture: StoryFixture;
  readonly keys: RetrainingKeys;

  private constructor(fixture: StoryFixture) {
    this.fixture = fixture;
    this.keys = new RetrainingKeys(fixture.monitor.name, ID);
  }

  static async open(file: string): Promise<RetrainingStory> {
    const story = new RetrainingStory(StoryFixture.open(file));
    await updateState(story.store, story.fixture.monitor.name, (state) => ({
      state: beginRun(
        state,
        { monitor: story.fixture.monitor.name, id: ID, action: 'retrain', reason: 'accuracy < 0.8', execution: 'one' },
        NOW,
        NOW + DAY,
      ),
    }));
    return story;
  }

  get store(): ObjectStore {
    return this.fixture.store;
  }

  context(now = NOW): StepContext {
    const { monitor } = this.fixture;
    const workflow = { start: async () => {}, answer: async () => {} };
    const answerCommands = () => ({ approve: 'approve it', reject: 'reject it' });
    const context = {
      ...this.fixture.at(now),
      resultsUri: RESULTS_URI,
      outputKey: null,
      workflow,
      alarmPrefix: null,
      tags: [],
      answerCommands,
    };
    return { ...context, monitor, settings: monitor.retraining! };
  }

  request<N extends 'plan' | 'prepareDataset' | 'manifest'>(step: N) {
    return { step, monitor: this.fixture.monitor.name, id: ID, execution: 'one' };
  }

  plan(): Promise<StepAnswer<'plan'>> {
    return planStep(this.request('plan'), this.context());
  }

  prepare(window: string, part: 'training' | 'held-out', maximumRows = 1000): Promise<StepAnswer<'prepareDataset'>> {
    return prepareDatasetStep({ ...this.request('prepareDataset'), window, part, maximumRows }, this.context());
  }

  manifest(live: LiveEndpoint = LIVE): Promise<StepAnswer<'manifest'>> {
    return manifestStep({ ...this.request('manifest'), live }, this.context());
  }

  async text(key: string): Promise<string | null> {
    const stored = await this.store.get(key);
    return stored && new TextDecoder().decode(stored.bytes);
  }

  async write(key: string, text: string): Promise<void> {
    await this.store.put(key, new TextEncoder().encode(text));
  }
}

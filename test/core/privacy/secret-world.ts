import { latestWindowWithData } from '../../../lambdas/core/check/latest-window.ts';
import type { ValueMode } from '../../../lambdas/core/text/redactor.ts';
import { validateData } from '../../../lambdas/core/validate/validate-data.ts';
import { DAY, FIRST_DAY, StoryFixture } from '../stories/story-fixture.ts';
import type { Secrets } from './secrets.ts';

/** What a run came to: results, or the error that ended it. */
export interface Outcome {
  readonly results: readonly unknown[];
  readonly errors: readonly unknown[];
}

/** A monitor over data full of secrets, and what people do with it. */
export interface SecretWorld {
  readonly name: string;
  /** YAML, but for the section `privacy`. */
  readonly monitor: (secrets: Secrets) => string;
  readonly write: (fixture: StoryFixture, secrets: Secrets) => void;
  readonly steps: readonly ((fixture: StoryFixture) => Promise<unknown>)[];
}

/** Lives through a world. */
export async function live(
  world: SecretWorld,
  secrets: Secrets,
  mode: ValueMode,
): Promise<Outcome & { fixture: StoryFixture }> {
  const fixture = StoryFixture.open(`${world.monitor(secrets)}\nprivacy: { values: ${mode} }\n`);
  world.write(fixture, secrets);
  const results: unknown[] = [];
  const errors: unknown[] = [];
  for (const step of world.steps) {
    try {
      results.push(await step(fixture));
    } catch (error) {
      errors.push(error);
    }
  }
  return { fixture, results, errors };
}

export const baseline = (fixture: StoryFixture) =>
  fixture.buildBaseline().then(({ rejected, times }) => ({ rejected, times }));
export const drift = (day: number) => (fixture: StoryFixture) => fixture.checkDrift(day);
export const byHand = (day: number) => (fixture: StoryFixture) => fixture.checkDrift(day, { byHand: true });
export const dry = (day: number) => (fixture: StoryFixture) => fixture.checkDrift(day, { dryRun: true });
export const accuracy = (day: number, now?: number) => (fixture: StoryFixture) => fixture.checkAccuracy(day, now);
export const validate = (fixture: StoryFixture) => validateData(fixture.monitor, fixture.at(FIRST_DAY + 20 * DAY));
export const latest = (fixture: StoryFixture) =>
  latestWindowWithData(fixture.monitor, fixture.at(FIRST_DAY + 20 * DAY, { byHand: true }));

import { afterAll, beforeAll, expect, it } from 'vitest';
import { DAY } from '../../core/stories/story-fixture.ts';
import { synthesizeStack } from './deployment.ts';
import { operate } from './retraining-account.ts';
import { retrainedDefinition } from './retraining-parcels.ts';
import { Stage } from './retraining-stage.ts';

/** Fired by the test alone. */
const sections = { schedule: '{ drift: "cron(0 6 1 1 ? *)", accuracy: "cron(30 6 1 1 ? *)", timeZone: UTC }' };
const monitor = (name: string, keep: string) =>
  retrainedDefinition({
    name,
    sections,
    retraining: { data: `{ since: incident, minimumRows: 300, keep: ${keep} }`, cooldown: 'PT1H' },
  });
const synthesized = synthesizeStack([monitor('rows-a', 'P5D'), monitor('rows-b', 'P9D')]);

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open(synthesized, ['rows-a', 'rows-b']);
});
afterAll(() => stage?.deployment.account.stop());

/** Folders of the rows of a monitor's retrainings. */
function rowsOf(name: string): string[] {
  const keys = [...stage.deployment.stored().keys()].filter((key) => key.startsWith(`retraining_data/${name}/`));
  return [...new Set(keys.map((key) => key.split('/')[3]))];
}

it('deletes the rows of a retraining for good, after the days of its monitor, and the next monitor keeps its own', async () => {
  const { account, stateBucket } = stage.deployment;
  for (const name of ['rows-a', 'rows-b']) {
    await stage.prepare(name);
    await stage.ask(name);
    await stage.settle(name);
    expect((await stage.ending(name)).run).toMatchObject({ end: 'promoted' });
    expect(rowsOf(name)).toEqual([
      'candidate-answers',
      'held-out-labels',
      'held-out',
      'prepared',
      'trained-ids',
      'training',
    ]);
  }
  const rows = account.s3.keys(stateBucket, 'retraining_data/rows-a/');

  await account.advanceTo(account.now + 8 * DAY);

  expect([rowsOf('rows-a'), rowsOf('rows-b').length]).toEqual([[], 6]);
  const bucket = account.s3.bucket(stateBucket);
  expect(rows.flatMap((key) => bucket.versions(key))).toEqual([]);
  await account.advanceTo(account.now + 3 * DAY);
  expect(rowsOf('rows-b')).toEqual([]);
});

it('leaves what the serving model, people and a way back need', async () => {
  const { account, stateBucket } = stage.deployment;
  const kept = account.s3.keys(stateBucket, 'rows-b/retrainings/').map((key) => key.split('/').slice(3).join('/'));
  expect(kept.map((key) => key.replace(/(?<=^model\/).*(?=\/output)/, '*'))).toEqual([
    'comparison.json',
    'manifest.json',
    'model/*/output/model.tar.gz',
    'registration.json',
    'retraining.json',
  ]);

  expect((await stage.team.serving('rows-b')).captured).toBe(true);
  await operate(stage.deployment, { operation: 'rollback', monitor: 'rows-b' });
  await stage.settle('rows-b');
  expect((await stage.ending('rows-b')).serves).toBe('copy');
  expect(account.denied()).toEqual([]);
});

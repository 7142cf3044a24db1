import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { synthesizeStack } from './deployment.ts';
import { operate } from './retraining-account.ts';
import { JOB, retrainedDefinition } from './retraining-parcels.ts';
import { Stage } from './retraining-stage.ts';

/** Encrypt the disks of jobs, and of the endpoints. */
const JOBS_KEY = 'arn:aws:kms:us-east-1:123456789012:key/jobs';
const ENDPOINT_KEY = 'arn:aws:kms:us-east-1:123456789012:key/endpoint';
const sections = { schedule: '{ drift: "cron(0 6 1 * ? *)", accuracy: "cron(30 6 1 * ? *)", timeZone: UTC }' };
const monitor = (name: string, retraining: Record<string, string> = {}) =>
  retrainedDefinition({ name, retraining, sections });
const trainingJob = JOB.replace('{', `{ volumeKey: '${JOBS_KEY}',`);

describe('an endpoint whose disks have a key', () => {
  const synthesized = synthesizeStack([
    monitor('sealed', { trainingJob, endpointKey: `'${ENDPOINT_KEY}'` }),
    monitor('unnamed', { trainingJob }),
  ]);
  let stage: Stage;

  beforeAll(async () => {
    stage = await Stage.open(synthesized, ['sealed', 'unnamed'], { endpointKey: ENDPOINT_KEY });
    stage.deployment.account.keys.createKey(JOBS_KEY);
  });
  afterAll(() => stage?.deployment.account.stop());

  it('keeps it when it is retrained, and the disks of jobs have theirs', async () => {
    await stage.prepare('sealed');
    await stage.ask('sealed');
    await stage.settle('sealed');

    expect(await stage.ending('sealed')).toMatchObject({ run: { end: 'promoted' }, serves: 'candidate' });
    const { training, transform, endpointConfigs } = stage.deployment.account.sagemaker;
    const ofJobs = [
      ...training.jobs.map(({ input }) => input.ResourceConfig.VolumeKmsKeyId),
      ...transform.jobs.map(({ input }) => input.TransformResources.VolumeKmsKeyId),
    ];
    expect([ofJobs.length > 1, new Set(ofJobs)]).toEqual([true, new Set([JOBS_KEY])]);
    const configs = endpointConfigs.names.filter((name) => name.startsWith('driftwarden-sealed-'));
    expect(configs.map((name) => endpointConfigs.get(name).volumeKey)).toEqual([ENDPOINT_KEY, ENDPOINT_KEY]);
  });

  it('is rolled back', async () => {
    await operate(stage.deployment, { operation: 'rollback', monitor: 'sealed' });
    await stage.settle('sealed');
    expect(await stage.ending('sealed')).toMatchObject({ serves: 'copy' });
  });

  it('is not retrained, and nothing is trained, where the file does not name the key', async () => {
    await stage.prepare('unnamed');
    await stage.ask('unnamed');
    await stage.settle('unnamed');

    const { run, serves, jobs } = await stage.ending('unnamed');
    expect({ end: run?.end, serves, jobs }).toEqual({ end: 'failed', serves: 'before', jobs: 0 });
    expect(run?.message).toMatch(
      /^Manifest: .*unnamed-first encrypts disks with the KMS key \S+:key\/endpoint, and the monitor file names \S+:key\/jobs: set retraining\.endpointKey/,
    );
  });

  it('needed no permission that the machine lacks', () => {
    expect(stage.deployment.account.denied()).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import type { RetrainingSettings } from '../../../lambdas/core/monitor/monitor.ts';
import { endpointKey, endpointKeyProblem } from '../../../lambdas/core/retraining/endpoint-key.ts';
import { deployStep } from '../../../lambdas/core/retraining/steps/deploy.ts';
import { manifestStep } from '../../../lambdas/core/retraining/steps/write-manifest.ts';
import { LIVE, monitorFile, RetrainingStory } from './steps/retraining-fixture.ts';

const ID = '1234abcd-12ab-34cd-56ef-1234567890ab';
const KEY = `arn:aws:kms:eu-west-1:111122223333:key/${ID}`;
const OTHER = KEY.replace('1234abcd', 'ffffffff');

const CAPTURE = '{ uri: captures/AllTraffic, features: [weight], prediction: { score: 0 } }';
const openStory = () => RetrainingStory.open(monitorFile('', CAPTURE));

describe('the key of endpoint configurations', () => {
  const jobs = (volumeKey: string) => ({ volumeKey }) as RetrainingSettings['trainingJob'];
  it.each<[string, Parameters<typeof endpointKey>[0], string | undefined]>([
    ['none', { endpointKey: undefined, trainingJob: undefined }, undefined],
    ['that of the endpoint', { endpointKey: KEY, trainingJob: undefined }, KEY],
    ['that of the jobs', { endpointKey: undefined, trainingJob: jobs(KEY) }, KEY],
    ['that of the endpoint, not of the jobs', { endpointKey: KEY, trainingJob: jobs(OTHER) }, KEY],
  ])('is %s', (_, settings, key) => {
    expect(endpointKey(settings)).toBe(key);
  });

  it.each<[string, unknown, string | undefined]>([
    ['has none', undefined, undefined],
    ['has none, in an answer of the SDK', null, undefined],
    ['has an empty one', '', undefined],
    ['has none where the file names one', undefined, KEY],
    ['has it', KEY, KEY],
    ['has it by its id', ID, KEY],
    ['has an alias, which may stand for it', 'alias/volumes', KEY],
    ['has the ARN of an alias', 'arn:aws:kms:eu-west-1:111122223333:alias/volumes', KEY],
  ])('can be carried over where the live configuration %s', (_, KmsKeyId, endpointKey) => {
    const config = { EndpointConfigName: 'first', KmsKeyId };
    expect(endpointKeyProblem({ config }, { endpointKey, trainingJob: undefined })).toBeNull();
  });

  it.each<[string, string, string | undefined, RegExp]>([
    [
      'the file names none',
      KEY,
      undefined,
      /^the endpoint configuration first .* names no key: set retraining.endpointKey/,
    ],
    ['the file names another', OTHER, KEY, new RegExp(`the KMS key ${OTHER}, and the monitor file names ${KEY}: set`)],
    ['it is another by its id', 'abcd', KEY, /the KMS key abcd, and/],
    ['it is an alias, and the file names none', 'alias/volumes', undefined, /the KMS key alias\/volumes, and/],
    ['it would not be printable', 'x\u001b[31m', undefined, /the KMS key x\\u\{1b\}\[31m, and/],
  ])('cannot be carried over where %s', (_, KmsKeyId, endpointKey, problem) => {
    const config = { EndpointConfigName: 'first', KmsKeyId };
    expect(endpointKeyProblem({ config }, { endpointKey, trainingJob: undefined })).toMatch(problem);
  });
});

describe('a live configuration with a key that the machine may not use', () => {
  const live = { ...LIVE, config: { ...LIVE.config, EndpointConfigName: 'sealed', KmsKeyId: KEY } };

  it('fails before anything is trained', async () => {
    const story = await openStory();
    const manifest = manifestStep({ ...story.request('manifest'), live }, story.context());
    await expect(manifest).rejects.toThrow(/^the endpoint configuration sealed encrypts disks with the KMS key arn:/);
  });

  it('is not deployed over when it came while the candidate was trained', async () => {
    const story = await openStory();
    const judged = { judgedAgainst: String(LIVE.endpoint.EndpointConfigName), message: 'better', text: [] };
    await story.write(story.keys.comparison, JSON.stringify(judged));
    const { monitor, id, execution } = story.request('manifest');
    const request = {
      step: 'deploy' as const,
      monitor,
      id,
      execution,
      action: 'retrain' as const,
      live,
      model: 'm',
      traffic: [],
    };
    expect(await deployStep(request, story.context())).toMatchObject({
      permitted: false,
      end: 'failed',
      message: expect.stringMatching(/^the endpoint configuration sealed encrypts/),
      update: {},
    });
  });
});

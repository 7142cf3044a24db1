import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { INSTANCE_TYPES_FILE, instanceTypesFile } from '../../../../bin/write-instance-types.ts';
import { parseMonitor } from '../../../../lambdas/core/monitor/parse.ts';
import { MonitorFileError } from '../../../../lambdas/core/monitor/problems.ts';
import {
  TRAINING_INSTANCE_TYPES,
  TRANSFORM_INSTANCE_TYPES,
} from '../../../../lambdas/core/monitor/schema/instance-types.ts';
import { plannedRequests } from '../../../../lambdas/core/retraining/requests/planned-requests.ts';
import { packageGroupRequest } from '../../../../lambdas/core/retraining/requests/registration.ts';
import { problemsOfTags, type Tag } from '../../../../lambdas/core/retraining/requests/tags.ts';
import { type Operation, refusedOf } from '../../../account/constraints/refused.ts';

const ID = 'retraining-2001-02-05';
const RESULTS = 's3://results/';
const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const JOB = { image: 'train:1', instanceType: 'ml.m5.xlarge' };

interface Given {
  readonly trainingJob?: object;
  readonly scoring?: object;
  readonly deploy?: object;
  readonly model?: string;
}

function monitorOf({ trainingJob = {}, scoring = {}, deploy = {}, model = 'm' }: Given) {
  return parseMonitor(
    stringify({
      model,
      problem: 'binary-classification',
      capture: { uri: 's3://captures/parcels', features: ['weight'], prediction: { score: 0 } },
      labels: { uri: 's3://labels/parcels' },
      retraining: {
        role: 'arn:aws:iam::111122223333:role/training',
        endpoint: 'parcels',
        trainingJob: { ...JOB, ...trainingJob },
        scoring,
        deploy,
      },
    }),
    'parcels.yaml',
  );
}

/** Every request that depends on the monitor file. @param reason of the retraining */
function requestsOf(given: Given, reason = 'accuracy < 0.7', tags: readonly Tag[] = []): [Operation, unknown][] {
  const monitor = monitorOf(given);
  const place = { id: ID, resultsUri: RESULTS, outputKey: null, tags };
  return plannedRequests(monitor, monitor.retraining!, { ...place, reason }).map(({ operation, request }) => [
    operation as Operation,
    request,
  ]);
}

const refused = (...args: Parameters<typeof requestsOf>) =>
  requestsOf(...args).flatMap(([operation, request]) => refusedOf(operation, request));

function problemsOf(given: Given): string {
  try {
    monitorOf(given);
    return '';
  } catch (error) {
    if (error instanceof MonitorFileError) return error.message;
    throw error;
  }
}

describe('a monitor file that is accepted', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.constantFrom('', ' ', 'a b', 'x\ny', 'é', '\u2028', '\u{1f600}', 'ml.m5.xlarge', 'ml.m6i.large', 'ml.p9.large'),
    fc.string({ minLength: 250, maxLength: 260 }),
    fc.string({ minLength: 1020, maxLength: 1030 }),
    fc.string({ minLength: 2495, maxLength: 2505 }),
  );
  const dictionary = fc.dictionary(text, text, { maxKeys: 3 });
  const instanceType = fc.oneof(fc.constantFrom(...TRAINING_INSTANCE_TYPES, ...TRANSFORM_INSTANCE_TYPES), text);
  const pick = (section: string, key: string, value: fc.Arbitrary<unknown>) =>
    fc.record({ section: fc.constant(section), key: fc.constant(key), value });
  // One value at a time, so that most files are refused for it alone or not at all.
  const one = fc.oneof(
    pick('trainingJob', 'image', text),
    pick('trainingJob', 'instanceType', instanceType),
    pick('trainingJob', 'instanceCount', fc.integer({ min: -1, max: 9 })),
    pick(
      'trainingJob',
      'volumeKey',
      fc.oneof(fc.constant(KEY), fc.constantFrom(`${KEY}/`, `${KEY} `, 'alias/a'), text),
    ),
    pick('trainingJob', 'maxRuntime', fc.constantFrom('PT1S', 'PT0.5S', 'P28D', 'P29D', 'P1000D')),
    pick('trainingJob', 'hyperParameters', dictionary),
    pick('scoring', 'image', text),
    pick('scoring', 'instanceType', instanceType),
    pick('scoring', 'environment', dictionary),
    pick('deploy', 'bake', fc.constantFrom('PT0S', 'PT1H', 'PT61M', 'PT10M')),
    pick('deploy', 'alarms', fc.array(text, { maxLength: 11 })),
  );

  it('makes no request that SageMaker refuses', () => {
    const counts = { accepted: 0, refused: 0 };
    fc.assert(
      fc.property(one, text, text, ({ section, key, value }, model, reason) => {
        const file = { [section]: { [key]: value }, model };
        const isAccepted = problemsOf(file) === '';
        counts[isAccepted ? 'accepted' : 'refused']++;
        if (isAccepted) expect(refused(file, reason)).toEqual([]);
      }),
      { numRuns: 3000, seed: 1 },
    );
    expect(Math.min(counts.accepted, counts.refused)).toBeGreaterThan(500);
  });
});

describe('tags', () => {
  const characters = fc.constantFrom(
    'a',
    'Z',
    '9',
    'é',
    ' ',
    '_',
    '.',
    ':',
    '/',
    '=',
    '+',
    '-',
    '@',
    '*',
    ',',
    '\n',
    'aws:',
  );
  const text = fc.oneof(
    fc.string({ unit: characters, maxLength: 6 }),
    fc.string({ minLength: 126, maxLength: 130 }),
    fc.constantFrom('v'.repeat(128), 'v'.repeat(129), 'v'.repeat(256), 'v'.repeat(257)),
  );
  const tag = fc.record({ Key: text, Value: text });

  it('that are accepted make no request that SageMaker refuses', () => {
    const counts = { accepted: 0, refused: 0 };
    fc.assert(
      fc.property(fc.array(tag, { maxLength: 2 }), (tags) => {
        const isAccepted = problemsOfTags(tags).length === 0;
        counts[isAccepted ? 'accepted' : 'refused']++;
        if (isAccepted) expect(refused({}, '', tags)).toEqual([]);
      }),
      { numRuns: 1000, seed: 1 },
    );
    expect(Math.min(counts.accepted, counts.refused)).toBeGreaterThan(200);
  });

  it.each<[string, readonly Tag[], RegExp]>([
    ['of AWS', [{ Key: 'AWS:x', Value: '' }], /^the tag "AWS:x" begins with aws:, which is reserved$/],
    ['without a key', [{ Key: '', Value: 'x' }], /^the key "" has 0 characters; accepted: 1 to 128$/],
    ['with a long key', [{ Key: 'k'.repeat(129), Value: '' }], /has 129 characters; accepted: 1 to 128$/],
    ['with a long value', [{ Key: 'k', Value: 'v'.repeat(257) }], /^the value of the tag "k" has 257 characters/],
    [
      'with other characters in the key',
      [{ Key: 'a*', Value: '' }],
      /^the key "a\*" has other characters than letters/,
    ],
    ['with other characters in the value', [{ Key: 'k', Value: 'a,b' }], /^the value "a,b" of the tag "k" has other/],
    [
      'of which there are too many',
      Array.from({ length: 49 }, (_, i) => ({ Key: `k${i}`, Value: '' })),
      /^there are 49 tags; accepted: up to 48$/,
    ],
  ])('are refused: %s', (_, tags, problem) => {
    expect(problemsOfTags(tags)).toEqual([expect.stringMatching(problem)]);
  });
});

describe('a value that SageMaker would refuse when a retraining has begun is refused by the file', () => {
  it.each<[string, Given, string]>([
    ['an image with a space', { trainingJob: { image: 'a b' } }, 'trainingJob.image: "a b" is not the URI of an image'],
    ['an image that is too long', { scoring: { image: 'x'.repeat(256) } }, 'is not the URI of an image'],
    [
      'an instance type that cannot train',
      { trainingJob: { instanceType: 'ml.m5.xlarg' } },
      '"ml.m5.xlarg" is not an instance type of training jobs',
    ],
    [
      'an instance type that cannot transform',
      { scoring: { instanceType: 'ml.p5.48xlarge' } },
      '"ml.p5.48xlarge" is not an instance type of transform jobs',
    ],
    [
      'a training instance that cannot transform either',
      { trainingJob: { instanceType: 'ml.p5.48xlarge' } },
      "is not given, and the training job's ml.p5.48xlarge cannot run transform jobs",
    ],
    [
      'a key of local disks',
      { trainingJob: { instanceType: 'ml.g5.xlarge', volumeKey: KEY } },
      'is a key that SageMaker refuses for ml.g5.xlarge: local disks are encrypted by the hardware',
    ],
    [
      'a key of local disks of transform jobs',
      { trainingJob: { volumeKey: KEY }, scoring: { instanceType: 'ml.g4dn.xlarge' } },
      'is a key that SageMaker refuses for ml.g4dn.xlarge',
    ],
    [
      'an alias of a key',
      { trainingJob: { volumeKey: 'alias/a' } },
      'trainingJob.volumeKey: "alias/a" is not the ARN of a KMS key',
    ],
    ['a runtime of more than 28 days', { trainingJob: { maxRuntime: 'P29D' } }, 'is longer than 28 days'],
    [
      'a name of a variable',
      { scoring: { environment: { 'A-B': '1' } } },
      'has a name that an environment variable cannot have',
    ],
    [
      'a value of a variable',
      { scoring: { environment: { A: 'x'.repeat(1025) } } },
      'cannot be the value of an environment variable',
    ],
    [
      'a hyperparameter of two lines',
      { trainingJob: { hyperParameters: { a: 'x\ny' } } },
      'cannot be the value of a hyperparameter',
    ],
    [
      'too many hyperparameters',
      { trainingJob: { hyperParameters: Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`k${i}`, 1])) } },
      'has more than 100 names',
    ],
    ['an alarm of spaces', { deploy: { alarms: [' '] } }, 'is not the name of an alarm'],
  ])('%s', (_, given, message) => {
    expect(problemsOf(given)).toContain(message);
  });
});

describe('a description of a registered model', () => {
  it('leaves out what SageMaker does not accept, and halves no character', () => {
    const model = `a\u0007b\u200d${'x'.repeat(986)}\u{1f600}${'y'.repeat(99)}`;
    const request = packageGroupRequest(monitorOf({ model }), []) as { ModelPackageGroupDescription: string };
    expect(request.ModelPackageGroupDescription).toMatch(/^Models retrained by Driftwarden for abx+$/);
    expect(refusedOf('CreateModelPackageGroup', request)).toEqual([]);
  });
});

it('the instance types are those of the installed SDK', () => {
  expect(readFileSync(INSTANCE_TYPES_FILE, 'utf8')).toBe(instanceTypesFile());
});

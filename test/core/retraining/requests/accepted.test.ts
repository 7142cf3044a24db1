import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { INSTANCE_TYPES_FILE, instanceTypesFile } from '../../../../bin/write-instance-types.ts';
import { packageGroupRequest } from '../../../../lambdas/core/retraining/requests/registration.ts';
import { problemsOfTags, type Tag } from '../../../../lambdas/core/retraining/requests/tags.ts';
import { refusedOf } from '../../../account/constraints/refused.ts';

import { type Given, KEY, monitorOf, problemsOf, refused } from './requests-of-files.ts';

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

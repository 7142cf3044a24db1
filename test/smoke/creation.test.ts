import { CloudFormationServiceException } from '@aws-sdk/client-cloudformation';
import { describe, expect, it } from 'vitest';
import { Evidence } from '../../smoke/assumptions.ts';
import { createDataBucket } from '../../smoke/aws/bucket.ts';
import { createAlertQueue } from '../../smoke/aws/queue.ts';
import { deployStack, findStack } from '../../smoke/aws/stack.ts';
import { Meter } from '../../smoke/cost/meter.ts';
import { namesOf } from '../../smoke/names.ts';
import type { RetrainingOptions } from '../../smoke/options.ts';
import type { Session } from '../../smoke/session.ts';
import { readRecursion } from '../../smoke/steps/dead-letter.ts';
import type { Deployed } from '../../smoke/steps/deployed.ts';
import { type Answers, answering } from './answering.ts';

const NAMES = namesOf('DriftwardenSmoke', Date.UTC(2026, 0, 10, 6, 12));
const SETTINGS = { role: 'arn:aws:iam::1:role/ml', image: 'own:1', instanceType: 'ml.m5.large' };
const TAGS = { 'driftwarden-smoke': NAMES.run };

function open(answers: Answers, region = 'eu-west-1', retraining: RetrainingOptions | null = null) {
  const { account, sent } = answering(answers);
  const session: Session = {
    ...account,
    options: { region, retraining },
    names: NAMES,
    account: '123456789012',
    evidence: new Evidence(),
    meter: new Meter(),
    say: () => {},
  };
  return { session, sent };
}

describe('the bucket', () => {
  it('is created in the region, with the tag', async () => {
    const { session, sent } = open({});
    const bucket = await createDataBucket(session);
    expect(bucket).toBe('driftwarden-smoke-20260110t0612-123456789012-eu-west-1');
    expect(sent).toEqual([
      {
        command: 'CreateBucket',
        input: { Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } },
      },
      {
        command: 'PutBucketTagging',
        input: { Bucket: bucket, Tagging: { TagSet: [{ Key: 'driftwarden-smoke', Value: NAMES.run }] } },
      },
    ]);
  });

  it('has no constraint in us-east-1, and lets the role in', async () => {
    const { session, sent } = open({}, 'us-east-1', SETTINGS);
    await createDataBucket(session);
    expect(sent[0].input).not.toHaveProperty('CreateBucketConfiguration');
    const { Policy } = sent[2].input as { Policy: string };
    const { Statement: statements } = JSON.parse(Policy) as { Statement: { Principal: object }[] };
    expect(statements.every(({ Principal }) => JSON.stringify(Principal) === `{"AWS":"${SETTINGS.role}"}`)).toBe(true);
  });
});

describe('the queue', () => {
  it('accepts what the topic sends, and is subscribed', async () => {
    const { session, sent } = open({ CreateQueue: { QueueUrl: 'https://sqs/q' } });
    const topic = 'arn:aws:sns:eu-west-1:123456789012:alerts';
    expect(await createAlertQueue(session, topic)).toBe('https://sqs/q');
    const [create, subscribe] = sent;
    expect(create.input).toMatchObject({ QueueName: NAMES.queue, tags: TAGS });
    const Endpoint = `arn:aws:sqs:eu-west-1:123456789012:${NAMES.queue}`;
    expect(subscribe.input).toEqual({ TopicArn: topic, Protocol: 'sqs', Endpoint });
  });
});

describe('the stack', () => {
  const missing = new CloudFormationServiceException({
    name: 'ValidationError',
    $fault: 'client',
    $metadata: {},
    message: 'Stack with id DriftwardenSmoke does not exist',
  });

  it('is none where it does not exist, or was only planned', async () => {
    expect(await findStack(open({ DescribeStacks: missing }).session, 'DriftwardenSmoke')).toBeNull();
    const planned = { Stacks: [{ StackStatus: 'REVIEW_IN_PROGRESS' }] };
    expect(await findStack(open({ DescribeStacks: planned }).session, 'DriftwardenSmoke')).toBeNull();
    const denied = open({ DescribeStacks: new Error('denied') }).session;
    await expect(findStack(denied, 'DriftwardenSmoke')).rejects.toThrow('denied');
  });

  it.each([
    [[{ Key: 'driftwarden-smoke', Value: '20260109t0000' }], 'delete it with --cleanup-only'],
    [[], 'which is not from this program'],
  ])('is not deployed over another one', async (Tags, message) => {
    const { session } = open({ DescribeStacks: { Stacks: [{ StackStatus: 'CREATE_COMPLETE', Tags }] } });
    await expect(deployStack(session, [])).rejects.toThrow(message);
  });
});

describe('the setting of the accuracy check', () => {
  const deployed = { outputs: { CheckAccuracyFunction: 'f' } } as Deployed;

  it.each([
    ['Allow', []],
    ['Terminate', ['recursive-loop']],
  ])('%s', async (RecursiveLoop, refuted) => {
    const { session } = open({ GetFunctionRecursionConfig: { RecursiveLoop } });
    expect((await readRecursion(session, deployed)).note).toBe(
      `RecursiveLoop of the accuracy check is ${RecursiveLoop}`,
    );
    expect(session.evidence.refuted).toEqual(refuted);
  });
});

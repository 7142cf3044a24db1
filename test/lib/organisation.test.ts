import { describe, expect, it } from 'vitest';
import type { MonitoringStackProps } from '../../lib/monitoring-stack.ts';
import { define, RETRAINED } from './definitions.ts';
import { resourcesOf, synthesize } from './templates.ts';

const [KEY, TOPIC_KEY] = ['a', 'b'].map(
  (id) => `arn:aws:kms:us-east-1:123456789012:key/${id}234abcd-12ab-34cd-56ef-1234567890ab`,
);
const TOPIC = 'arn:aws:sns:us-east-1:123456789012:ml-alerts';
const BUCKET = 'ml-monitoring';
const synthesizeWith = (props: Partial<MonitoringStackProps>) => synthesize([define(RETRAINED)], props).template;

// test/lib/deployed/organisation.slow.test.ts runs such deployments.
describe("a deployment with the organisation's key, bucket and topic", () => {
  const template = synthesizeWith({ key: KEY, stateBucket: BUCKET, alertTopic: TOPIC, alertTopicKey: TOPIC_KEY });
  const all = (type: string) => [...resourcesOf(template, type).values()].map(({ Properties }) => Properties);

  it('creates no bucket and no key, and changes neither policy of what is there', () => {
    for (const type of ['S3::Bucket', 'S3::BucketPolicy', 'KMS::Key']) expect(all(`AWS::${type}`), type).toEqual([]);
    expect(JSON.stringify(all('AWS::SNS::TopicPolicy'))).not.toContain(TOPIC);
  });

  it('expects the bucket to belong to the account: every function knows its name and its owner', () => {
    const settings = all('AWS::Lambda::Function').map(({ Environment }) => Environment.Variables);
    expect(settings).toHaveLength(7);
    for (const each of settings) {
      expect(each).toMatchObject({ STATE_BUCKET: BUCKET, STATE_BUCKET_OWNER: { Ref: 'AWS::AccountId' } });
    }
  });

  it('encrypts its logs and its queue with the key', () => {
    const keysOf = (type: string, property: string) => all(type).map((properties) => properties[property]);
    const logs = keysOf('AWS::Logs::LogGroup', 'KmsKeyId');
    expect(logs).toEqual(Array(7).fill(KEY));
    expect(keysOf('AWS::SQS::Queue', 'KmsMasterKeyId')).toEqual([KEY]);
  });
});

describe('keys of older objects', () => {
  it('can be used by every function to read, and for nothing else', () => {
    const template = synthesizeWith({ key: KEY, formerKeys: [TOPIC_KEY] });
    const policies = [...resourcesOf(template, 'AWS::IAM::Policy').values()];
    const statements = policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement as object[]);
    const ofKey = statements.filter((each) => JSON.stringify(each).includes(TOPIC_KEY));
    const functions = resourcesOf(template, 'AWS::Lambda::Function');
    expect(functions.size).toBe(7);
    expect(ofKey).toHaveLength(functions.size);
    for (const each of ofKey) {
      expect(each).toMatchObject({ Effect: 'Allow', Action: 'kms:Decrypt', Resource: TOPIC_KEY });
      expect(JSON.stringify(each)).toMatch(/"kms:ViaService":.*"s3\./);
    }
  });
});

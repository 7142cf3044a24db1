import { describe, expect, it } from 'vitest';
import { readDeadLetter, readTopicMessage } from '../../smoke/aws/messages.ts';
import { cdkArguments, readOutputs, runOf } from '../../smoke/aws/stack.ts';

const envelope = (message: object | string) =>
  JSON.stringify({ Type: 'Notification', Message: typeof message === 'string' ? message : JSON.stringify(message) });

const ALERT = {
  dedupeKey: 'churn/drift/opened',
  monitor: 'churn',
  model: 'churn-v1',
  kind: 'drift',
  state: 'open',
  severity: 'warning',
  title: 'title',
  text: 'text',
  window: 'w',
  since: 'w',
  resultKey: 'key',
  links: { report: 'https://example.com' },
};

describe('a message of the topic', () => {
  it('is an alert', () => {
    expect(readTopicMessage(envelope(ALERT))).toEqual({ kind: 'alert', alert: ALERT });
  });

  it('is an alarm', () => {
    const alarm = { AlarmName: 'a', NewStateValue: 'ALARM', NewStateReason: 'because', OldStateValue: 'OK' };
    expect(readTopicMessage(envelope(alarm))).toEqual({ kind: 'alarm', name: 'a', state: 'ALARM', reason: 'because' });
  });

  it.each([
    ['not JSON', 'hello', 'hello'],
    ['not from SNS', '{"Message":"x"}', '{"Message":"x"}'],
    ['a text', envelope('You have subscribed'), 'You have subscribed'],
    ['an alert that lacks something', envelope({ ...ALERT, monitor: undefined }), expect.stringContaining('dedupeKey')],
  ])('is something else: %s', (_, body, text) => {
    expect(readTopicMessage(body)).toEqual({ kind: 'other', text });
  });
});

describe('a dead letter', () => {
  const letter = {
    requestContext: { requestId: 'r', condition: 'RetriesExhausted', approximateInvokeCount: 3 },
    requestPayload: { monitor: 'nobody' },
    responsePayload: {},
  };

  it('says how often Lambda tried', () => {
    expect(readDeadLetter(JSON.stringify(letter))).toEqual({
      requestId: 'r',
      condition: 'RetriesExhausted',
      attempts: 3,
      monitor: 'nobody',
    });
  });

  it.each(['no JSON', '{}', JSON.stringify({ ...letter, requestPayload: 'text' })])('is not %s', (body) => {
    expect(readDeadLetter(body)).toBeNull();
  });
});

describe('the stack', () => {
  it('is deployed with the tag by which it is found again', () => {
    const args = cdkArguments('DriftwardenSmoke', '20260110t0612', '/tmp/m');
    expect(args.slice(0, 3)).toEqual(['cdk', 'deploy', 'DriftwardenSmoke']);
    for (const setting of ['monitors=/tmp/m', 'stackName=DriftwardenSmoke', 'tags=driftwarden-smoke=20260110t0612'])
      expect(args[args.indexOf(setting) - 1]).toBe('-c');
    expect(runOf({ Tags: [{ Key: 'driftwarden-smoke', Value: '20260110t0612' }] })).toBe('20260110t0612');
    expect(runOf({ Tags: [{ Key: 'team', Value: 'ml' }] })).toBeUndefined();
    expect(runOf({})).toBeUndefined();
  });

  it('has to have its outputs', () => {
    expect(() => readOutputs({ Outputs: [{ OutputKey: 'StateBucketName', OutputValue: 'b' }] })).toThrow(
      /lacks outputs:[\s\S]*AlertTopicArn/,
    );
  });
});

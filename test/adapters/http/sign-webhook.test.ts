import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { signWebhook, WebhookSecretError } from '../../../lambdas/adapters/http/sign-webhook.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const OTHER = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const BODY = '{"text":"ünïcode \\u2028"}';

describe('the signature of a webhook', () => {
  it('is accepted by the library of Standard Webhooks, and not with another body, secret or time', () => {
    const headers = signWebhook('churn/drift-1/opened/w', BODY, SECRET, Date.now());
    expect(new Webhook(SECRET).verify(BODY, headers)).toEqual(JSON.parse(BODY));
    expect(() => new Webhook(SECRET).verify(`${BODY} `, headers)).toThrow();
    expect(() => new Webhook(OTHER).verify(BODY, headers)).toThrow();
    const old = signWebhook('churn/drift-1/opened/w', BODY, SECRET, Date.now() - 301_000);
    expect(() => new Webhook(SECRET).verify(BODY, old)).toThrow(/too old/);
  });

  it('has the id of the message in every attempt, and the time of the attempt', () => {
    const [first, second] = [1_700_000_000_999, 1_700_000_100_000].map((now) => signWebhook('m', BODY, SECRET, now));
    expect(first['webhook-id']).toMatch(/^msg_[0-9a-f]{32}$/);
    expect(second['webhook-id']).toBe(first['webhook-id']);
    expect(signWebhook('n', BODY, SECRET, 0)['webhook-id']).not.toBe(first['webhook-id']);
    expect([first['webhook-timestamp'], second['webhook-timestamp']]).toEqual(['1700000000', '1700000100']);
  });

  it('is made with each of several secrets, so that a secret can be exchanged', () => {
    const headers = signWebhook('m', BODY, ` ${SECRET}\n${OTHER} `, Date.now());
    for (const secret of [SECRET, OTHER]) expect(new Webhook(secret).verify(BODY, headers)).toEqual(JSON.parse(BODY));
  });

  it.each([
    '',
    'secret',
    'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    'whsec_c2hvcnQ=',
    `whsec_${'A'.repeat(100)}`,
    `${SECRET} x`,
  ])('is not made with the secret %j, which no message quotes', (secret) => {
    const sign = () => signWebhook('m', BODY, secret, 0);
    expect(sign).toThrow(WebhookSecretError);
    if (secret.length > 12) expect(sign).not.toThrow(new RegExp(secret.slice(0, 12)));
  });
});

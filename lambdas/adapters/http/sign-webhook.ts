import { createHash, createHmac } from 'node:crypto';

/** How many bytes a key has, by Standard Webhooks. */
const KEY = { from: 24, to: 64 };

/** A secret cannot sign webhooks. The message quotes nothing of it. */
export class WebhookSecretError extends Error {
  override readonly name = 'WebhookSecretError';
  constructor() {
    super(
      `the secret for signing webhooks is not "whsec_" and ${KEY.from} to ${KEY.to} bytes in base64; several are separated by spaces`,
    );
  }
}

/**
 * The headers that sign a webhook (standardwebhooks.com). While a secret is being replaced, there are two, and each signs.
 *
 * @param id Names the message: the same in each attempt.
 * @param secret One or more `whsec_…`, separated by spaces.
 * @param now Of the attempt, milliseconds since the epoch: receivers refuse an old one as a replay.
 * @throws WebhookSecretError
 */
export function signWebhook(id: string, body: string, secret: string, now: number): Record<string, string> {
  const message = `msg_${createHash('sha256').update(id).digest('hex').slice(0, 32)}`;
  const timestamp = String(Math.floor(now / 1000));
  const signatures = keysOf(secret).map(
    (key) => `v1,${createHmac('sha256', key).update(`${message}.${timestamp}.${body}`).digest('base64')}`,
  );
  return { 'webhook-id': message, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}

function keysOf(secret: string): Buffer[] {
  return secret
    .trim()
    .split(/\s+/)
    .map((each) => {
      const [, text = ''] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(each) ?? [];
      const key = Buffer.from(text, 'base64');
      if (key.length < KEY.from || key.length > KEY.to) throw new WebhookSecretError();
      return key;
    });
}

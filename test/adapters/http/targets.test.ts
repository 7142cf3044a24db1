import { readFileSync } from 'node:fs';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PagerDutyTarget } from '../../../lambdas/adapters/http/pagerduty.ts';
import { WebhookTarget } from '../../../lambdas/adapters/http/webhook.ts';
import { alertEvent } from '../../../lambdas/core/delivery/alert-event.ts';
import { TargetError } from '../../../lambdas/core/delivery/event.ts';
import { alertOf } from '../../core/delivery/alerts.ts';
import { type Answer, CERTIFICATE, Receiver } from '../../receiver/receiver.ts';

const KEY = 'e93facc04764012d7bfb002500d5d1a6';
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const EVENT = alertEvent(alertOf(), 0);

const trusted = getCACertificates();
beforeAll(() => setDefaultCACertificates([...trusted, readFileSync(CERTIFICATE, 'utf8')]));
afterAll(() => setDefaultCACertificates(trusted));

let receiver: Receiver;
beforeEach(async () => {
  receiver = await Receiver.open('/hook?token=hidden');
});
afterEach(() => receiver.close());

const webhook = (url = receiver.url, secret = SECRET) =>
  new WebhookTarget({ url, secret: async () => secret, clock: () => 0 });
const pagerDuty = (key = KEY) => new PagerDutyTarget({ url: receiver.url, routingKey: async () => key });

async function failure(sending: Promise<void>): Promise<TargetError> {
  const error = await sending.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(TargetError);
  return error as TargetError;
}

describe('a target', () => {
  it('gets JSON by POST', async () => {
    await pagerDuty(`${KEY}\n`).send(EVENT);
    await webhook().send(EVENT);
    expect(receiver.received.map(({ path, headers }) => [path, headers['content-type']])).toEqual(
      Array(2).fill(['/hook?token=hidden', 'application/json']),
    );
    expect(receiver.bodies[0]).toMatchObject({ routing_key: KEY, event_action: 'trigger' });
    expect(receiver.bodies[1]).toMatchObject({ type: 'driftwarden.alert' });
  });

  it('notifies again of a new finding, although a person has acknowledged the incident in PagerDuty', async () => {
    const event = alertEvent({ ...alertOf(), newFindings: ['price: 40 % missing'] }, 0);
    await pagerDuty().send(event);
    const sent = receiver.bodies.map((body) => body as Record<string, unknown>);
    expect(sent.map(({ event_action }) => event_action)).toEqual(['resolve', 'trigger']);
    expect(new Set(sent.map(({ dedup_key }) => dedup_key))).toEqual(new Set([event.problem]));
  });

  it.each<[number, boolean]>([
    [400, true],
    [401, false],
    [404, false],
    [408, false],
    [429, false],
    [500, false],
    [503, false],
  ])('that answers %i refuses the event: %s', async (status, refused) => {
    receiver.answer = () => ({ status, body: 'why' });
    const error = await failure(pagerDuty().send(EVENT));
    expect(error.refused).toBe(refused);
    expect(error.message).toContain(`PagerDuty answers ${status}`);
    expect(error.message).toContain('why');
  });

  it('is not followed to another place', async () => {
    const elsewhere = await Receiver.open();
    try {
      for (const status of [301, 307, 308]) {
        receiver.answer = () => ({ status, location: elsewhere.url });
        expect((await failure(webhook().send(EVENT))).message).toContain(`answers ${status}`);
      }
      expect(elsewhere.received).toEqual([]);
    } finally {
      await elsewhere.close();
    }
  });

  it('is quoted in a bounded and printable way, without secrets', async () => {
    const echo = `\u001b[31m${KEY} ${SECRET} ${receiver.url} ${'x'.repeat(100_000)}`;
    receiver.answer = (): Answer => ({ status: 400, body: echo });
    for (const target of [pagerDuty(), webhook()]) {
      const { message } = await failure(target.send(EVENT));
      expect(message.length).toBeLessThan(400);
      expect(message).toContain('\\u{1b}[31m');
    }
    expect((await failure(pagerDuty().send(EVENT))).message).not.toContain(KEY);
    const { message } = await failure(webhook().send(EVENT));
    expect(message).not.toContain(SECRET);
    expect(message).not.toContain('hidden');
  });

  it.each([
    ['/services/T0000000/B1111111/Xabcdefghijkl', 'Cannot POST /services/T0000000/B1111111/Xabcdefghijkl'],
    ['/services/T0000000/B1111111/Xabcdefghijkl', 'no channel B1111111 with Xabcdefghijkl'],
    ['/hook?token=Xabcdefghijkl&v=1', '/hook?token=Xabcdefghijkl&amp;v=1'],
    ['/Xabcd%2Fefghijkl', 'unknown: Xabcd/efghijkl'],
    ['/%zzXabcdefghijkl', '/%zzXabcdefghijkl'],
  ])('with the address %s is not quoted with what may be secret in it', async (path, body) => {
    const other = await Receiver.open(path);
    try {
      other.answer = () => ({ status: 404, body });
      const { message } = await failure(webhook(other.url).send(EVENT));
      expect(message).toMatch(/^the webhook answers 404: .*…/);
      expect(message).not.toMatch(/Xabc|efghijkl|B1111111/);
      expect(other.received[0].path).toBe(path);
    } finally {
      await other.close();
    }
  });

  it('that cannot be reached may be tried again', async () => {
    const { url } = receiver;
    await receiver.close();
    const error = await failure(webhook(url).send(EVENT));
    expect([error.refused, error.message]).toEqual([
      false,
      expect.stringContaining('cannot be reached: connect ECONNREFUSED'),
    ]);
  });

  it('without a certificate that is trusted gets nothing', async () => {
    setDefaultCACertificates(trusted);
    const other = await Receiver.open();
    try {
      await failure(webhook(other.url).send(EVENT));
      expect(other.received).toEqual([]);
    } finally {
      await other.close();
      setDefaultCACertificates([...trusted, readFileSync(CERTIFICATE, 'utf8')]);
    }
  });

  it.each(['http://127.0.0.1:9/', 'https://ann:pw@127.0.0.1:9/', 'https://ann@127.0.0.1:9/', 'file:///etc/passwd', ''])(
    'has an https address without credentials, not %j',
    async (url) => {
      expect((await failure(webhook(url).send(EVENT))).message).toBe(
        'the webhook: its address is not an https address without a user name and a password',
      );
    },
  );

  it('gets nothing with a secret that is none, which no message quotes', async () => {
    const { message } = await failure(pagerDuty('{"key":"e93facc0"}').send(EVENT));
    expect(message).toContain('not an integration key');
    expect(message).not.toContain('e93facc0');
    expect((await failure(webhook(receiver.url, 'topsecret').send(EVENT))).message).not.toContain('topsecret');
    expect(receiver.received).toEqual([]);
  });
});

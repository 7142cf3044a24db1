import { SNSClient } from '@aws-sdk/client-sns';
import * as fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AlertTooLargeError } from '../../../lambdas/adapters/aws/alert-message.ts';
import { SnsAlertChannel } from '../../../lambdas/adapters/aws/sns-alerts.ts';
import type { Alert } from '../../../lambdas/core/alerts.ts';
import { type LoopbackServer, startServer, xmlError } from './loopback-server.ts';

const TOPIC = 'arn:aws:sns:us-east-1:123456789012:alerts';
const alert: Alert = {
  dedupeKey: 'flights/drift-2024-01-15/opened/2024-01-15',
  monitor: 'flights',
  model: 'flight-delays',
  kind: 'drift',
  state: 'still open',
  severity: 'warning',
  title: '[STILL OPEN] flights: 3 of 20 features drifted',
  text: '3 of 20 features drifted\n- "origin": 0.31 above 0.25\n\nwindow  2024-01-15',
  window: '2024-01-15',
  since: '2024-01-14',
  resultKey: 'flights/checks/drift/2024-01-15/result.json',
  links: {
    report: 'https://us-east-1.console.aws.amazon.com/s3/object/b?region=us-east-1&prefix=flights',
    dashboard: 'https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#dashboards/dashboard/flights',
    runbook: 'https://wiki.example.com/drift?a=1&b=2',
  },
};

/** No control characters, line breaks, or halves of characters. */
const SAFE = /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+$/u;

let server: LoopbackServer;
let client: SNSClient;

beforeAll(async () => {
  server = await startServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/xml' });
    response.end(
      '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>',
    );
  });
  client = new SNSClient(server.clientSettings);
});
afterAll(async () => {
  client.destroy();
  await server.close();
});
beforeEach(() => server.forget());

/** Sends an alert and gives back what came over the wire. */
async function send(sent: Alert, format?: 'json' | 'chat', emailOf?: (monitor: string) => readonly string[]) {
  await new SnsAlertChannel({ client, topicArn: TOPIC, format, emailOf }).send(sent);
  const form = new URLSearchParams(server.received.at(-1)!.body.toString());
  const attributes = new Map<string, string>();
  for (let i = 1; form.has(`MessageAttributes.entry.${i}.Name`); i++) {
    const entry = `MessageAttributes.entry.${i}`;
    const name = form.get(`${entry}.Name`)!;
    expect(form.get(`${entry}.Value.DataType`)).toBe(name === 'email' ? 'String.Array' : 'String');
    attributes.set(name, form.get(`${entry}.Value.StringValue`)!);
  }
  const message = form.get('Message')!;
  // What SNS counts: the message, the subject, and name, type and value of each attribute, in UTF-8.
  const counted = [
    message,
    form.get('Subject')!,
    ...[...attributes].flatMap(([name, value]) => [name, 'String', value]),
  ];
  const texts: Record<string, string> = JSON.parse(message);
  return { form, attributes, texts, bytes: Buffer.byteLength(counted.join('')) };
}

describe('send', () => {
  it('publishes a text for each protocol under the title as subject', async () => {
    const { form, texts } = await send(alert);
    expect([form.get('Action'), form.get('TopicArn'), form.get('MessageStructure'), form.get('Subject')]).toEqual([
      'Publish',
      TOPIC,
      'json',
      alert.title,
    ]);
    expect(Object.keys(texts).sort()).toEqual(
      ['default', 'email', 'firehose', 'http', 'https', 'lambda', 'sms', 'sqs'].sort(),
    );
    for (const people of ['default', 'email']) expect(texts[people]).toBe(`${alert.title}\n\n${alert.text}`);
    for (const program of ['sqs', 'lambda', 'firehose', 'http', 'https']) {
      expect(JSON.parse(texts[program])).toEqual(alert);
    }
    expect(texts.sms).toBe(alert.title);
  });

  it('has the addresses of the monitor as an attribute, so that each address gets its own monitors only', async () => {
    const people = new Map([['flights', ['a@x.org', "o'b@x.org"]]]);
    const { attributes } = await send(alert, 'json', (monitor) => people.get(monitor) ?? []);
    expect(JSON.parse(attributes.get('email')!)).toEqual(['a@x.org', "o'b@x.org"]);
    expect((await send({ ...alert, monitor: 'other' }, 'json', () => [])).attributes.has('email')).toBe(false);
  });

  it('carries attributes for filter policies', async () => {
    const { attributes } = await send(alert);
    expect([...attributes]).toEqual([
      ['monitor', 'flights'],
      ['model', 'flight-delays'],
      ['kind', 'drift'],
      ['severity', 'warning'],
      ['state', 'still open'],
    ]);
  });

  it('makes any title a subject that SNS takes, and any model an attribute', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', minLength: 1, maxLength: 150 }),
        fc.string({ unit: 'binary', minLength: 1, maxLength: 400 }),
        async (title, model) => {
          const { form, attributes, texts } = await send({ ...alert, title, model });
          expect(form.get('Subject')!.length).toBeLessThan(100);
          expect(form.get('Subject')).toMatch(SAFE);
          expect(attributes.get('model')!.length).toBeLessThanOrEqual(256);
          expect(attributes.get('model')).toMatch(SAFE);
          expect(texts.sms.length).toBeLessThanOrEqual(140);
          expect(JSON.parse(texts.sqs)).toMatchObject({ title, model });
        },
      ),
      { numRuns: 50 },
    );
  });

  it('throws what SNS answers, and survives failures of the service', async () => {
    server.next(xmlError(500, 'InternalFailure'));
    await send(alert);
    expect(server.received).toHaveLength(2);

    server.next((_request, response) => {
      response.writeHead(404, { 'content-type': 'text/xml' });
      response.end(
        '<ErrorResponse><Error><Type>Sender</Type><Code>NotFound</Code><Message>Topic does not exist</Message></Error></ErrorResponse>',
      );
    });
    await expect(send(alert)).rejects.toMatchObject({ name: 'NotFoundException', message: 'Topic does not exist' });
  });
});

describe('a long text', () => {
  it.each([
    ['plain', 'x'.repeat(300_000)],
    ['of quotes and line breaks, which JSON doubles twice', '"\\\n'.repeat(100_000)],
    ['of characters of four bytes', '😀'.repeat(100_000)],
    ['of the same at odd places', `x${'😀'.repeat(100_000)}`],
    ['with unpaired surrogates', '\ud800a'.repeat(100_000)],
  ])('%s is shortened to what SNS takes, and no further', async (_what, text) => {
    const { texts, bytes } = await send({ ...alert, text });
    expect(bytes).toBeLessThanOrEqual(262_144);
    // One character more would be up to 100 bytes more over the eight texts.
    expect(bytes).toBeGreaterThan(262_144 - 100);
    const received: Alert = JSON.parse(texts.sqs);
    expect({ ...received, text: '' }).toEqual({ ...alert, text: '' });
    const [, kept, of] = /\n… \(shortened: (\d+) of (\d+) characters; the rest is in (.*)\)$/.exec(received.text)!;
    expect(Number(of)).toBe(text.length);
    expect(received.text.slice(0, Number(kept))).toBe(text.slice(0, Number(kept)));
    expect(received.text.isWellFormed()).toBe(text.isWellFormed());
    expect(texts.email).toContain(received.text);
  });

  it('is unchanged as long as it fits', async () => {
    const { texts } = await send({ ...alert, text: 'x'.repeat(25_000) });
    expect(JSON.parse(texts.lambda).text).toHaveLength(25_000);
  });

  it('is not sent when the names alone are too long', async () => {
    const dedupeKey = 'k'.repeat(60_000);
    await expect(send({ ...alert, dedupeKey })).rejects.toThrow(AlertTooLargeError);
    expect(server.received).toEqual([]);
  });
});

describe('the chat format', () => {
  it('sends HTTPS subscribers the document of Amazon Q Developer, and other subscribers the usual text', async () => {
    const { texts } = await send(alert, 'chat');
    expect(JSON.parse(texts.https)).toEqual({
      version: '1.0',
      source: 'custom',
      id: alert.dedupeKey,
      content: {
        textType: 'client-markdown',
        title: alert.title,
        description: `\`\`\`\n${alert.text}\n\`\`\``,
        nextSteps: [
          'Look at the report: https://us-east-1.console.aws.amazon.com/s3/object/b?region=us-east-1&amp;prefix=flights',
          'Dashboard: https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#dashboards/dashboard/flights',
          'Runbook: https://wiki.example.com/drift?a=1&amp;b=2',
        ],
        keywords: ['flights', 'drift', 'warning'],
      },
      metadata: {
        threadId: 'flights/drift/2024-01-14',
        summary: alert.title,
        eventType: 'driftwarden drift still open',
        relatedResources: [alert.resultKey, alert.links.report, alert.links.dashboard],
        additionalContext: {
          dedupeKey: alert.dedupeKey,
          monitor: 'flights',
          model: 'flight-delays',
          window: '2024-01-15',
          since: '2024-01-14',
          severity: 'warning',
          state: 'still open',
        },
      },
    });
    expect(JSON.parse(texts.http)).toEqual(alert);
  });

  it.each([
    ['<!channel> & <@U123>', '&lt;!channel&gt; &amp; &lt;@U123&gt;', '&lt;!channel&gt; &amp; &lt;@ U123&gt;'],
    ['```\nout', "'''\nout", "'''\nout"],
    [
      '[Approve](https://evil.example) @here',
      '[Approve](https://evil.example) @here',
      '[Approve] (https: //evil.example) @ here',
    ],
  ])('escapes a feature name that is chat markup: %j', async (text, inBlock, outside) => {
    const { texts } = await send({ ...alert, text, title: text }, 'chat');
    const { content } = JSON.parse(texts.https);
    expect([content.description, content.title]).toEqual([`\`\`\`\n${inBlock}\n\`\`\``, outside]);
  });

  it.each(['x', '&', '😀', '😀x', '`'])('shortens a description of %j to what the chat shows', async (character) => {
    const { texts } = await send({ ...alert, text: character.repeat(20_000) }, 'chat');
    const { description } = JSON.parse(texts.https).content;
    expect(description.length).toBeLessThanOrEqual(8000);
    expect(description.length).toBeGreaterThan(7000);
    expect(description).toMatch(/^```\n.*\n…\n```$/s);
    expect(description.isWellFormed()).toBe(true);
  });

  it('has no link where the alert has none', async () => {
    const { texts } = await send({ ...alert, links: { report: 'key' } }, 'chat');
    const { content, metadata } = JSON.parse(texts.https);
    expect(content.nextSteps).toEqual(['Look at the report: key']);
    expect(metadata.relatedResources).toEqual([alert.resultKey, 'key']);
  });
});

import { describe, expect, it } from 'vitest';
import type { Alert } from '../../lambdas/core/alerts.ts';
import { parseDeliveryEvent } from '../../lambdas/runtime/delivery-event.ts';
import { makeDeliveryHandler } from '../../lambdas/runtime/delivery-handler.ts';
import { alertOf } from '../core/delivery/alerts.ts';
import { MemoryStore } from '../core/stories/memory-store.ts';

const NOW = Date.UTC(2026, 2, 3, 6);
const record = (Message: string, MessageId = 'm') => ({
  EventSource: 'aws:sns',
  Sns: { MessageId, Message, TopicArn: 'arn:aws:sns:eu-west-1:1:alerts', Timestamp: '2026-03-03T06:00:00.123Z' },
});
const parse = (...messages: string[]) =>
  parseDeliveryEvent({ Records: messages.map((text, i) => record(text, `m${i}`)) }, ['churn']);
const json = (changes: Partial<Alert> = {}) => JSON.stringify(alertOf(changes));

describe('a message of a topic', () => {
  it('is an alert or an alarm; others are ignored', () => {
    const alarm = {
      ...{ AlarmName: 'a', AlarmArn: 'arn:a', NewStateValue: 'OK', StateChangeTime: '2026-03-03T06:00:00.000+0000' },
    };
    const found = parse(
      json(),
      'hello',
      '[]',
      'null',
      '{"hello":1}',
      JSON.stringify(alarm),
      json({ monitor: 'other' }),
    );
    expect(found?.events).toMatchObject([
      { action: 'trigger', problem: 'churn/drift-2026-03-02', time: NOW + 123 },
      { action: 'resolve', problem: 'arn:a' },
    ]);
    expect(found?.ignored).toEqual(['m1', 'm2', 'm3', 'm4', 'm6']);
  });

  it('about the whole deployment is an alert', () => {
    expect(
      parse(json({ monitor: '*', kind: 'watchdog', dedupeKey: '*/watchdog/alerts/t/opened' }))?.events,
    ).toHaveLength(1);
  });

  it('that is an alert of a newer version is no alert to be lost silently', () => {
    expect(() => parse(JSON.stringify({ ...alertOf(), kind: 'new-kind' }))).toThrow(
      /message m0 is not an alert .*: kind: /,
    );
  });

  it.each([[undefined], [{}], [{ operation: 'watch' }], [{ Records: [{ Sns: {} }] }], [{ Records: 'x' }]])(
    'is not %j',
    (event) => {
      expect(() => parseDeliveryEvent(event, [])).toThrow(
        /Accepted: messages of SNS, messages of the dead-letter queue, \{"operation": "reconcile"\}/,
      );
    },
  );
});

describe('a message of the dead-letter queue', () => {
  const records = { Records: [record(json())] };
  const letter = {
    version: '1.0',
    timestamp: '2026-03-03T06:03:00.000Z',
    requestContext: { condition: 'RetriesExhausted' },
  };
  const undelivered = { Type: 'Notification', Subject: 'subject', ...record(json()).Sns };

  it('is read as what Lambda or SNS could not deliver', () => {
    const expected = parseDeliveryEvent(records, ['churn']);
    expect(expected?.events).toHaveLength(1);
    expect(parseDeliveryEvent({ ...letter, requestPayload: records }, ['churn'])).toEqual(expected);
    expect(parseDeliveryEvent(undelivered, ['churn'])).toEqual(expected);
    const Message = JSON.stringify({ default: 'text', lambda: json() });
    expect(parseDeliveryEvent({ ...undelivered, Message }, ['churn'])).toEqual(expected);
  });

  it('of the schedule is the schedule', () => {
    expect(parseDeliveryEvent({ ...letter, requestPayload: { operation: 'reconcile' } }, ['churn'])).toBeNull();
  });

  it('of another function is refused', () => {
    expect(() => parseDeliveryEvent({ ...letter, requestPayload: { monitor: 'churn' } }, ['churn'])).toThrow(
      'Accepted',
    );
  });
});

describe('the handler', () => {
  /** A handler whose target fails while `isDown`, and the lines of its log. */
  function start() {
    const lines: unknown[] = [];
    const world = { isDown: true, now: NOW };
    const log = {
      resetKeys: () => {},
      appendKeys: (keys: object) => void lines.push(keys),
      info: (message: string, extra: object) => void lines.push([message, extra]),
      error: (message: string, error: Error) => void lines.push([message, error.message]),
    };
    const results = new MemoryStore();
    const send = async () => {
      if (world.isDown) throw new Error('out of order');
    };
    const handler = makeDeliveryHandler({
      log,
      clock: () => world.now,
      context: (run) => ({ ...run, results, targets: [{ name: 'target', send }], monitors: ['churn'] }),
    });
    return { handler, lines, world };
  }
  const event = { Records: [record(json())] };

  it('logs what it sends, and throws what a target did not take', async () => {
    const { handler, lines, world } = start();
    await expect(handler(event, { awsRequestId: 'r1' })).rejects.toThrow('1 event not delivered: out of order');
    world.isDown = false;
    expect(await handler(event, { awsRequestId: 'r1' })).toEqual({ sent: 1, pending: 0, ignored: [] });
    expect(lines).toEqual([
      { runId: 'r1', kind: 'delivery' },
      ['started', { events: ['trigger churn/drift-2026-03-02'], ignored: [] }],
      ['failed', '1 event not delivered: out of order'],
      { runId: 'r1', kind: 'delivery' },
      ['started', { events: ['trigger churn/drift-2026-03-02'], ignored: [] }],
      ['done', { sent: 1, pending: 0, milliseconds: 0 }],
    ]);
  });

  it('logs each event that it gives up', async () => {
    const { handler, lines, world } = start();
    await expect(handler(event, { awsRequestId: 'r1' })).rejects.toThrow();
    world.now += 4 * 86_400_000;
    await expect(handler({ Records: [] }, { awsRequestId: 'r2' })).rejects.toThrow('1 event given up');
    expect(lines).toContainEqual(['lost', expect.stringMatching(/^gave up churn\/drift-2026-03-02\/opened/)]);
  });

  it('answers which messages it ignores', async () => {
    const answer = await start().handler({ Records: [record('hello', 'm7')] }, { awsRequestId: 'r1' });
    expect(answer).toEqual({ sent: 0, pending: 0, ignored: ['m7'] });
  });

  it('sends nothing when Lambda is about to stop the run', async () => {
    const { handler, world } = start();
    world.isDown = false;
    const run = handler(event, { awsRequestId: 'r1', getRemainingTimeInMillis: () => 5000 });
    await expect(run).rejects.toThrow('1 event not delivered: no time was left for target');
  });
});

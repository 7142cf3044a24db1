import { describe, expect, it } from 'vitest';
import { MAX_PENDING, MAX_WAIT } from '../../../lambdas/core/delivery/accept.ts';
import { alertEvent } from '../../../lambdas/core/delivery/alert-event.ts';
import { type DeliveryContext, deliver, reconcile } from '../../../lambdas/core/delivery/deliver.ts';
import { type DeliveryEvent, type Target, TargetError } from '../../../lambdas/core/delivery/event.ts';
import { UndeliveredError } from '../../../lambdas/core/delivery/undelivered.ts';
import { MemoryStore } from '../stories/memory-store.ts';
import { alertOf } from './alerts.ts';

const NOW = Date.UTC(2026, 2, 3, 6);
const MINUTE = 60_000;

/** A target that remembers what it took, and fails as a test says. */
class FakeTarget implements Target {
  readonly name: string;
  readonly taken: string[] = [];
  tried = 0;
  fails: (event: DeliveryEvent) => 'refuses' | 'down' | undefined = () => undefined;
  constructor(name: string) {
    this.name = name;
  }
  async send(event: DeliveryEvent): Promise<void> {
    this.tried++;
    const how = this.fails(event);
    if (how !== undefined) throw new TargetError(`${this.name} ${how}`, { refused: how === 'refuses' });
    this.taken.push(`${event.action} ${event.problem}`);
  }
}

function open(monitors: readonly string[] = ['churn', 'fraud']) {
  const results = new MemoryStore();
  const [a, b] = [new FakeTarget('a'), new FakeTarget('b')];
  const at = (now: number): DeliveryContext => ({ results, targets: [a, b], monitors, now });
  return { a, b, at, results };
}

const alertsOf = (problem: string, ...changes: Parameters<typeof alertOf>) => {
  const [monitor, id] = problem.split('/');
  return alertOf({ monitor, dedupeKey: `${monitor}/${id}/opened/w`, ...changes[0] });
};
const opened = (problem = 'churn/drift-1', time = NOW) => alertEvent(alertsOf(problem), time);
const recovered = (problem = 'churn/drift-1', time = NOW + MINUTE) =>
  alertEvent(alertsOf(problem, { state: 'recovered', severity: 'info', dedupeKey: `${problem}/recovered/w` }), time);

describe('events', () => {
  it('go to every target once', async () => {
    const { a, b, at } = open();
    expect(await deliver([opened()], at(NOW))).toEqual({ sent: 2, pending: 0 });
    expect(await reconcile(at(NOW + MINUTE))).toMatchObject({ pending: 0 });
    expect([a.taken[0], b.taken[0]]).toEqual(['trigger churn/drift-1', 'trigger churn/drift-1']);
  });

  it('are kept for a target that is down, and the other one gets them', async () => {
    const { a, b, at } = open(['churn']);
    a.fails = () => 'down';
    const events = [opened('churn/drift-1'), opened('churn/performance-1')];
    await expect(deliver(events, at(NOW))).rejects.toThrow('2 events not delivered: a down');
    expect([a.tried, b.taken.length]).toEqual([2, 2]);
    a.fails = () => undefined;
    await deliver([], at(NOW + MINUTE));
    expect(a.taken).toEqual(['trigger churn/drift-1', 'trigger churn/performance-1']);
    expect(b.taken).toHaveLength(2);
  });

  it('that are refused keep only those about the same problem waiting', async () => {
    const { a, at } = open();
    a.fails = ({ problem }) => (problem === 'churn/drift-1' ? 'refuses' : undefined);
    await expect(deliver([opened(), opened('fraud/drift-1')], at(NOW))).rejects.toThrow('1 event not delivered');
    expect(a.taken).toEqual(['trigger fraud/drift-1']);
  });

  it('about a problem that is over before its target is back are sent as over only', async () => {
    const { a, at } = open();
    a.fails = () => 'down';
    await expect(deliver([opened()], at(NOW))).rejects.toThrow();
    await expect(deliver([recovered()], at(NOW + MINUTE))).rejects.toThrow();
    a.fails = () => undefined;
    await deliver([], at(NOW + 2 * MINUTE));
    expect(a.taken).toEqual(['resolve churn/drift-1']);
  });

  it('that come late do not open again what has ended', async () => {
    const { a, at } = open();
    await deliver([recovered()], at(NOW + MINUTE));
    await deliver([opened()], at(NOW + 2 * MINUTE));
    expect(a.taken).toEqual(['resolve churn/drift-1']);
    // The same check can become overdue again.
    await deliver([opened('churn/drift-1', NOW + 3 * MINUTE)], at(NOW + 3 * MINUTE));
    expect(a.taken).toHaveLength(2);
  });

  it('that wait too long are given up, loudly', async () => {
    const { a, b, at } = open();
    b.fails = () => 'down';
    await expect(deliver([opened()], at(NOW))).rejects.toThrow('1 event not delivered');
    await expect(deliver([], at(NOW + MAX_WAIT + 1))).rejects.toThrow(
      '1 event given up: gave up churn/drift-1/opened/w, which waited for b since 2026-03-03T06:00:00Z: not taken within 3 days',
    );
    expect(await deliver([], at(NOW + MAX_WAIT + 2))).toEqual({ sent: 0, pending: 0 });
    expect(a.taken).toHaveLength(1);
  });

  it('that are too many are given up, the oldest first', async () => {
    const { a, b, at, results } = open();
    for (const target of [a, b]) target.fails = () => 'down';
    await expect(deliver([opened('churn/drift-0')], at(NOW))).rejects.toThrow();
    const events = Array.from({ length: MAX_PENDING - 1 }, (_, i) => opened(`churn/drift-${i + 1}`));
    await expect(deliver(events, at(NOW + 1))).rejects.toThrow(/^1,000 events not delivered: a down/);
    await expect(deliver([opened('churn/drift-1000')], at(NOW + 2))).rejects.toThrow(
      '1 event given up, 1,000 events not delivered: gave up churn/drift-0/opened/w, which waited for a, b since 2026-03-03T06:00:00Z: more than 1,000 events wait; a down; ',
    );
    const { pending } = JSON.parse(new TextDecoder().decode((await results.get('deliveries.json'))!.bytes));
    expect(pending).toHaveLength(MAX_PENDING);
  });

  it('that are given up are all named, and the message names the first of them', async () => {
    const { a, b, at } = open();
    for (const target of [a, b]) target.fails = () => 'down';
    await expect(
      deliver(
        Array.from({ length: 25 }, (_, i) => opened(`churn/drift-${i}`)),
        at(NOW),
      ),
    ).rejects.toThrow();
    const error = await deliver([], at(NOW + MAX_WAIT + 1)).catch((thrown: unknown) => thrown);
    if (!(error instanceof UndeliveredError)) throw error;
    expect(error.message).toMatch(/^25 events given up: gave up .*; and 5 more$/);
    expect(error.lost.map(({ message }) => message.split(/[ ,]/)[2]).sort()).toEqual(
      Array.from({ length: 25 }, (_, i) => `churn/drift-${i}/opened/w`).sort(),
    );
  });

  it('of a target that was removed are dropped', async () => {
    const { a, b, at } = open();
    b.fails = () => 'down';
    await expect(deliver([opened()], at(NOW))).rejects.toThrow();
    expect(await deliver([], { ...at(NOW), targets: [a] })).toEqual({ sent: 0, pending: 0 });
  });

  it('of two runs at once are all kept', async () => {
    const { a, at } = open();
    await Promise.all(
      ['churn/drift-1', 'churn/performance-1', 'fraud/drift-1'].map((each) => deliver([opened(each)], at(NOW))),
    );
    expect(new Set(a.taken).size).toBe(3);
    expect(await deliver([], at(NOW))).toEqual({ sent: 0, pending: 0 });
  });

  it('are not all tried on a target that takes nothing at present', async () => {
    const { a, b, at } = open(['churn']);
    a.fails = () => 'down';
    const events = Array.from({ length: 10 }, (_, i) => opened(`churn/drift-${i}`));
    await expect(deliver(events, at(NOW))).rejects.toThrow('10 events not delivered');
    expect([a.tried, b.taken.length]).toEqual([3, 10]);
  });

  it('are not kept from a target by one that it always fails on', async () => {
    const { a, at } = open(['churn']);
    a.fails = ({ problem }) => (problem === 'churn/drift-0' ? 'down' : undefined);
    const events = Array.from({ length: 5 }, (_, i) => opened(`churn/drift-${i}`));
    await expect(deliver(events, at(NOW))).rejects.toThrow('1 event not delivered: a down');
    expect(a.taken).toEqual([1, 2, 3, 4].map((i) => `trigger churn/drift-${i}`));
  });

  it('are not kept from a target by several that it always fails on', async () => {
    const { a, at } = open(['churn']);
    const events = Array.from({ length: 5 }, (_, i) => opened(`churn/drift-${i}`));
    a.fails = ({ problem }) => (/[012]$/.test(problem) ? 'down' : undefined);
    await expect(deliver(events, at(NOW))).rejects.toThrow('5 events not delivered');
    await expect(deliver([], at(NOW + MINUTE))).rejects.toThrow('3 events not delivered');
    expect(a.taken).toEqual([3, 4].map((i) => `trigger churn/drift-${i}`));
  });

  it('about one problem stay in order when a target fails on them', async () => {
    const { a, at } = open(['churn']);
    const repeated = alertsOf('churn/drift-1', { dedupeKey: 'churn/drift-1/repeated/w', title: 'repeated' });
    a.fails = ({ problem }) => (problem === 'churn/drift-1' ? 'down' : undefined);
    const events = [opened(), alertEvent(repeated, NOW + 1), opened('churn/drift-2')];
    await expect(deliver(events, at(NOW))).rejects.toThrow('2 events not delivered');
    const ids: string[] = [];
    a.send = async ({ id }) => void ids.push(id);
    await deliver([], at(NOW + MINUTE));
    expect(ids).toEqual(['churn/drift-1/opened/w', 'churn/drift-1/repeated/w']);
  });

  it('go to a target though the document cannot be written for the other', async () => {
    const { a, b, at, results } = open();
    const put = results.put.bind(results);
    let denied = 0;
    results.put = async (key, bytes, condition) => {
      if (a.taken.length === 1 && denied++ === 0) throw new Error('S3 is down');
      return put(key, bytes, condition);
    };
    const events = [opened('churn/drift-1'), opened('fraud/drift-1')];
    await expect(deliver(events, at(NOW))).rejects.toThrow(/not delivered: S3 is down/);
    expect(Math.max(a.taken.length, b.taken.length)).toBe(2);
    await deliver([], at(NOW + MINUTE));
    expect([new Set(a.taken).size, new Set(b.taken).size]).toEqual([2, 2]);
  });

  it('do not wait for a target that is slow', async () => {
    const { a, b, at } = open(['churn']);
    const { promise, resolve } = Promise.withResolvers<void>();
    a.send = () => promise;
    b.send = async () => resolve();
    expect(await deliver([opened()], at(NOW))).toEqual({ sent: 2, pending: 0 });
  });

  it('for which a run has no time are sent by the next one', async () => {
    const { a, b, at } = open(['churn']);
    let left = 100_000;
    const send = a.send.bind(a);
    a.send = async (event) => {
      left -= 30_000;
      await send(event);
    };
    const context = { ...at(NOW), targets: [a], timeLeft: () => left };
    const events = Array.from({ length: 5 }, (_, i) => opened(`churn/drift-${i}`));
    await expect(deliver(events, context)).rejects.toThrow(
      /^2 events not delivered: no time was left for a; the next run goes on$/,
    );
    expect(a.taken).toHaveLength(3);
    left = 100_000;
    expect(await deliver([], context)).toEqual({ sent: 2, pending: 0 });
    expect([new Set(a.taken).size, b.tried]).toEqual([5, 0]);
  });

  it('that are repeated or come late do not end what has begun since', async () => {
    const { a, at } = open(['churn']);
    const [t1, r1, t2] = [opened(), recovered(), opened('churn/drift-1', NOW + 2 * MINUTE)];
    for (const event of [t1, r1, t2]) await deliver([event], at(event.time));
    for (const event of [r1, t1]) await deliver([event], at(NOW + 3 * MINUTE));
    expect(a.taken).toEqual(['trigger', 'resolve', 'trigger'].map((action) => `${action} churn/drift-1`));
    await deliver([recovered('churn/drift-1', NOW + 4 * MINUTE)], at(NOW + 4 * MINUTE));
    expect(a.taken).toHaveLength(4);
  });

  it('that end while their beginning is sent are ended again', async () => {
    const { a, b, at } = open(['churn']);
    let ended: Promise<unknown> | null = null;
    const send = a.send.bind(a);
    // While the first run sends the beginning, a second one brings the end to both targets.
    a.send = async (event) => {
      if (event.action === 'trigger' && ended === null) {
        ended = deliver([recovered()], at(NOW + MINUTE));
        await ended;
      }
      await send(event);
    };
    await deliver([opened()], at(NOW));
    expect(a.taken.at(-1)).toBe('resolve churn/drift-1');
    expect(a.taken.filter((each) => each.startsWith('trigger'))).toHaveLength(1);
    expect(b.taken.at(-1)).toBe('resolve churn/drift-1');
    expect(await deliver([], at(NOW + 2 * MINUTE))).toEqual({ sent: 0, pending: 0 });
  });

  it('that end something wait longer, and are given up last', async () => {
    const { a, b, at } = open(['churn']);
    for (const target of [a, b]) target.fails = () => 'down';
    await expect(deliver([recovered('churn/drift-0', NOW)], at(NOW))).rejects.toThrow();
    const many = Array.from({ length: MAX_PENDING }, (_, i) => opened(`churn/performance-${i}`));
    await expect(deliver(many, at(NOW))).rejects.toThrow('gave up churn/performance-0/opened/w');
    await expect(deliver([], at(NOW + MAX_WAIT + 1))).rejects.toThrow('1 event not delivered');
    for (const target of [a, b]) target.fails = () => undefined;
    expect(await deliver([], at(NOW + 4 * MAX_WAIT))).toEqual({ sent: 2, pending: 0 });
    expect(a.taken).toEqual(['resolve churn/drift-0']);
  });

  it('are stored with no more text than a message of ours has', async () => {
    const { a, b, at, results } = open(['churn']);
    for (const target of [a, b]) target.fails = () => 'down';
    const long = alertEvent(alertsOf('churn/drift-1', { text: 'x'.repeat(200_000) }), NOW);
    await expect(deliver([long], at(NOW))).rejects.toThrow();
    expect((await results.get('deliveries.json'))!.bytes.length).toBeLessThan(25_000);
  });
});

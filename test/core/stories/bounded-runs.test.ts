import { describe, expect, it } from 'vitest';
import { CannotKeepUpError, runAccuracyChecks, UncheckedWindowsError } from '../../../lambdas/check-accuracy/run.ts';
import { checkDueWindows, FailedWindowsError } from '../../../lambdas/core/check/check-due-windows.ts';
import type { RunContext } from '../../../lambdas/core/context.ts';
import type { CheckResult } from '../../../lambdas/core/result/schema.ts';
import { parseEvent } from '../../../lambdas/runtime/event.ts';
import { labelDay, openDepot, serveDay } from './parcels.ts';
import { DAY, dayName, FIRST_DAY, HOUR, type StoryFixture } from './story-fixture.ts';

const MINUTE = 60_000;
const PERFORMANCE = { performance: '{ primaryMetric: accuracy, alert: [accuracy < 0.85] }' };

/** Days of requests, all of them labelled a day later, that no accuracy check has seen. */
async function openDays(days: number): Promise<StoryFixture> {
  const fixture = await openDepot(PERFORMANCE);
  for (let day = 0; day < days; day++) {
    labelDay(fixture, day, serveDay(fixture, day), { wrong: 20, arrival: FIRST_DAY + (day + 1) * DAY });
    await fixture.checkDrift(day);
  }
  return fixture;
}

/** At noon, when the labels of that day have come. */
const NOON_AFTER = (day: number) => FIRST_DAY + (day + 2) * DAY + 12 * HOUR;
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** Runs of a quarter of an hour, in which reading the captures of a day takes some minutes. */
class Lambda {
  /** Days whose captures were read, in this order. */
  readonly read: number[] = [];
  readonly #minutes: (day: number) => number;
  #elapsed = 0;
  #reading = -1;

  /** @param minutes For each day. May throw what reading it shall throw. */
  constructor(minutes: (day: number) => number) {
    this.#minutes = minutes;
  }

  /** The context of a new run. */
  start(context: RunContext): RunContext {
    this.#elapsed = 0;
    this.#reading = -1;
    return {
      ...context,
      timeLeft: () => 15 * MINUTE - this.#elapsed,
      open: (uri) => (uri.endsWith('captures') ? this.#slow(context.open(uri)) : context.open(uri)),
    };
  }

  #slow(place: ReturnType<RunContext['open']>): ReturnType<RunContext['open']> {
    const stream = (key: string) => this.#stream(key, place.store.stream(key));
    const store = new Proxy(place.store, {
      get: (target, name) => {
        if (name === 'stream') return stream;
        const value = Reflect.get(target, name);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    return { prefix: place.prefix, uriOf: (key) => place.uriOf(key), store };
  }

  async *#stream(key: string, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const [date] = /\d{4}\/\d{2}\/\d{2}/.exec(key)!;
    const day = (Date.parse(date.replaceAll('/', '-')) - FIRST_DAY) / DAY;
    if (this.#reading !== day) {
      this.#reading = day;
      this.read.push(day);
      this.#elapsed += this.#minutes(day) * MINUTE;
    }
    yield* bytes;
  }
}

const days = (windows: readonly { readonly start: number }[]) => windows.map(({ start }) => (start - FIRST_DAY) / DAY);
const checkedDays = (results: readonly CheckResult[]) =>
  results.map(({ window }) => (Date.parse(window.start) - FIRST_DAY) / DAY);

describe('a run that has an end', () => {
  it('measures the newest windows while there is time, concludes them in their order, and says what is left', async () => {
    const fixture = await openDays(5);
    const lambda = new Lambda(() => 4);

    const { results, left } = await checkDueWindows(fixture.monitor, lambda.start(fixture.at(NOON_AFTER(4))));

    // Two take 8 of 15 minutes. A third might take 6, and half a minute is kept.
    expect(lambda.read).toEqual([4, 3, 2]);
    expect(checkedDays(results)).toEqual([2, 3, 4]);
    expect(days(left)).toEqual([1, 0]);
    expect((await fixture.state()).checks.accuracy.map(({ window }) => window)).toEqual([2, 3, 4].map(dayName));
  });

  it('gives up a window that takes longer than those before, and leaves it to the next run', async () => {
    const fixture = await openDays(3);
    const lambda = new Lambda((day) => (day === 1 ? 20 : 1));
    const { results, left } = await checkDueWindows(fixture.monitor, lambda.start(fixture.at(NOON_AFTER(2))));
    expect(lambda.read).toEqual([2, 1]);
    expect(checkedDays(results)).toEqual([2]);
    expect(days(left)).toEqual([1, 0]);
  });

  it('fails for a window that a whole run could not read, and leaves the others', async () => {
    const fixture = await openDays(2);
    const lambda = new Lambda((day) => (day === 1 ? 20 : 1));
    const run = checkDueWindows(fixture.monitor, lambda.start(fixture.at(NOON_AFTER(1))));
    const error = await run.catch((thrown) => thrown);
    expect(error).toBeInstanceOf(FailedWindowsError);
    expect(error.message).toMatch(
      new RegExp(`^1 window could not be checked; ${dayName(1)}: 0.16 MB were read in 20 minutes, and more was left`),
    );
    expect(days(error.checks.left)).toEqual([0]);
  });

  it('checks windows that are there beside one that cannot be read', async () => {
    const fixture = await openDays(3);
    const lambda = new Lambda((day) => {
      if (day === 1) throw new Error('the disk is broken');
      return 1;
    });
    const error = await checkDueWindows(fixture.monitor, lambda.start(fixture.at(NOON_AFTER(2)))).catch((e) => e);
    expect(error.message).toBe(`1 window could not be checked; ${dayName(1)}: the disk is broken`);
    expect(checkedDays(error.checks.results)).toEqual([0, 2]);
    expect(error.checks.left).toEqual([]);
  });

  it('says of a window that cannot be read no more than the monitor may show', async () => {
    const fixture = await openDays(3);
    const lambda = new Lambda((day) => {
      if (day === 1) throw new Error('no number: Alice Liddell');
      return 1;
    });
    const monitor = { ...fixture.monitor, privacy: { values: 'hide' } } as const;
    const error = await checkDueWindows(monitor, lambda.start(fixture.at(NOON_AFTER(2)))).catch((e) => e);
    expect(error).toBeInstanceOf(FailedWindowsError);
    expect(error.message).toBe(
      `1 window could not be checked; ${dayName(1)}: the message is not shown, because it may quote the data (privacy.values)`,
    );
    expect(JSON.stringify(error.errors.map(String))).not.toContain('Alice');
    expect(checkedDays(error.checks.results)).toEqual([0, 2]);
  });

  it('fails with the error itself when all windows have the same', async () => {
    const fixture = await openDays(3);
    const failure = new Error('the network is down');
    const lambda = new Lambda(() => {
      throw failure;
    });
    await expect(checkDueWindows(fixture.monitor, lambda.start(fixture.at(NOON_AFTER(2))))).rejects.toBe(failure);
  });

  it('concludes windows in their order, also when there are more than it measures at once', async () => {
    const fixture = await openDays(26);
    const monitor = { ...fixture.monitor, labels: { ...fixture.monitor.labels!, maxAge: 60 * DAY } };
    const { results, left } = await checkDueWindows(monitor, fixture.at(NOON_AFTER(25)));
    expect(left).toEqual([]);
    expect(checkedDays(results)).toEqual([...range(2, 25), ...range(0, 1)]);
    const inOrder = await openDays(26);
    for (let day = 0; day < 26; day++) await inOrder.checkAccuracy(day, NOON_AFTER(25));
    const [batched, single] = [(await fixture.state()).checks, (await inOrder.state()).checks];
    expect(batched.accuracy.map(({ window }) => window)).toEqual(single.accuracy.map(({ window }) => window));
    expect((await fixture.state()).incidents).toEqual((await inOrder.state()).incidents);
  });
});

/** A Lambda function that starts itself again. */
class Chain {
  /** The outcome of each run, or the error that ended it. */
  readonly outcomes: string[] = [];
  readonly checks: string[] = [];
  readonly #fixture: StoryFixture;
  readonly #lambda: Lambda;
  readonly #between: () => void;
  readonly #monitor: StoryFixture['monitor'];

  constructor(fixture: StoryFixture, lambda: Lambda, between = () => {}, monitor = fixture.monitor) {
    this.#monitor = monitor;
    this.#fixture = fixture;
    this.#lambda = lambda;
    this.#between = between;
  }

  async run(given: object, now: number): Promise<void> {
    const event = parseEvent(JSON.parse(JSON.stringify(given)), 'accuracy');
    const monitor = this.#monitor;
    const context = this.#lambda.start(this.#fixture.at(now));
    let next: object | undefined;
    const continueRun = async (following: object) => {
      next = following;
    };
    try {
      const { outcome, checks } = await runAccuracyChecks(
        { monitor, event, due: event.scheduledTime!, context },
        continueRun,
      );
      this.outcomes.push(outcome);
      this.checks.push(...checks.map(({ window }) => window));
    } catch (error) {
      if (!(error instanceof UncheckedWindowsError || error instanceof CannotKeepUpError)) throw error;
      this.outcomes.push(error.message);
    }
    this.#between();
    if (next !== undefined) await this.run(next, now + 15 * MINUTE);
  }
}

describe('runs that continue each other', () => {
  const event = (last: number) => ({
    monitor: 'parcels',
    kind: 'accuracy',
    scheduledTime: new Date(NOON_AFTER(last)).toISOString(),
  });

  it('check every window once', async () => {
    const fixture = await openDays(7);
    const chain = new Chain(fixture, new Lambda(() => 4));
    await chain.run(event(6), NOON_AFTER(6));
    expect(chain.outcomes).toEqual(['continued', 'continued', 'done']);
    expect(chain.checks).toEqual([4, 5, 6, 1, 2, 3, 0].map(dayName));
  });

  it('go on with older windows although labels of newer ones have come', async () => {
    const fixture = await openDays(7);
    let arrival = NOON_AFTER(6);
    const lambda = new Lambda(() => 4);
    const chain = new Chain(fixture, lambda, () => {
      arrival += MINUTE;
      labelDay(fixture, 6, serveDay(fixture, 6), { wrong: 21, from: 20, to: 21, arrival });
    });
    await chain.run(event(6), NOON_AFTER(6));
    expect(lambda.read).toEqual([6, 5, 4, 3, 2, 1, 0]);
  });

  it('do not stop at a window that needs more than a run, try it twice, and fail when all others are checked', async () => {
    const fixture = await openDays(4);
    const lambda = new Lambda((day) => (day === 2 ? 20 : 1));
    const chain = new Chain(fixture, lambda);
    await chain.run(event(3), NOON_AFTER(3));
    expect(lambda.read).toEqual([3, 2, 2, 1, 0, 2]);
    expect(chain.outcomes).toEqual(['continued', 'continued', expect.stringContaining(`${dayName(2)}: `)]);
    const { checks } = await fixture.state();
    expect(checks.accuracy.map(({ window }) => window)).toEqual([0, 1, 3].map(dayName));
  });

  it('end when the next run is due, and say that they do not keep up', async () => {
    const fixture = await openDays(7);
    const hourly = { ...fixture.monitor, schedule: { ...fixture.monitor.schedule, accuracy: 'rate(30 minutes)' } };
    const lambda = new Lambda(() => 10);
    const chain = new Chain(fixture, lambda, () => {}, hourly);
    await chain.run(event(6), NOON_AFTER(6));
    expect(lambda.read).toEqual([6, 5, 4]);
    expect(chain.outcomes).toEqual([
      'continued',
      'continued',
      expect.stringMatching(
        /^4 windows up to 2001-02-04 were not checked before the next run was due at 2001-02-09T12:30:00Z\./,
      ),
    ]);
  });

  it('end in the state that one run without an end leaves', async () => {
    const fixture = await openDays(7);
    const whole = await fixture.fork();
    await checkDueWindows(whole.monitor, whole.at(NOON_AFTER(6)));
    await new Chain(fixture, new Lambda(() => 7)).run(event(6), NOON_AFTER(6));
    const [chained, single] = [await fixture.state(), await whole.state()];
    const comparable = ({ checks, incidents }: typeof chained) => ({
      accuracy: checks.accuracy.map(({ checkedAt: _, ...entry }) => entry),
      incidents: incidents.map(({ kind, since, state }) => ({ kind, since, state })),
    });
    expect(comparable(chained)).toEqual(comparable(single));
  });
});

import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Alert, Links } from '../../../lambdas/core/alerts.ts';
import { emptyState, type MonitorState } from '../../../lambdas/core/decision/state.ts';
import { parseMonitor } from '../../../lambdas/core/monitor/parse.ts';
import type { MetricPoint } from '../../../lambdas/core/ports.ts';
import type { FailedAction, TopicName, WatchContext } from '../../../lambdas/core/watchdog/context.ts';
import { recordRun } from '../../../lambdas/core/watchdog/runs.ts';
import { watchdogStatus } from '../../../lambdas/core/watchdog/status.ts';
import { UnwatchedError, watch } from '../../../lambdas/core/watchdog/watch.ts';
import { driftWindow, incident } from '../report/results.ts';
import { MemoryStore } from '../stories/memory-store.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.UTC(2026, 0, 10, 12);

const file = (name: string, schedule: string, email: string) =>
  parseMonitor(
    `model: ${name}-v1\nproblem: regression\ncapture: { uri: d, prediction: { value: 0 } }\nschedule: ${schedule}\nalerts: { email: [${email}], runbook: https://example.com/runbook }\n`,
    `${name}.yaml`,
  );
const HOURLY = '{ drift: cron(0 * * * ? *), window: PT1H }';

/** A deployment whose parts a test can break. */
class World {
  readonly store = new MemoryStore();
  monitors = new Map([
    ['a', file('a', HOURLY, 'a@x.org')],
    ['b', file('b', HOURLY, 'b@x.org')],
  ]);
  subscribers: Record<TopicName, string[]> = { alerts: ['a@x.org', 'b@x.org'], operations: ['a@x.org'] };
  failedActions: FailedAction[] = [];
  readonly sent: { channel: string; alert: Alert }[] = [];
  readonly points: MetricPoint[] = [];
  /** Monitors whose definitions cannot be read. */
  broken = new Set<string>();
  refuses = false;
  links: Links | undefined;
  #runs = 0;

  at(now: number): WatchContext {
    const send = (channel: string) => ({
      send: async (alert: Alert) => {
        if (this.refuses) throw new Error('SNS is down');
        this.sent.push({ channel, alert });
      },
    });
    return {
      monitors: {
        names: [...this.monitors.keys()],
        get: (name) => {
          if (this.broken.has(name)) throw new Error(`${name}.json cannot be read`);
          return this.monitors.get(name)!;
        },
      },
      results: this.store,
      metrics: { publish: async (points) => void this.points.push(...points) },
      alerts: send('alerts'),
      operations: send('operations'),
      deliveries: {
        confirmedSubscribers: async (topic) => this.subscribers[topic],
        failedActions: async (since) => this.failedActions.filter(({ time }) => time >= since),
      },
      commands: {
        run: (name, monitor, window) => `run ${name} ${monitor} ${window ?? ''}`.trim(),
        showLog: (group, since) => `log ${group} ${since}`,
        show: (key) => `show ${key}`,
      },
      linksTo: () => this.links,
      grace: 75 * MINUTE,
      dimensions: { FunctionName: 'watchdog' },
      now,
      runId: `run-${++this.#runs}`,
    };
  }

  async run(monitor: string, due: number): Promise<void> {
    const place = { function: 'check', logGroup: 'group', dashboard: null };
    await recordRun(this.store, { monitor, kind: 'drift', due, place }, due + MINUTE);
  }

  get titles(): string[] {
    return this.sent.map(({ alert }) => alert.title);
  }
}

let world: World;
beforeEach(async () => {
  world = new World();
  await watch(world.at(START + MINUTE));
});

/** Looks every quarter of an hour. */
async function lookUntil(from: number, to: number): Promise<void> {
  for (let now = from; now <= to; now += 15 * MINUTE) await watch(world.at(now));
}

describe('a look', () => {
  it('publishes the longest delay of all checks', async () => {
    await world.run('a', START + HOUR);
    const { hoursOverdue } = await watch(world.at(START + 3 * HOUR));
    expect(hoursOverdue).toBe(2);
    expect(world.points.at(-1)).toEqual({
      name: 'HoursOverdue',
      value: 2,
      unit: 'None',
      dimensions: { FunctionName: 'watchdog' },
      time: START + 3 * HOUR,
    });
  });

  it('sends the alert to the receivers of the monitor, with what to look at', async () => {
    await world.run('b', START + HOUR);
    await watch(world.at(START + 2.5 * HOUR));
    const [{ channel, alert }] = world.sent;
    expect(channel).toBe('alerts');
    expect(alert).toMatchObject({
      dedupeKey: 'a/watchdog/drift/2026-01-10T13:00:00Z/overdue',
      monitor: 'a',
      model: 'a-v1',
      kind: 'watchdog',
      state: 'open',
      severity: 'critical',
      window: '2026-01-10T12Z',
      resultKey: 'a/runs/drift.json',
    });
    expect(alert.text).toContain('https://example.com/runbook');
  });

  it('keeps an alert that could not be sent, publishes no metric, and sends it once', async () => {
    world.refuses = true;
    const points = world.points.length;
    await expect(watch(world.at(START + 2.5 * HOUR))).rejects.toThrow('SNS is down');
    expect(world.points).toHaveLength(points);
    world.refuses = false;
    await lookUntil(START + 2.75 * HOUR, START + 4 * HOUR);
    expect(world.titles).toHaveLength(2);
  });

  it('of two at the same time, one sends', async () => {
    await Promise.all([watch(world.at(START + 2.5 * HOUR)), watch(world.at(START + 2.5 * HOUR))]);
    expect(world.titles).toHaveLength(2);
  });

  it('that cannot read a monitor looks at the others, fails without a metric, and forgets nothing', async () => {
    await watch(world.at(START + 2.5 * HOUR));
    const before = [world.titles.length, world.points.length];
    world.broken.add('a');
    const failed = watch(world.at(START + 3 * HOUR));
    await expect(failed).rejects.toThrow(UnwatchedError);
    await expect(failed).rejects.toThrow('a: a.json cannot be read');
    expect([world.titles.length, world.points.length]).toEqual(before);
    world.broken.clear();
    for (const name of ['a', 'b']) await world.run(name, START + 4 * HOUR);
    await watch(world.at(START + 4.1 * HOUR));
    expect(world.titles.slice(2).sort()).toEqual([
      '[RECOVERED] a: the drift check runs again after 3 hours',
      '[RECOVERED] b: the drift check runs again after 3 hours',
    ]);
  });
});

describe('the page over all monitors', () => {
  const markupNow = async () => new TextDecoder().decode((await world.store.get('index.html'))!.bytes);
  const pageNow = async () =>
    (await markupNow())
      .replace(/<style>.*<.style>/s, '')
      .replaceAll(/<[^>]*>/g, ' ')
      .replaceAll(/\s+/g, ' ');
  const record = async (monitor: string, changes: Partial<MonitorState>) =>
    world.store.put(
      `${monitor}/state.json`,
      new TextEncoder().encode(JSON.stringify({ ...emptyState(monitor), ...changes })),
    );
  beforeEach(async () => {
    for (const name of ['a', 'b']) await world.run(name, START + HOUR);
  });

  it('is written at every look', async () => {
    await watch(world.at(START + HOUR));
    expect(await pageNow()).toContain('2 monitors not checked yet');
    await record('a', { incidents: [incident('drift')], checks: { drift: [driftWindow('2026-01-10')], accuracy: [] } });
    world.links = { report: (key) => key, fromPage: (page, key) => `https://console/${page}?${key}` };
    await watch(world.at(START + 1.25 * HOUR));
    expect(await pageNow()).toContain('1 of 2 monitors need attention');
    expect(await pageNow()).toContain('made 2026-01-10T13:15Z');
    expect(await markupNow()).toContain('<a href="https://console/index.html?a/checks/drift/2026-01-10/report.html">');
  });

  it('says that no retraining starts of a monitor that has none in an account', async () => {
    const text = `model: a-v1
problem: binary-classification
capture: { uri: d, features: [x], prediction: { score: 0 } }
labels: { uri: l }
performance: { retrain: [accuracy < 0.8] }
schedule: ${HOURLY}
retraining: { commands: { train: [python, train.py], score: [python, score.py] } }
`;
    world.monitors.set('a', parseMonitor(text, 'a.yaml'));
    await record('a', {
      retraining: {
        ...{ id: 'r2', since: '2026-01-10', requestedAt: 0, by: 'limit', limit: 'accuracy < 0.8' },
        ...{ firstWindow: null, attempt: 1, startedAt: null },
      },
    });
    await watch(world.at(START + HOUR));
    expect(await pageNow()).toContain('accuracy &lt; 0.8; allowed to start, but no retraining workflow is set up here');
  });

  it('names monitors that cannot be looked at, and shows the others', async () => {
    await record('b', { checks: { drift: [driftWindow('2026-01-10')], accuracy: [] } });
    await world.store.put('a/state.json', new TextEncoder().encode('{'));
    await watch(world.at(START + HOUR));
    expect(await pageNow()).toContain('1 of 2 monitors need attention');
    expect(await pageNow()).toContain('a: state.json cannot be read, so no check can run: a/state.json is not JSON');
    expect(await pageNow()).toContain('Data since 2026-01-10');
    expect((await pageNow()).match(/state.json cannot be read/g)).toHaveLength(1);
    world.broken.add('a');
    vi.spyOn(world, 'subscribers', 'get').mockImplementation(() => {
      throw new Error('SNS is down');
    });
    await expect(watch(world.at(START + 1.25 * HOUR))).rejects.toThrow(UnwatchedError);
    expect(await pageNow()).toContain('1 of 2 monitors need attention');
    expect((await pageNow()).match(/a.json cannot be read|SNS is down/g)).toHaveLength(2);
    expect(await pageNow()).toContain('a: a.json cannot be read messages: SNS is down');
    expect(await pageNow()).toContain('Data since 2026-01-10');
  });

  it('says which checks are overdue, and what else does not work', async () => {
    world.subscribers = { alerts: [], operations: ['a@x.org'] };
    await watch(world.at(START + HOUR));
    // People have an hour to confirm.
    expect(await pageNow()).not.toContain('nobody receives');
    await watch(world.at(START + 4 * HOUR));
    expect(await pageNow()).toContain('3 problems');
    expect(await pageNow()).toContain('a: the drift check has not run since it was due 2026-01-10T14:00Z');
    expect(await pageNow()).toContain('all monitors: nobody receives the alerts of a, b');
  });

  it('raises the alarm where it cannot be written, after the alerts', async () => {
    const points = world.points.length;
    const put = world.store.put.bind(world.store);
    vi.spyOn(world.store, 'put').mockImplementation((key, ...rest) =>
      key === 'index.html' ? Promise.reject(new Error('index.html: access denied')) : put(key, ...rest),
    );
    await expect(watch(world.at(START + 4 * HOUR))).rejects.toThrow('index.html');
    expect(world.points).toHaveLength(points);
    expect(world.titles).toHaveLength(2);
  });
});

describe('a changed schedule', () => {
  it('counts from now, but does not end an outage', async () => {
    await world.run('b', START + HOUR);
    await watch(world.at(START + 2.5 * HOUR));
    world.monitors = new Map(
      ['a', 'b'].map((name) => [name, file(name, '{ drift: cron(30 6 * * ? *) }', `${name}@x.org`)]),
    );
    const { checks } = await watch(world.at(START + 3 * HOUR));
    expect(checks.map(({ overdueSince }) => overdueSince)).toEqual([START + HOUR, null]);
    await world.run('a', START + 3.5 * HOUR);
    await watch(world.at(START + 4 * HOUR));
    expect(world.titles.slice(1)).toEqual(['[RECOVERED] a: the drift check runs again after 2 hours 30 minutes']);
  });

  it('that is switched off ends it without a message', async () => {
    await watch(world.at(START + 2.5 * HOUR));
    world.monitors = new Map([['a', file('a', '{ drift: off }', 'a@x.org')]]);
    expect((await watch(world.at(START + 3 * HOUR))).hoursOverdue).toBe(0);
    expect(world.titles).toHaveLength(2);
  });
});

describe('receivers', () => {
  const problems = async (now: number) =>
    (await watch(world.at(now))).problems.filter(({ counts }) => counts).map(({ problem }) => problem.title);
  beforeEach(async () => {
    for (const name of ['a', 'b']) for (const hour of [1, 2, 3]) await world.run(name, START + hour * HOUR);
  });

  it.each([
    ['all have confirmed', ['a@x.org', 'b@x.org'], []],
    ['one has not', ['a@x.org'], ['nobody receives the alerts of b']],
    ['none has', [], ['nobody receives the alerts of a, b']],
    ['a chat besides', ['https://chat'], []],
  ])('%s', async (_, alerts, expected) => {
    world.subscribers = { alerts, operations: ['a@x.org'] };
    await watch(world.at(START + HOUR));
    expect(await problems(START + HOUR + 59 * MINUTE)).toEqual([]);
    expect(await problems(START + 2 * HOUR)).toEqual(expected);
    expect(world.sent.map(({ channel }) => channel)).toEqual(expected.map(() => 'operations'));
  });

  it('of a monitor that cannot be looked at are not taken for confirmed', async () => {
    world.subscribers = { alerts: ['a@x.org'], operations: ['a@x.org'] };
    for (const minutes of [0, 60]) await watch(world.at(START + HOUR + minutes * MINUTE));
    expect(world.titles).toEqual(['[OPEN critical] all monitors: nobody receives the alerts of b']);
    world.broken.add('b');
    await expect(watch(world.at(START + 2.1 * HOUR))).rejects.toThrow(UnwatchedError);
    world.broken.clear();
    await watch(world.at(START + 2.2 * HOUR));
    expect(world.titles).toHaveLength(1);
  });

  it('of alarms are checked too', async () => {
    world.subscribers.operations = [];
    await watch(world.at(START + HOUR));
    expect(await problems(START + 2 * HOUR)).toEqual(['nobody receives the alarms of this deployment']);
  });
});

describe('alarms that could not be published', () => {
  it('are reported once, however late CloudWatch says so', async () => {
    const action = { alarm: 'alarm', time: START + 10 * MINUTE, reason: 'Failed to execute action arn: no access' };
    await watch(world.at(START + 15 * MINUTE));
    world.failedActions = [action];
    await lookUntil(START + 30 * MINUTE, START + 90 * MINUTE);
    expect(world.titles).toEqual(['[NOT DELIVERED critical] all monitors: an alarm could not be published']);
    expect(world.sent[0].alert.text).toContain(
      'The alarm alarm changed its state 2026-01-10T12:10Z and could not publish that.\nFailed to execute',
    );
  });
});

describe('the status', () => {
  it('shows checks, problems and what could not be looked at, and changes nothing', async () => {
    await world.run('b', START + HOUR);
    await world.store.put('b/state.json', new TextEncoder().encode('{'));
    world.broken.add('c');
    world.monitors.set('c', file('c', '{ drift: rate(6 hours) }', 'a@x.org'));
    const before = (await world.store.get('watchdog.json'))!.etag;
    const status = await watchdogStatus(world.at(START + 2.5 * HOUR));
    expect(status).toMatchObject({
      hoursOverdue: 1.5,
      checks: [
        { monitor: 'a', lastRun: null, nextDue: '2026-01-10T15:00:00Z', overdueSince: '2026-01-10T13:00:00Z' },
        { monitor: 'b', lastRun: '2026-01-10T13:00:00Z', overdueSince: null },
      ],
      problems: [{ monitor: 'b', title: 'state.json cannot be read, so no check can run' }],
      failures: [{ monitor: 'c', message: 'c.json cannot be read' }],
    });
    expect([(await world.store.get('watchdog.json'))!.etag, world.sent]).toEqual([before, []]);
  });
});

import { describe, expect, it } from 'vitest';
import type { RunContext } from '../../lambdas/core/context.ts';
import type { MetricPoint } from '../../lambdas/core/ports.ts';
import { type RunRecord, readRuns } from '../../lambdas/core/watchdog/runs.ts';
import { EventError, type FunctionKind, parseEvent } from '../../lambdas/runtime/event.ts';
import { makeHandler, type Run } from '../../lambdas/runtime/handler.ts';
import { readSettings, readTags, readWatchdogSettings, SettingsError } from '../../lambdas/runtime/settings.ts';
import { namedWindow } from '../../lambdas/runtime/window.ts';
import { MemoryStore } from '../core/stories/memory-store.ts';
import { dependenciesOf, MONITOR } from './frame.ts';

const NOW = Date.UTC(2001, 1, 4, 7, 3);
const CONTEXT = { awsRequestId: 'request-1' };

function frame(
  work: (run: Run) => Promise<{ outcome: 'done' | 'continued'; window: string }>,
  publish?: () => Promise<void>,
) {
  const published: MetricPoint[] = [];
  const results = new MemoryStore();
  const context = ({ runId, now }: { runId: string; now: number }) =>
    ({
      runId,
      now,
      results,
      metrics: {
        publish: async (points: readonly MetricPoint[]) => {
          await publish?.();
          published.push(...points);
        },
      },
    }) as unknown as RunContext;
  const dependencies = dependenciesOf(MONITOR, NOW, context);
  const runs = (): Promise<RunRecord> => readRuns(results, MONITOR.name, 'drift');
  return { handler: makeHandler('drift', work, dependencies), lines: dependencies.log.lines, published, runs };
}

const done = async () => ({ outcome: 'done' as const, window: '2001-02-03' });

describe('parseEvent', () => {
  it.each([
    [{ monitor: 'm' }, { monitor: 'm' }],
    [
      { monitor: 'm', window: '2001-02-03' },
      { monitor: 'm', window: '2001-02-03' },
    ],
    [
      { monitor: 'm', kind: 'drift', scheduledTime: '2001-02-04T06:00:00Z' },
      { monitor: 'm', kind: 'drift', scheduledTime: Date.UTC(2001, 1, 4, 6) },
    ],
    [
      { monitor: 'm', dashboard: 'Dashboard-1A2B' },
      { monitor: 'm', dashboard: 'Dashboard-1A2B' },
    ],
    [
      { monitor: 'm', window: '2001-02-03', handedOver: { run: 'run/', times: 1 } },
      { monitor: 'm', window: '2001-02-03', handedOver: { run: 'run/', times: 1 } },
    ],
  ])('takes %j', (event, expected) => {
    expect(parseEvent(event, 'drift')).toEqual({ scheduledTime: undefined, ...expected });
  });

  it.each<[string, unknown, FunctionKind, string]>([
    ['nothing', undefined, 'drift', 'the event:'],
    ['a text', '{"monitor":"m"}', 'drift', 'the event:'],
    ['no monitor', {}, 'drift', 'monitor:'],
    ['an unknown key', { monitor: 'm', windows: 'x' }, 'drift', 'windows'],
    ['the event of another function', { monitor: 'm', kind: 'accuracy' }, 'drift', 'kind:'],
    [
      'a window that was handed over',
      { monitor: 'm', handedOver: { run: 'run/', times: 1 } },
      'accuracy',
      'handedOver:',
    ],
    ['a time without a zone', { monitor: 'm', scheduledTime: '2001-02-04T06:00:00' }, 'accuracy', 'scheduledTime:'],
    [
      'an unresolved time',
      { monitor: 'm', scheduledTime: '<aws.scheduler.scheduled-time>' },
      'drift',
      'scheduledTime:',
    ],
  ])('refuses %s, with what was given and what is accepted', (_, event, kind, place) => {
    expect(() => parseEvent(event, kind)).toThrow(EventError);
    expect(() => parseEvent(event, kind)).toThrow(place);
    expect(() => parseEvent(event, kind)).toThrow(/Given: .* Accepted: \{"monitor": "name"\}/s);
  });
});

describe('a handler', () => {
  it('names the run by the request, which retries share, and takes the window from the time it was due', async () => {
    const runs: Run[] = [];
    const { handler } = frame(async (run) => {
      runs.push(run);
      return await done();
    });
    const answer = await handler({ monitor: 'm', scheduledTime: '2001-02-04T06:00:00Z' }, CONTEXT);
    expect(runs[0]).toMatchObject({
      monitor: MONITOR,
      due: Date.UTC(2001, 1, 4, 6),
      context: { runId: 'request-1', now: NOW },
    });
    expect(answer).toEqual({ runId: 'request-1', monitor: 'm', outcome: 'done', window: '2001-02-03' });
  });

  it('is due now when the event has no scheduled time', async () => {
    const runs: Run[] = [];
    const { handler } = frame(async (run) => {
      runs.push(run);
      return await done();
    });
    await handler({ monitor: 'm' }, CONTEXT);
    expect(runs[0].due).toBe(NOW);
  });

  it('logs the run with its id, and publishes one heartbeat', async () => {
    const { handler, lines, published } = frame(done);
    await handler({ monitor: 'm' }, CONTEXT);
    const keys = { level: 'info', runId: 'request-1', kind: 'drift', monitor: 'm' };
    expect(lines).toEqual([
      { ...keys, message: 'started', due: '2001-02-04T07:03:00.000Z', window: undefined },
      { ...keys, message: 'done', outcome: 'done', window: '2001-02-03', milliseconds: 0 },
    ]);
    expect(published).toEqual([
      { name: 'SuccessfulRuns', value: 1, unit: 'Count', dimensions: { Monitor: 'm', Kind: 'drift' }, time: NOW },
    ]);
  });

  it('records for the watchdog when a successful run was due, and where it ran', async () => {
    const { handler, runs } = frame(done);
    await handler({ monitor: 'm', scheduledTime: '2001-02-04T06:00:00Z', dashboard: 'Dashboard-1A2B' }, CONTEXT);
    await handler({ monitor: 'm' }, CONTEXT);
    expect(await runs()).toEqual({
      function: 'check',
      logGroup: 'check-logs',
      dashboard: 'Dashboard-1A2B',
      continued: null,
      succeeded: [Date.UTC(2001, 1, 4, 6), NOW],
    });
  });

  it('records that another run goes on, without a heartbeat', async () => {
    const { handler, runs, published } = frame(async () => ({ outcome: 'continued', window: '2001-02-03' }));
    await handler({ monitor: 'm', scheduledTime: '2001-02-04T06:00:00Z' }, CONTEXT);
    const continued = { due: Date.UTC(2001, 1, 4, 6), at: NOW };
    expect([published, await runs()]).toMatchObject([[], { succeeded: [], continued }]);
  });

  it('does not record the check of a named window, which is not what the schedule asks for', async () => {
    const { handler, runs } = frame(done);
    await handler({ monitor: 'm', window: '2001-02-01' }, CONTEXT);
    expect((await runs()).succeeded).toEqual([]);
  });

  it('records and names the check of a window that was handed over as the run that handed it over', async () => {
    const contexts: Run['context'][] = [];
    const { handler, runs } = frame(async ({ context }) => {
      contexts.push(context);
      return await done();
    });
    const event = { monitor: 'm', window: '2001-02-03', handedOver: { run: 'run/', times: 1 } };
    await handler(event, CONTEXT);
    expect((await runs()).succeeded).toEqual([]);
    await handler({ ...event, scheduledTime: '2001-02-04T06:00:00Z' }, { awsRequestId: 'request-2' });
    expect((await runs()).succeeded).toEqual([Date.UTC(2001, 1, 4, 6)]);
    expect(contexts.map(({ runId }) => runId)).toEqual(['run/', 'run/']);
  });

  it('throws what the work throws, logged, without a heartbeat or a record', async () => {
    const failure = new Error('no baseline');
    const { handler, lines, published, runs } = frame(async () => {
      throw failure;
    });
    await expect(handler({ monitor: 'm' }, CONTEXT)).rejects.toBe(failure);
    expect(lines.at(-1)).toMatchObject({ level: 'error', message: 'failed', monitor: 'm', error: failure });
    expect([published, (await runs()).succeeded]).toEqual([[], []]);
  });

  it('fails when the heartbeat cannot be published: silence would raise the alarm anyway', async () => {
    const failure = new Error('throttled');
    const { handler } = frame(done, () => Promise.reject(failure));
    await expect(handler({ monitor: 'm' }, CONTEXT)).rejects.toBe(failure);
  });

  it.each([
    ['an event it cannot read', { monitor: 7 }],
    ['a monitor it does not know', { monitor: 'other' }],
  ])('refuses %s before any work', async (_, event) => {
    const runs: Run[] = [];
    const { handler, lines } = frame(async (run) => {
      runs.push(run);
      return await done();
    });
    await expect(handler(event, CONTEXT)).rejects.toThrow();
    expect(runs).toEqual([]);
    expect(lines.map(({ level }) => level)).toEqual(['error']);
  });

  it('forgets the keys of the run before', async () => {
    const { handler, lines } = frame(done);
    await handler({ monitor: 'm' }, CONTEXT);
    await expect(handler({}, { awsRequestId: 'request-2' })).rejects.toThrow(EventError);
    expect(lines.at(-1)).not.toHaveProperty('monitor');
  });
});

describe('namedWindow', () => {
  it('gives a window that is over', () => {
    expect(namedWindow(MONITOR, '2001-02-03', NOW).name).toBe('2001-02-03');
  });

  it('refuses one that is not over, with the latest that is', () => {
    expect(() => namedWindow(MONITOR, '2001-02-04', NOW)).toThrow(
      'window 2001-02-04 of m is not over before 2001-02-05T00:00:00.000Z; the latest complete one is 2001-02-03',
    );
  });
});

describe('readSettings', () => {
  const complete = { STATE_BUCKET: 'b', ALERT_TOPIC_ARN: 't', METRIC_NAMESPACE: 'n' };

  it('reads the environment', () => {
    expect(readSettings(complete)).toEqual({
      stateBucket: 'b',
      alertTopic: 't',
      metricNamespace: 'n',
      alertFormat: 'json',
      retrainingMachine: null,
      readingMachine: null,
      operationsFunction: null,
      alarmPrefix: null,
      outputKey: null,
    });
    const retraining = { RETRAINING_MACHINE_ARN: 'm', OPERATIONS_FUNCTION: 'o', DEPLOYMENT_ALARM_PREFIX: 'p' };
    expect(readSettings({ ...complete, ...retraining })).toMatchObject({
      retrainingMachine: 'm',
      operationsFunction: 'o',
      alarmPrefix: 'p',
    });
    expect(readSettings({ ...complete, ALERT_FORMAT: 'chat' }).alertFormat).toBe('chat');
  });

  it('reads the tags of what a retraining creates', () => {
    expect(readTags({})).toEqual([]);
    expect(readTags({ RESOURCE_TAGS: '{"team":"ml","empty":""}' })).toEqual([
      { Key: 'team', Value: 'ml' },
      { Key: 'empty', Value: '' },
    ]);
    for (const text of ['team=ml', '{"team":1}', '[]', '"team"']) {
      expect(() => readTags({ RESOURCE_TAGS: text })).toThrow(
        /^RESOURCE_TAGS: .* is not an object of texts; accepted:/,
      );
    }
  });

  it('refuses a format of alerts that there is not', () => {
    expect(() => readSettings({ ...complete, ALERT_FORMAT: 'teams' })).toThrow(
      'ALERT_FORMAT: "teams" is not a format of alerts; accepted: json, chat',
    );
  });

  it.each(Object.keys(complete))('refuses an environment without %s', (variable) => {
    expect(() => readSettings({ ...complete, [variable]: undefined })).toThrow(SettingsError);
    expect(() => readSettings({ ...complete, [variable]: '' })).toThrow(variable);
  });
});

describe('readWatchdogSettings', () => {
  const complete = { OPERATIONS_TOPIC_ARN: 't', START_WINDOW_MINUTES: '15' };

  it('reads the environment', () => {
    expect(readWatchdogSettings(complete)).toEqual({ operationsTopic: 't', startWindow: 900_000 });
  });

  it.each([
    { START_WINDOW_MINUTES: '' },
    { START_WINDOW_MINUTES: 'PT15M' },
    { START_WINDOW_MINUTES: '-1' },
    { OPERATIONS_TOPIC_ARN: '' },
  ])('refuses %j', (changed) => {
    expect(() => readWatchdogSettings({ ...complete, ...changed })).toThrow(SettingsError);
  });
});

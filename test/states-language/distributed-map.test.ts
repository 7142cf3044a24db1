import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DefinitionError } from '../../lambdas/states-language/errors.ts';
import type { WorkflowEvent } from '../../lambdas/states-language/events.ts';
import { LAMBDA, machineOf, type Ran, runStates, START, single, VirtualHost } from './virtual-host.ts';

const CHILD = {
  StartAt: 'Wait',
  States: {
    Wait: { Type: 'Wait', Seconds: '{% $states.input.seconds %}', Next: 'Which' },
    Which: { Type: 'Choice', Choices: [{ Condition: '{% $states.input.bad = true %}', Next: 'Bad' }], Default: 'Good' },
    Bad: { Type: 'Fail', Error: 'BadFile', Cause: '{% "part " & $states.input.part %}' },
    Good: { Type: 'Succeed', Output: '{% $states.input.part %}' },
  },
};
const READER = {
  Resource: 'arn:aws:states:::s3:getObject',
  ReaderConfig: { InputType: 'JSON' },
  Arguments: { Bucket: 'bucket', Key: '{% $states.input.run & "/manifest.json" %}' },
};
const EXCEEDED = {
  status: 'FAILED',
  error: 'States.ExceedToleratedFailureThreshold',
  cause: 'The specified tolerated failure threshold was exceeded',
};

interface Item {
  readonly part: number;
  readonly seconds: number;
  readonly bad?: boolean;
}

const map = (more: object = {}, processor: object = CHILD) => ({
  Type: 'Map',
  Label: 'Parts',
  ItemReader: READER,
  ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }, ...processor },
  End: true,
  ...more,
});

function run(items: readonly Item[] | string, more: object = {}, processor: object = CHILD): Promise<Ran> {
  const text = typeof items === 'string' ? items : JSON.stringify(items);
  const objects = { 'bucket/one/manifest.json': text };
  return runStates(single(map(more, processor)), { run: 'one' }, () => null, {
    objects,
    id: 'arn:1:execution:loop:one',
  });
}

const items = (count: number, ...bad: number[]) =>
  Array.from({ length: count }, (_, part) => ({ part, seconds: 1, bad: bad.includes(part) }));
const endOf = (events: readonly WorkflowEvent[]) => {
  const last = events.at(-1)!;
  return last.type === 'executionEnded' ? last.outcome : undefined;
};

describe('a Distributed Map', () => {
  it('runs an execution for each item of the object, and has their outputs in the order of items', async () => {
    const waits = [3, 1, 2].map((seconds, part) => ({ part, seconds }));
    const ran = await run(waits);
    expect(ran).toMatchObject({ outcome: { status: 'SUCCEEDED', output: [0, 1, 2] }, seconds: 3 });
    expect(ran.host.children.map(({ child }) => child.input)).toEqual(waits);
    expect((await run(waits, { MaxConcurrency: 1 })).seconds).toBe(6);
    // 3 | 1, then 2 beside the 3.
    expect((await run(waits, { MaxConcurrency: '{% 2 %}' })).seconds).toBe(3);
  });

  it('may have its items in the definition or the input', async () => {
    const ran = await run('', { ItemReader: undefined, Items: items(2) });
    expect(ran.outcome).toMatchObject({ output: [0, 1] });
  });

  it('runs more than 40 at once, but 10,000 at most', async () => {
    expect((await run(items(41))).seconds).toBe(1);
    let active = 0;
    let most = 0;
    const task = { Type: 'Task', Resource: LAMBDA, Arguments: 0, Output: 0, End: true };
    const definition = single(map({}, { StartAt: 'Task', States: { Task: task } }));
    const objects = { 'bucket/one/manifest.json': JSON.stringify(new Array(10_001).fill(0)) };
    const full = Promise.withResolvers<void>();
    const work = async () => {
      most = Math.max(most, ++active);
      if (active === 10_000) full.resolve();
      await full.promise;
      active--;
    };
    await runStates(definition, { run: 'one' }, work, { objects });
    expect(most).toBe(10_000);
  });

  it('keeps the events of its executions out of its own history, which may be as long as that of each of them', async () => {
    const ran = await run(items(3200));
    expect(ran.outcome).toMatchObject({ status: 'SUCCEEDED' });
    expect(ran.events.map(({ type }) => type)).toEqual([
      'executionStarted',
      'stateEntered',
      'mapRunStarted',
      'mapRunEnded',
      'stateExited',
      'executionEnded',
    ]);
    const [{ events }] = ran.host.children;
    expect(events.map((event) => ('state' in event ? `${event.type} ${event.state}` : event.type))).toEqual([
      'executionStarted',
      'stateEntered Wait',
      'stateExited Wait',
      'stateEntered Which',
      'stateExited Which',
      'stateEntered Good',
      'stateExited Good',
      'executionEnded',
    ]);
  });

  it('names its run and its executions after machine and label', async () => {
    const own = { StartAt: 'Own', States: { Own: { Type: 'Pass', Output: '{% $states.context %}', End: true } } };
    const host = new VirtualHost(() => null, { 'bucket/one/manifest.json': '["a"]' });
    const definition = single(map({ ItemSelector: { letter: '{% $states.context.Map.Item.Value %}' } }, own));
    const machine = machineOf(definition, host);
    const outcome = await host.during(machine.run({ input: { run: 'one' }, name: 'one', roleArn: 'role' }));
    const [{ child }] = host.children;
    const uuid = '[0-9a-f]{8}-[0-9a-f-]{27}';
    expect(child.name).toMatch(new RegExp(`^${uuid}$`));
    expect(child.id).toBe(`arn:machine/Parts:${child.name}`);
    expect(child.mapRun).toMatch(new RegExp(`^arn:machine/Parts:${uuid}$`));
    const started = new Date(START).toISOString();
    expect(outcome).toEqual({
      status: 'SUCCEEDED',
      output: [
        {
          Execution: { Id: child.id, Name: child.name, Input: { letter: 'a' }, StartTime: started, RoleArn: 'role' },
          StateMachine: { Id: 'arn:machine/Parts', Name: 'loop/Parts' },
          State: { Name: 'Own', EnteredTime: started, RetryCount: 0 },
        },
      ],
    });
  });

  it('retries inside an execution, apart from the others', async () => {
    let calls = 0;
    const Retry = [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 5, MaxAttempts: 2, BackoffRate: 1 }];
    const task = { Type: 'Task', Resource: LAMBDA, Arguments: {}, Retry, End: true };
    const definition = single({
      ...map({ ItemReader: undefined, Items: [1, 2] }, { StartAt: 'Task', States: { Task: task } }),
    });
    const ran = await runStates(definition, {}, async (_, __, host) => {
      calls++;
      if (calls <= 3) await host.sleep(1000, AbortSignal.timeout(60_000));
      return calls;
    });
    expect(ran.outcome).toMatchObject({ status: 'SUCCEEDED' });
    expect(calls).toBe(2);
  });
});

describe('failures of a Map Run', () => {
  it('are not tolerated by default: the first ends the other executions', async () => {
    const late = [
      { part: 0, seconds: 9 },
      { part: 1, seconds: 1, bad: true },
      { part: 2, seconds: 9 },
    ];
    const ran = await run(late);
    expect(ran).toMatchObject({ outcome: EXCEEDED, seconds: 1 });
    expect(ran.host.timers).toBe(0);
    expect(ran.host.children.map(({ events }) => endOf(events))).toEqual([
      { status: 'ABORTED', error: undefined, cause: undefined },
      { status: 'FAILED', error: 'BadFile', cause: 'part 1' },
      { status: 'ABORTED', error: undefined, cause: undefined },
    ]);
    expect(ran.events.find(({ type }) => type === 'mapRunEnded')).toMatchObject({ failures: 1, error: EXCEEDED.error });
  });

  it('start no more executions when they exceed the tolerance', async () => {
    const ran = await run(items(100, 4), { MaxConcurrency: 5 });
    expect(ran.outcome).toMatchObject(EXCEEDED);
    expect(ran.host.children.length).toBeLessThanOrEqual(10);
  });

  it.each([
    // Given values: failures of 10 items and whether they are tolerated.
    [{ ToleratedFailureCount: 2 }, 2, true],
    [{ ToleratedFailureCount: 2 }, 3, false],
    [{ ToleratedFailureCount: 0 }, 1, false],
    [{ ToleratedFailurePercentage: 30 }, 3, true],
    [{ ToleratedFailurePercentage: 29 }, 3, false],
    [{ ToleratedFailurePercentage: 0 }, 1, false],
    [{ ToleratedFailurePercentage: 100 }, 10, true],
    [{ ToleratedFailurePercentage: '{% 10 * 2 %}' }, 3, false],
    [{ ToleratedFailureCount: 1, ToleratedFailurePercentage: 100 }, 2, false],
    [{ ToleratedFailureCount: 9, ToleratedFailurePercentage: 10 }, 2, false],
    [{ ToleratedFailureCount: 2, ToleratedFailurePercentage: 20 }, 2, true],
  ])('within %j: %i of 10 %s', async (more, failures, tolerated) => {
    const bad = Array.from({ length: failures }, (_, index) => index);
    const ran = await run(items(10, ...bad), more);
    expect(ran.outcome.status).toBe(tolerated ? 'SUCCEEDED' : 'FAILED');
    if (!tolerated) expect(ran.outcome).toMatchObject(EXCEEDED);
  });

  it('that are tolerated stand in the place of the output', async () => {
    const { outcome, host } = await run(items(2, 1), { ToleratedFailureCount: 1 });
    const { child } = host.children[1];
    expect(outcome).toEqual({
      status: 'SUCCEEDED',
      output: [
        0,
        {
          ExecutionArn: child.id,
          Name: child.name,
          StateMachineArn: 'arn:machine/Parts',
          Input: '{"part":1,"seconds":1,"bad":true}',
          InputDetails: { Included: true },
          Status: 'FAILED',
          Error: 'BadFile',
          Cause: 'part 1',
          StartDate: new Date(START).toISOString(),
          StopDate: new Date(START + 1000).toISOString(),
        },
      ],
    });
  });

  it('are caught and retried like those of other states', async () => {
    const failing = map({
      End: undefined,
      Next: 'Done',
      Retry: [{ ErrorEquals: ['States.TaskFailed'], IntervalSeconds: 10, MaxAttempts: 1 }],
      Catch: [{ ErrorEquals: [EXCEEDED.error], Next: 'Done', Output: '{% $states.errorOutput.Error %}' }],
    });
    const objects = { 'bucket/one/manifest.json': JSON.stringify(items(1, 0)) };
    const definition = { StartAt: 'Only', States: { Only: failing, Done: { Type: 'Succeed' } } };
    const ran = await runStates(definition, { run: 'one' }, () => null, { objects });
    expect(ran).toMatchObject({ outcome: { status: 'SUCCEEDED', output: EXCEEDED.error }, seconds: 12 });
    expect(new Set(ran.host.children.map(({ child }) => child.mapRun)).size).toBe(2);
  });

  it.each([
    ['no JSON', '{', /s3:\/\/bucket\/one\/manifest\.json is not JSON/],
    ['no array', '{"parts": []}', /is not an array/],
  ])('begin with items that are %s', async (_, text, cause) => {
    const { outcome } = await run(text);
    expect(outcome).toMatchObject({ error: 'States.ItemReaderFailed', cause: expect.stringMatching(cause) });
  });

  it('begin with an object that does not exist', async () => {
    const ran = await runStates(single(map()), { run: 'other' });
    expect(ran.outcome).toMatchObject({ error: 'States.ItemReaderFailed', cause: 'The specified key does not exist.' });
    expect(ran.host.children).toEqual([]);
  });

  it.each([
    ['a key that is no text', { ItemReader: { ...READER, Arguments: { Bucket: 'bucket', Key: '{% 1 %}' } } }],
    ['a percentage below zero', { ToleratedFailurePercentage: '{% -1 %}' }],
    ['a percentage above 100', { ToleratedFailurePercentage: '{% 101 %}' }],
    ['half a percent', { ToleratedFailurePercentage: '{% 0.5 %}' }],
    ['a percentage that is no number', { ToleratedFailurePercentage: '{% "1" %}' }],
    ['half a failure', { ToleratedFailureCount: '{% 0.5 %}' }],
  ])('begin with %s', async (_, more) => {
    expect((await run(items(1), more)).outcome).toMatchObject({ error: 'States.QueryEvaluationError' });
  });

  it('begin with outputs that are too large together', async () => {
    const large = { StartAt: 'Large', States: { Large: { Type: 'Pass', Output: 'x'.repeat(100_000), End: true } } };
    expect((await run(items(2), {}, large)).outcome).toMatchObject({ status: 'SUCCEEDED' });
    expect((await run(items(3), {}, large)).outcome).toMatchObject({ error: 'States.DataLimitExceeded' });
  });

  it('are decided by count and percentage alone, whatever the concurrency', async () => {
    const parts = fc.array(fc.record({ seconds: fc.integer({ min: 0, max: 9 }), bad: fc.boolean() }), {
      minLength: 1,
      maxLength: 30,
    });
    const natural = fc.integer({ min: 0, max: 30 });
    const property = fc.asyncProperty(parts, natural, natural, async (given, count, MaxConcurrency) => {
      const numbered = given.map((item, part) => ({ ...item, part }));
      const failures = numbered.filter(({ bad }) => bad).length;
      const { outcome } = await run(numbered, { MaxConcurrency, ToleratedFailureCount: count });
      expect(outcome.status).toBe(failures <= count ? 'SUCCEEDED' : 'FAILED');
      if (outcome.status !== 'SUCCEEDED') return;
      const outputs = outcome.output as unknown[];
      expect(outputs.map((output, part) => (numbered[part].bad ? part : output))).toEqual(given.map((_, part) => part));
    });
    await fc.assert(property, { numRuns: 30 });
  });
});

it('a definition with a Distributed Map is refused on a host without Map Runs', () => {
  const { mapRuns: _mapRuns, ...host } = new VirtualHost(() => null);
  expect(() => machineOf(single(map()), { ...host, runTask: async () => null } as never)).toThrow(DefinitionError);
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LAMBDA, runStates, START, single } from './virtual-host.ts';

const pass = (more: object = {}) => ({ Type: 'Pass', End: true, ...more });
const chain = (first: object, second: object = pass()) => ({
  StartAt: 'First',
  States: { First: first, Second: second },
});
const succeeded = (output: unknown) => ({ status: 'SUCCEEDED', output });

describe('Pass and Succeed', () => {
  it.each([
    ['Pass gives its input', single(pass()), { a: 1 }],
    ['Pass gives its Output', single(pass({ Output: { b: '{% $states.input.a %}' } })), { b: 1 }],
    ['Succeed gives its input', single({ Type: 'Succeed' }), { a: 1 }],
    ['Succeed gives its Output', single({ Type: 'Succeed', Output: null }), null],
    ['the output is the next input', chain({ Type: 'Pass', Output: [1], Next: 'Second' }), [1]],
  ])('%s', async (_, definition, output) => {
    expect((await runStates(definition, { a: 1 })).outcome).toEqual(succeeded(output));
  });
});

describe('Task', () => {
  const task = (more: object = {}) => single({ Type: 'Task', Resource: LAMBDA, End: true, ...more });

  it('gives its input, or its Arguments, to the resource', async () => {
    const plain = await runStates(task(), { a: 1 });
    expect(plain.host.calls).toMatchObject([
      { resource: LAMBDA, args: { a: 1 }, call: { state: 'Only', executionName: 'one' } },
    ]);
    expect(plain.host.calls[0].call).not.toHaveProperty('token');
    const timed = await runStates(task({ Arguments: ['{% $states.input.a %}'], TimeoutSeconds: 60 }), { a: 1 });
    expect(timed.host.calls).toMatchObject([{ args: [1], call: { deadline: START + 60_000 } }]);
    expect(timed.host.timers).toBe(0);
  });

  it('gives its result, or its Output made of it', async () => {
    expect((await runStates(task(), {}, () => ({ n: 1 }))).outcome).toEqual(succeeded({ n: 1 }));
    expect((await runStates(task(), {}, () => undefined)).outcome).toEqual(succeeded(null));
    const output = { Output: '{% $states.result.n + $states.input.a %}' };
    expect((await runStates(task(output), { a: 1 }, () => ({ n: 1 }))).outcome).toEqual(succeeded(2));
  });

  it('ends the run with a fault of the host, which is no outcome', async () => {
    const fault = new TypeError('a bug');
    const run = runStates(
      {
        StartAt: 'Only',
        States: {
          Only: { Type: 'Parallel', Branches: [chain({ Type: 'Task', Resource: LAMBDA, Next: 'Second' })], End: true },
        },
      },
      {},
      () => Promise.reject(fault),
    );
    await expect(run).rejects.toBe(fault);
  });
});

describe('Choice', () => {
  const choice = (more: object) => ({
    StartAt: 'Which',
    States: {
      Which: {
        Type: 'Choice',
        Choices: [
          { Condition: '{% $states.input > 10 %}', Next: 'Large', Output: 'l', Assign: { size: 'large' } },
          { Condition: '{% $states.input > 5 %}', Next: 'Medium' },
        ],
        ...more,
      },
      Large: pass({ Output: '{% $states.input & $size %}' }),
      Medium: pass(),
      ...('Default' in more ? { Small: pass({ Output: '{% $states.input & $size %}' }) } : {}),
    },
  });
  const whole = choice({ Default: 'Small', Output: 's', Assign: { size: 'small' } });
  it.each([
    ['the first rule that holds', whole, 11, succeeded('llarge')],
    ['a later rule', whole, 6, succeeded(6)],
    ['the default with the state’s own Output and Assign', whole, 1, succeeded('ssmall')],
    ['an error without default', choice({}), 1, { error: 'States.NoChoiceMatched' }],
    ['an error for a condition that is no truth value', choice({}), 'a', { error: 'States.QueryEvaluationError' }],
  ])('takes %s', async (_, definition, input, outcome) => {
    expect((await runStates(definition, input)).outcome).toMatchObject(outcome);
  });
});

describe('Wait', () => {
  it.each([
    ['a number', 90, 90],
    ['an expression', '{% $states.input.wait * 2 %}', 60],
    ['zero', 0, 0],
  ])('of %s', async (_, Seconds, seconds) => {
    const ran = await runStates(single({ Type: 'Wait', Seconds, End: true }), { wait: 30 });
    expect(ran).toMatchObject({ seconds, outcome: succeeded({ wait: 30 }) });
  });

  it.each(['{% -1 %}', '{% 0.5 %}', '{% "1" %}'])('of %s fails', async (Seconds) => {
    const { outcome } = await runStates(single({ Type: 'Wait', Seconds, End: true }));
    expect(outcome).toMatchObject({ error: 'States.QueryEvaluationError' });
  });
});

describe('Fail', () => {
  it.each([
    ['texts', { Error: 'Worse', Cause: 'by 2 points' }, {}, { error: 'Worse', cause: 'by 2 points' }],
    ['expressions', { Error: '{% $states.input.e %}', Cause: '{% "c" %}' }, { e: 'E' }, { error: 'E', cause: 'c' }],
    ['nothing', {}, {}, { error: undefined, cause: undefined }],
    ['what is no text', { Error: '{% 1 %}' }, {}, { error: 'States.QueryEvaluationError' }],
  ])('with %s', async (_, fields, input, end) => {
    expect((await runStates(single({ Type: 'Fail', ...fields }), input)).outcome).toMatchObject({
      status: 'FAILED',
      ...end,
    });
  });
});

describe('Map', () => {
  const wait = { StartAt: 'Inner', States: { Inner: { Type: 'Wait', Seconds: '{% $states.input %}', End: true } } };
  const map = (more: object, processor: object = wait) =>
    single({ Type: 'Map', ItemProcessor: processor, End: true, ...more });

  it('runs over its input or its Items, at most MaxConcurrency at once, results in the order of items', async () => {
    expect(await runStates(map({}), [3, 1, 2])).toMatchObject({ outcome: succeeded([3, 1, 2]), seconds: 3 });
    expect(await runStates(map({ MaxConcurrency: 1 }), [3, 1, 2])).toMatchObject({
      outcome: succeeded([3, 1, 2]),
      seconds: 6,
    });
    // 3 | 1, then 2 beside the 3.
    expect(await runStates(map({ MaxConcurrency: '{% 2 %}' }), [3, 1, 2])).toMatchObject({ seconds: 3 });
    expect(await runStates(map({ Items: [1, '{% $states.input.n %}'] }), { n: 2 })).toMatchObject({
      outcome: succeeded([1, 2]),
    });
    expect(await runStates(map({}), [])).toMatchObject({ outcome: succeeded([]), seconds: 0 });
  });

  it.each([{}, { MaxConcurrency: 100 }])('runs at most 40 iterations at once: %j', async (more) => {
    expect(await runStates(map(more), new Array(41).fill(1))).toMatchObject({ seconds: 2 });
  });

  it('selects the input of an iteration from the item and the Map’s own input', async () => {
    const ItemSelector = {
      item: '{% $states.context.Map.Item.Value %}',
      index: '{% $states.context.Map.Item.Index %}',
      all: '{% $count($states.input) %}',
    };
    const inner = { StartAt: 'Inner', States: { Inner: pass() } };
    const { outcome } = await runStates(map({ ItemSelector }, inner), ['a', 'b']);
    expect(outcome).toEqual(
      succeeded([
        { item: 'a', index: 0, all: 2 },
        { item: 'b', index: 1, all: 2 },
      ]),
    );
  });

  it('fails with the error of an iteration and ends the others', async () => {
    const inner = {
      StartAt: 'Inner',
      States: {
        Inner: { Type: 'Wait', Seconds: '{% $states.input %}', Next: 'Which' },
        Which: { Type: 'Choice', Choices: [{ Condition: '{% $states.input = 1 %}', Next: 'Bad' }], Default: 'Good' },
        Bad: { Type: 'Fail', Error: 'Bad', Cause: 'one' },
        Good: { Type: 'Succeed' },
      },
    };
    const ran = await runStates(map({}, inner), [3, 1, 2]);
    expect(ran).toMatchObject({ outcome: { status: 'FAILED', error: 'Bad', cause: 'one' }, seconds: 1 });
    expect(ran.host.timers).toBe(0);
    expect(ran.events.filter((event) => event.type === 'stateExited' && event.state === 'Good')).toEqual([]);
  });

  it.each([
    ['items that are no array', map({}), {}],
    ['a concurrency below zero', map({ MaxConcurrency: '{% -1 %}' }), []],
  ])('fails for %s', async (_, definition, input) => {
    expect((await runStates(definition, input)).outcome).toMatchObject({ error: 'States.QueryEvaluationError' });
  });

  it('gives the same results whatever the concurrency', async () => {
    const items = fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(items, fc.integer({ min: 0, max: 9 }), async (waits, MaxConcurrency) => {
        const ran = await runStates(map({ MaxConcurrency }), waits);
        expect(ran.outcome).toEqual(succeeded(waits));
        expect(ran.seconds).toBeLessThanOrEqual(waits.reduce((sum, seconds) => sum + seconds, 0));
        expect(ran.seconds).toBeGreaterThanOrEqual(Math.max(0, ...waits));
      }),
      { numRuns: 30 },
    );
  });
});

describe('Parallel', () => {
  const branch = (name: string, Seconds: number) => ({
    StartAt: name,
    States: { [name]: { Type: 'Wait', Seconds, Output: `{% $states.input & "${name}" %}`, End: true } },
  });
  it('runs its branches at once on one input', async () => {
    const Branches = [branch('A', 3), branch('B', 1)];
    const plain = await runStates(single({ Type: 'Parallel', Branches, End: true }), 'x');
    expect(plain).toMatchObject({ outcome: succeeded(['xA', 'xB']), seconds: 3 });
    const Arguments = '{% $states.input & "y" %}';
    const given = await runStates(
      single({ Type: 'Parallel', Arguments, Branches, Output: '{% $states.result[1] %}', End: true }),
      'x',
    );
    expect(given.outcome).toEqual(succeeded('xyB'));
  });

  it('fails with the first branch that fails', async () => {
    const failing = { StartAt: 'Bad', States: { Bad: { Type: 'Fail', Error: 'Bad' } } };
    const ran = await runStates(single({ Type: 'Parallel', Branches: [branch('A', 3), failing], End: true }));
    expect(ran).toMatchObject({ outcome: { error: 'Bad' }, seconds: 0 });
  });
});

describe('an execution', () => {
  it('reports its events in order', async () => {
    const { events } = await runStates(chain({ Type: 'Wait', Seconds: 5, Next: 'Second' }), 1);
    const later = START + 5000;
    expect(events).toEqual([
      { type: 'executionStarted', time: START, input: 1 },
      { type: 'stateEntered', time: START, state: 'First', stateType: 'Wait', input: 1 },
      { type: 'stateExited', time: later, state: 'First', stateType: 'Wait', output: 1 },
      { type: 'stateEntered', time: later, state: 'Second', stateType: 'Pass', input: 1 },
      { type: 'stateExited', time: later, state: 'Second', stateType: 'Pass', output: 1 },
      { type: 'executionEnded', time: later, outcome: succeeded(1) },
    ]);
  });

  it('that never ends is ended, by its timeout or at its last event', async () => {
    const loop = (Seconds: number) => ({
      StartAt: 'First',
      States: {
        First: { Type: 'Wait', Seconds, Next: 'Second' },
        Second: { Type: 'Choice', Choices: [{ Condition: true, Next: 'First' }], Default: 'Third' },
        Third: { Type: 'Succeed' },
      },
    });
    const timed = await runStates({ ...loop(7), TimeoutSeconds: 60 });
    expect(timed).toMatchObject({ outcome: { status: 'TIMED_OUT', error: 'States.Timeout' }, seconds: 60 });
    const endless = await runStates(loop(1));
    expect(endless.outcome).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(endless.events).toHaveLength(25_001);
  });
});

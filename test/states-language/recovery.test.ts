import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesError, StatesError } from '../../lambdas/states-language/errors.ts';
import { Retries } from '../../lambdas/states-language/retries.ts';
import type { StateMachine } from '../../lambdas/states-language/state-machine.ts';
import { TaskTokenError } from '../../lambdas/states-language/task-tokens.ts';
import {
  LAMBDA,
  LAMBDA_TOKEN,
  machineOf,
  type RunTask,
  runStates,
  START,
  single,
  VirtualHost,
} from './virtual-host.ts';

/** Fails with these errors, one call after the other, and then succeeds. */
function failing(...errors: string[]): RunTask {
  const left = [...errors];
  return () => {
    const error = left.shift();
    if (error !== undefined) throw new StatesError(error, `no ${left.length}`);
    return 'done';
  };
}

const task = (more: object) => single({ Type: 'Task', Resource: LAMBDA, End: true, ...more });
const never = () => new Promise(() => {});

describe('an error name', () => {
  const cases: [string, string, boolean][] = [
    ['Own', 'Own', true],
    ['Own', 'Other', false],
    ['States.ALL', 'Own', true],
    ['States.ALL', 'States.Timeout', true],
    ['States.ALL', 'States.DataLimitExceeded', false],
    ['States.ALL', 'States.Runtime', false],
    ['States.TaskFailed', 'Own', true],
    ['States.TaskFailed', 'States.TaskFailed', true],
    ['States.TaskFailed', 'States.Timeout', false],
    ['States.TaskFailed', 'States.HeartbeatTimeout', false],
    ['States.TaskFailed', 'States.DataLimitExceeded', false],
    ['States.TaskFailed', 'States.Runtime', false],
    ['States.Timeout', 'States.Timeout', true],
    ['States.Timeout', 'States.HeartbeatTimeout', true],
    ['States.HeartbeatTimeout', 'States.Timeout', false],
    ['States.DataLimitExceeded', 'States.DataLimitExceeded', true],
    ['States.Runtime', 'States.Runtime', false],
  ];
  it.each(cases)('%s matches %s: %s', (name, error, matches) => {
    expect(matchesError([name], error)).toBe(matches);
  });
});

describe('Retry', () => {
  const cases: [string, object[], string[], number, object][] = [
    // 1 + 2 + 4
    ['three times with the defaults', [{ ErrorEquals: ['States.ALL'] }], ['A', 'A', 'A'], 7, { status: 'SUCCEEDED' }],
    ['not a fourth time', [{ ErrorEquals: ['States.ALL'] }], ['A', 'A', 'A', 'A'], 7, { error: 'A', cause: 'no 0' }],
    ['never with no attempts', [{ ErrorEquals: ['A'], MaxAttempts: 0 }], ['A'], 0, { error: 'A' }],
    ['not for another error', [{ ErrorEquals: ['A'] }], ['B'], 0, { error: 'B' }],
    [
      // 5 + 15 + 20 + 20
      'with its interval, rate and bound',
      [{ ErrorEquals: ['A'], IntervalSeconds: 5, BackoffRate: 3, MaxDelaySeconds: 20, MaxAttempts: 4 }],
      ['A', 'A', 'A', 'A'],
      60,
      { status: 'SUCCEEDED' },
    ],
    [
      // 1 for A, 10 for B, 2 for the second A: each retrier counts for itself.
      'counted by retrier',
      [
        { ErrorEquals: ['A'], MaxAttempts: 2 },
        { ErrorEquals: ['B'], IntervalSeconds: 10, MaxAttempts: 1 },
      ],
      ['A', 'B', 'A'],
      13,
      { status: 'SUCCEEDED' },
    ],
    [
      'by the first retrier that matches, even when it has no attempts left',
      [{ ErrorEquals: ['A'], MaxAttempts: 1 }, { ErrorEquals: ['States.ALL'] }],
      ['A', 'A'],
      1,
      { error: 'A' },
    ],
  ];
  it.each(cases)('%s', async (_, Retry, errors, seconds, outcome) => {
    const ran = await runStates(task({ Retry }), {}, failing(...errors));
    expect(ran).toMatchObject({ seconds, outcome });
  });

  it('is counted in the context and reported to the listener', async () => {
    const Arguments = '{% $states.context.State.RetryCount %}';
    const { host, events } = await runStates(
      task({ Arguments, Retry: [{ ErrorEquals: ['A'] }] }),
      {},
      failing('A', 'A'),
    );
    expect(host.calls.map(({ args }) => args)).toEqual([0, 1, 2]);
    expect(events.filter(({ type }) => type === 'stateRetried')).toMatchObject([
      { state: 'Only', error: 'A', cause: 'no 1', retryCount: 1, delay: 1000 },
      { state: 'Only', error: 'A', cause: 'no 0', retryCount: 2, delay: 2000 },
    ]);
  });

  it('tries a failed expression and a whole Parallel again', async () => {
    const Output = '{% $states.result.missing %}';
    const output = await runStates(task({ Output, Retry: [{ ErrorEquals: ['States.QueryEvaluationError'] }] }));
    expect(output.host.calls).toHaveLength(4);
    const branch = { StartAt: 'Inner', States: { Inner: { Type: 'Task', Resource: LAMBDA, End: true } } };
    const parallel = single({ Type: 'Parallel', Branches: [branch], Retry: [{ ErrorEquals: ['A'] }], End: true });
    expect(await runStates(parallel, {}, failing('A'))).toMatchObject({ seconds: 1, outcome: { output: ['done'] } });
  });

  it('waits at most its bound, and with jitter at most what it would wait without', () => {
    const retrier = fc.record({
      interval: fc.integer({ min: 1, max: 100 }),
      maxAttempts: fc.integer({ min: 0, max: 20 }),
      backoffRate: fc.double({ min: 1, max: 10, noNaN: true }),
      maxDelay: fc.integer({ min: 101, max: 1000 }),
    });
    fc.assert(
      fc.property(retrier, fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), (given, drawn) => {
        const delays = (fullJitter: boolean) => {
          const retries = new Retries([{ ...given, fullJitter, errorEquals: ['A'] }], () => drawn);
          return Array.from({ length: given.maxAttempts + 1 }, () => retries.next('A'));
        };
        const plain = delays(false);
        const spread = delays(true);
        expect(plain.at(-1)).toBeUndefined();
        for (const [index, delay] of plain.slice(0, -1).entries()) {
          expect(delay).toBeLessThanOrEqual(given.maxDelay * 1000);
          expect(delay).toBeGreaterThanOrEqual(plain[index - 1] ?? given.interval * 1000);
          expect(spread[index]).toBe(delay! * drawn);
        }
      }),
    );
  });
});

describe('Catch', () => {
  const caught = (catcher: object, more: object = {}) => ({
    StartAt: 'Only',
    States: {
      Only: {
        Type: 'Task',
        Resource: LAMBDA,
        End: true,
        Catch: [{ ErrorEquals: ['A'], Next: 'Caught', ...catcher }],
        ...more,
      },
      Caught: { Type: 'Pass', End: true, ...('Assign' in catcher ? { Output: '{% $seen %}' } : {}) },
    },
  });
  it.each([
    ['gives the error as output', caught({}), { output: { Error: 'A', Cause: 'no 0' } }],
    ['gives its own Output', caught({ Output: '{% $states.errorOutput.Error & $states.input.a %}' }), { output: 'A1' }],
    ['assigns', caught({ Assign: { seen: '{% $states.errorOutput.Cause %}' } }), { output: 'no 0' }],
    ['leaves other errors alone', caught({ ErrorEquals: ['B'] }), { error: 'A' }],
    [
      'fails the execution by its own expressions',
      caught({ Output: '{% $states.input.b %}' }),
      { error: 'States.QueryEvaluationError' },
    ],
    ['comes after the retries', caught({}, { Retry: [{ ErrorEquals: ['A'] }] }), { output: 'done' }],
  ])('%s', async (_, definition, outcome) => {
    expect((await runStates(definition, { a: 1 }, failing('A'))).outcome).toMatchObject(outcome);
  });

  it('has no Cause when the error has none', async () => {
    const definition = caught({ ErrorEquals: ['States.Timeout'] }, { TimeoutSeconds: 9 });
    const ran = await runStates(definition, {}, never);
    expect(ran).toMatchObject({ seconds: 9, outcome: { output: { Error: 'States.Timeout' } } });
    expect(ran.events.filter(({ type }) => type === 'stateFailed')).toMatchObject([
      { caughtBy: 'Caught', cause: undefined },
    ]);
  });
});

describe('a timeout', () => {
  it('ends the task, which sees it', async () => {
    const ran = await runStates(task({ TimeoutSeconds: '{% 30 %}' }), {}, never);
    expect(ran).toMatchObject({ seconds: 30, outcome: { status: 'FAILED', error: 'States.Timeout' } });
    expect(ran.host.calls[0].call.signal.aborted).toBe(true);
  });

  it('of the machine is not caught by a state', async () => {
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }];
    const States = { Only: { Type: 'Task', Resource: LAMBDA, Catch, End: true }, Caught: { Type: 'Succeed' } };
    const ran = await runStates({ StartAt: 'Only', States, TimeoutSeconds: 40 }, {}, never);
    expect(ran).toMatchObject({ seconds: 40, outcome: { status: 'TIMED_OUT', error: 'States.Timeout' } });
    expect(ran.host.calls[0].call.signal.aborted).toBe(true);
  });
});

describe('stopping', () => {
  it('ends the execution with the reason and its task, and no catcher goes on', async () => {
    const stop = new AbortController();
    const stopping: RunTask = () => {
      stop.abort(new StatesError('Stopped', 'by hand'));
      return never();
    };
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }];
    const Retry = [{ ErrorEquals: ['States.ALL'] }];
    const States = { Only: { Type: 'Task', Resource: LAMBDA, Retry, Catch, End: true }, Caught: { Type: 'Succeed' } };
    const { outcome, host, events } = await runStates({ StartAt: 'Only', States }, {}, stopping, {
      signal: stop.signal,
    });
    expect(outcome).toEqual({ status: 'ABORTED', error: 'Stopped', cause: 'by hand' });
    expect(host.calls[0].call.signal.aborted).toBe(true);
    await turn();
    expect(events.map(({ type }) => type)).toEqual(['executionStarted', 'stateEntered', 'executionEnded']);
  });
});

describe('a task that waits for its token', () => {
  const waiting = (more: object = {}) =>
    single({
      Type: 'Task',
      Resource: LAMBDA_TOKEN,
      Arguments: '{% $states.context.Task.Token %}',
      TimeoutSeconds: 100,
      End: true,
      ...more,
    });

  /** Runs the machine; `answer` has the token, and the machine's tokens, while the task waits. */
  async function run(definition: object, answer: (token: string, machine: StateMachine, host: VirtualHost) => unknown) {
    const host: VirtualHost = new VirtualHost((args, call) => {
      expect(call.token).toBe(args);
      return answer(args, machine, host);
    });
    const machine = machineOf(definition, host);
    const outcome = await host.during(machine.run({ input: {}, name: 'one' }));
    return { outcome, machine, host, token: host.calls[0].args as string, seconds: (host.now() - START) / 1000 };
  }

  it('gives the answer, whenever it comes, but not the call’s own result', async () => {
    const early = await run(waiting(), (token, { tokens }) => {
      tokens.succeed(token, { approved: true });
      return 'not this';
    });
    expect(early.outcome).toEqual({ status: 'SUCCEEDED', output: { approved: true } });
    const late = await run(waiting(), (token, { tokens }, host) => {
      void host.sleep(50_000, new AbortController().signal).then(() => tokens.succeed(token, 'late'));
    });
    expect(late).toMatchObject({ outcome: { output: 'late' }, seconds: 50 });
    expect(() => late.machine.tokens.succeed(late.token, 'twice')).toThrow(TaskTokenError);
  });

  it('fails by the answer, by the call, or by the time', async () => {
    const refused = await run(waiting(), (token, { tokens }) => tokens.fail(token, 'Rejected', 'no'));
    expect(refused.outcome).toMatchObject({ error: 'Rejected', cause: 'no' });
    const broken = await run(waiting(), () => {
      throw new StatesError('Lambda.Unknown');
    });
    expect(broken.outcome).toMatchObject({ error: 'Lambda.Unknown' });
    const forgotten = await run(waiting(), () => null);
    expect(forgotten).toMatchObject({ outcome: { error: 'States.Timeout' }, seconds: 100 });
    expect(() => forgotten.machine.tokens.succeed(forgotten.token, 1)).toThrow(/ended already/);
    expect(() => forgotten.machine.tokens.heartbeat('made up', 0)).toThrow(/no task/);
  });

  it('is given another token at each attempt', async () => {
    const tokens = new Set<string>();
    const { outcome } = await run(waiting({ Retry: [{ ErrorEquals: ['A'] }] }), (token, machine) => {
      tokens.add(token);
      if (tokens.size < 3) machine.tokens.fail(token, 'A');
      else machine.tokens.succeed(token, tokens.size);
    });
    expect(outcome).toMatchObject({ output: 3 });
  });

  it('fails when it is not heard of for longer than its heartbeat', async () => {
    const { outcome, seconds } = await run(waiting({ HeartbeatSeconds: 10 }), (token, { tokens }, host) => {
      void (async () => {
        for (let beat = 0; beat < 3; beat++) {
          await host.sleep(8_000, new AbortController().signal);
          tokens.heartbeat(token, host.now());
        }
      })();
    });
    // Last heard of after 24 s.
    expect(outcome).toMatchObject({ error: 'States.HeartbeatTimeout' });
    expect(seconds).toBe(34);
  });
});

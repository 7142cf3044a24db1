import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate, runStates, single } from './virtual-host.ts';

describe('JSONata in a template', () => {
  const input = { a: 1, list: [3, 1, 2], text: 'x', nothing: null };
  const cases: [string, unknown, unknown][] = [
    ['a field of the input', '{% $states.input.a %}', 1],
    ['null', '{% $states.input.nothing %}', null],
    ['inside objects and arrays', { deep: [{ b: '{% $states.input.text & "y" %}' }] }, { deep: [{ b: 'xy' }] }],
    ['text that is no expression', 'a {% b %} c', 'a {% b %} c'],
    ['local names', '{% ($n := 2; $map($states.input.list, function($v) { $v * $n })) %}', [6, 2, 4]],
    ['a sequence of one becomes its item, as in JSONata', '{% $states.input.list[$ > 2] %}', 3],
    ['an object leaves out what is undefined', '{% { "a": $states.input.missing, "b": 1 } %}', { b: 1 }],
    ['$partition', '{% $partition([1, 2, 3, 4, 5], 2) %}', [[1, 2], [3, 4], [5]]],
    ['$range', '{% $range(1, 9, 3) %}', [1, 4, 7]],
    ['$range downwards', '{% $range(3, 1, -1) %}', [3, 2, 1]],
    // printf abc | sha256sum and md5sum
    ['$hash', '{% $hash("abc", "SHA-256") %}', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ['$hash by MD5', '{% $hash("abc", "MD5") %}', '900150983cd24fb0d6963f7d28e17f72'],
    ['$parse', '{% $parse("{\\"a\\":[1,null]}") %}', { a: [1, null] }],
    ['$now is the time of the execution', '{% $now() %}', '2026-01-10T00:00:00.000Z'],
    ['$now with a picture', '{% $now("[Y0001]/[M01]") %}', '2026/01'],
    ['$millis', '{% $millis() %}', Date.UTC(2026, 0, 10)],
    ['$random with a seed is the same again', '{% $random(7) = $random(7) %}', true],
    ['$uuid is another each time', '{% $uuid() != $uuid() and $length($uuid()) = 36 %}', true],
    [
      'the context',
      '{% $states.context.Execution.Name & " " & $states.context.State.Name & " " & $states.context.StateMachine.Id %}',
      'one Only arn:machine',
    ],
    ['the context’s times', '{% $states.context.State.EnteredTime %}', '2026-01-10T00:00:00.000Z'],
    ['the execution’s input', '{% $states.context.Execution.Input.a %}', 1],
  ];
  it.each(cases)('%s', async (_, template, expected) => {
    expect(await evaluate(template, input)).toEqual(expected);
  });

  it.each([
    ['an undefined result', '{% $states.input.missing %}', /returned nothing/],
    ['an undefined result inside an object', { a: ['{% $states.input.missing %}'] }, /returned nothing/],
    ['a wrong type', '{% $sum("a") %}', /threw an error/],
    ['a function', '{% function($x) { $x } %}', /function/],
    ['text that is no JSON', '{% $parse("{") %}', /threw an error/],
    ['an unknown algorithm', '{% $hash("abc", "CRC") %}', /SHA-256/],
    ['a range without end', '{% $range(1, 2, 0) %}', /step other than 0/],
    ['a range too long', '{% $range(1, 1001, 1) %}', /at most 1000/],
    ['parts of nothing', '{% $partition([1], 0) %}', /whole number/],
    ['$error', '{% $error("stop") %}', /stop/],
  ])('fails the state for %s', async (_, template, cause) => {
    expect(await evaluate(template)).toMatchObject({
      status: 'FAILED',
      error: 'States.QueryEvaluationError',
      cause: expect.stringMatching(cause),
    });
  });

  it('leaves JSON without expressions as it is', async () => {
    const json = fc.jsonValue().filter((value) => !/\{%|%\}|\.\$"/.test(JSON.stringify(value)));
    await fc.assert(
      fc.asyncProperty(json, async (value) => {
        const plain = JSON.parse(JSON.stringify(value));
        expect(await evaluate(plain)).toEqual(plain);
        expect(await evaluate('{% $states.input %}', plain)).toEqual(plain);
      }),
    );
  });
});

describe('partition', () => {
  it('gives every item once and in order, in parts of the size and a last one that is not empty', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer(), { minLength: 2 }),
        fc.integer({ min: 1, max: 9 }),
        async (items, size) => {
          const parts = (await evaluate(`{% $partition($states.input, ${size}) %}`, items)) as number[][];
          // A single part of several items is a sequence of one: JSONata gives the part itself.
          const whole = Array.isArray(parts[0]) ? parts : [parts as unknown as number[]];
          expect(whole.flat()).toEqual(items);
          expect(whole.slice(0, -1).every((part) => part.length === size)).toBe(true);
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('variables', () => {
  it('are assigned after all expressions of the state are evaluated', async () => {
    const { outcome } = await runStates({
      StartAt: 'First',
      States: {
        First: { Type: 'Pass', Assign: { x: 1, y: 2 }, Next: 'Swap' },
        Swap: { Type: 'Pass', Assign: { x: '{% $y %}', y: '{% $x %}' }, Output: '{% [$x, $y] %}', Next: 'Last' },
        Last: { Type: 'Pass', Output: { before: '{% $states.input %}', after: '{% [$x, $y] %}' }, End: true },
      },
    });
    expect(outcome).toEqual({ status: 'SUCCEEDED', output: { before: [1, 2], after: [2, 1] } });
  });

  it('are not assigned by a state whose Output fails', async () => {
    const { outcome } = await runStates({
      StartAt: 'First',
      States: {
        First: { Type: 'Pass', Assign: { x: 'old' }, Next: 'Broken' },
        Broken: {
          Type: 'Task',
          Resource: 'arn:aws:states:::lambda:invoke',
          Assign: { x: 'new' },
          Output: '{% $states.result.missing %}',
          Catch: [{ ErrorEquals: ['States.QueryEvaluationError'], Output: '{% $x %}', Next: 'Last' }],
          End: true,
        },
        Last: { Type: 'Pass', Output: '{% [$states.input, $x] %}', End: true },
      },
    });
    expect(outcome).toEqual({ status: 'SUCCEEDED', output: ['old', 'old'] });
  });

  it('are seen in branches and iterations, and do not leak out of them', async () => {
    const inner = (name: string) => ({
      StartAt: `${name}Set`,
      States: {
        [`${name}Set`]: { Type: 'Pass', Assign: { own: `{% $outer & "${name}" %}` }, Next: `${name}Get` },
        [`${name}Get`]: { Type: 'Pass', Output: '{% $own %}', End: true },
      },
    });
    const { outcome } = await runStates({
      StartAt: 'Set',
      States: {
        Set: { Type: 'Pass', Assign: { outer: 'o' }, Next: 'Both' },
        Both: { Type: 'Parallel', Branches: [inner('A'), inner('B')], Next: 'Each' },
        Each: {
          Type: 'Map',
          Items: [1, 2],
          ItemProcessor: inner('C'),
          Output: ['{% $states.input %}', '{% $states.result %}'],
          End: true,
        },
      },
    });
    expect(outcome).toEqual({
      status: 'SUCCEEDED',
      output: [
        ['oA', 'oB'],
        ['oC', 'oC'],
      ],
    });
  });

  it('that are not assigned yet are undefined', async () => {
    const { outcome } = await runStates({
      StartAt: 'Early',
      States: {
        Early: { Type: 'Pass', Output: '{% $late %}', Next: 'Late' },
        Late: { Type: 'Pass', Assign: { late: 1 }, End: true },
      },
    });
    expect(outcome).toMatchObject({ error: 'States.QueryEvaluationError' });
  });
});

describe('256 KiB', () => {
  // A JSON text of n bytes: n − 2 characters between quotes.
  const text = (bytes: number) => 'x'.repeat(bytes - 2);
  const LIMIT = 262_144;
  it.each([
    ['an input at the limit', single({ Type: 'Succeed' }), text(LIMIT), undefined],
    ['an input over it', single({ Type: 'Succeed' }), text(LIMIT + 1), 'States.DataLimitExceeded'],
    ['bytes, not characters', single({ Type: 'Succeed' }), 'é'.repeat(LIMIT / 2), 'States.DataLimitExceeded'],
    [
      'an output over it, although States.ALL is caught',
      {
        StartAt: 'Only',
        States: {
          Only: {
            Type: 'Task',
            Resource: 'arn:aws:states:::lambda:invoke',
            Output: '{% $pad("", 262143, "x") %}',
            Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }],
            End: true,
          },
          Caught: { Type: 'Pass', End: true },
        },
      },
      {},
      'States.DataLimitExceeded',
    ],
    [
      'an Assign over it',
      single({ Type: 'Pass', Assign: { v: '{% $pad("", 262143, "x") %}' }, End: true }),
      {},
      'States.DataLimitExceeded',
    ],
  ])('%s', async (_, definition, input, error) => {
    const { outcome } = await runStates(definition, input);
    expect('error' in outcome ? outcome.error : undefined).toBe(error);
  });
});

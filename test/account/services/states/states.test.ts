import { describe, expect, it } from 'vitest';
import { addMachine, single, work } from '../../fixture/machine.ts';
import { DAY, MINUTE, NOON, propertiesOf, startAccount } from '../../fixture/start.ts';
import { removeStatement } from '../../fixture/template.ts';
import type { Template } from '../../template/assembly.ts';

const SECOND = 1000;
const wait = (Seconds: number) => single({ Type: 'Wait', Seconds });

function start(definition: object, change: (template: Template) => void = () => {}) {
  return startAccount((template) => {
    addMachine(template, definition);
    change(template);
  });
}

describe('a task of a function', () => {
  it('gets its payload, and gives what the integration gives', async () => {
    const account = await start(single(work({ rows: '{% $states.input.rows %}' })));
    const execution = account.states.start('Machine', '{"rows":7}');
    await account.advanceTo(NOON);
    expect(execution).toMatchObject({ status: 'SUCCEEDED', stopDate: NOON });
    expect(execution.output).toMatchObject({ ExecutedVersion: '$LATEST', Payload: { rows: 7 }, StatusCode: 200 });
    expect(account.denied()).toEqual([]);
  });

  it('fails with the function’s error', async () => {
    const account = await start(single(work({ do: 'throw' })));
    const execution = account.states.start('Small-Machine');
    await account.advanceTo(NOON);
    expect(execution).toMatchObject({ status: 'FAILED', error: 'RangeError' });
    expect(JSON.parse(execution.cause!)).toMatchObject({
      errorType: 'RangeError',
      errorMessage: expect.stringMatching(/^attempt of .* failed$/),
    });
  });

  it('is tried again on the virtual clock when the function is throttled', async () => {
    const Retry = [{ ErrorEquals: ['Lambda.TooManyRequestsException'], IntervalSeconds: 60, MaxAttempts: 2 }];
    const account = await start(single(work({ do: 'time' }, { Retry })));
    account.lambda.throttleNext('Small-Worker', 2);
    const execution = account.states.start('Small-Machine');
    await account.advanceTo(NOON + 3 * MINUTE - 1);
    expect(execution).toMatchObject({ status: 'RUNNING' });
    await account.advanceTo(NOON + 3 * MINUTE);
    expect(execution).toMatchObject({ status: 'SUCCEEDED', stopDate: NOON + 3 * MINUTE });
    expect(account.lambda.runs.map(({ time }) => time)).toEqual([NOON + 3 * MINUTE]);
  });

  it.each([
    [
      'without the permission',
      (template: Template) => removeStatement(template, 'MachineRole', 'Invoke'),
      'Lambda.AWSLambdaException',
      /not authorized to perform: lambda:InvokeFunction.*AccessDeniedException/,
    ],
    [
      'that does not exist',
      (template: Template) => {
        propertiesOf(template, 'Machine').DefinitionSubstitutions.Worker = 'Nobody';
      },
      'Lambda.ResourceNotFoundException',
      /Function not found: Nobody/,
    ],
  ])('fails %s', async (_, change, error, cause) => {
    const account = await start(single(work({})), change);
    const execution = account.states.start('Small-Machine');
    await account.advanceTo(NOON);
    expect(execution).toMatchObject({ status: 'FAILED', error, cause: expect.stringMatching(cause) });
    expect(account.denied().map(({ action }) => action)).toEqual(
      error.includes('AWS') ? ['lambda:InvokeFunction'] : [],
    );
  });

  it('may be one of several at once, each in its process', async () => {
    const each = {
      StartAt: 'Each',
      States: { Each: work({ n: '{% $states.input %}' }, { Output: '{% $states.result.Payload.n %}' }) },
    };
    const account = await start(single({ Type: 'Map', Items: [1, 2, 3], ItemProcessor: each }));
    const execution = account.states.start('Small-Machine');
    await account.advanceTo(NOON);
    expect(execution).toMatchObject({ status: 'SUCCEEDED', output: [1, 2, 3] });
  });
});

describe('an execution', () => {
  it('waits for the virtual clock, in order with its other events', async () => {
    const loop = {
      StartAt: 'Wait',
      States: {
        Wait: { Type: 'Wait', Seconds: 3600, Next: 'Look' },
        Look: work(
          { do: 'time' },
          { Assign: { n: '{% $states.result.Payload.date %}' }, End: undefined, Next: 'Again' },
        ),
        Again: {
          Type: 'Choice',
          // 13:00, 14:00, 15:00 UTC
          Choices: [{ Condition: '{% $substring($n, 11, 2) = "15" %}', Next: 'Done' }],
          Default: 'Wait',
        },
        Done: { Type: 'Succeed', Output: '{% $states.context.State.EnteredTime %}' },
      },
    };
    const account = await start(loop);
    const execution = account.states.start('Small-Machine');
    await account.advanceTo(NOON + DAY);
    expect(execution).toMatchObject({ status: 'SUCCEEDED', output: '2026-01-10T15:00:00.000Z' });
    const hour = 3600 * SECOND;
    // The schedule's run of 6:00 in New York comes at its time too.
    expect(account.lambda.runs.map(({ time }) => (time - NOON) / hour)).toEqual([1, 2, 3, 23]);
  });

  it('is the same for the same name and input, until it has ended', async () => {
    const account = await start(wait(60));
    const { states } = account;
    const first = states.start('Small-Machine', '{"a":1}', 'one');
    expect(states.start('Small-Machine', '{"a":1}', 'one')).toBe(first);
    expect(() => states.start('Small-Machine', '{"a":2}', 'one')).toThrow(/Execution Already Exists/);
    await account.advanceTo(NOON + MINUTE);
    expect(() => states.start('Small-Machine', '{"a":1}', 'one')).toThrow(/Execution Already Exists/);
    await account.advanceTo(NOON + MINUTE + 90 * DAY - 1);
    expect(() => states.start('Small-Machine', '{"a":1}', 'one')).toThrow(/Execution Already Exists/);
    await account.advanceTo(NOON + MINUTE + 90 * DAY);
    const second = states.start('Small-Machine', '{"a":1}', 'one');
    expect(second).not.toBe(first);
    expect(states.execution(first.arn)).toBe(second);
    expect(states.executions()).toHaveLength(2);
    expect(first.arn).toBe('arn:aws:states:us-east-1:123456789012:execution:Small-Machine:one');
  });

  it.each([
    ['x'.repeat(80), true],
    ['x'.repeat(81), false],
    ['', false],
    ['drift-2026_01.10=(é)', true],
    ...[...' <>{}[]?*"#%\\^|~`$&,;:/\n\u007f'].map((character) => [`a${character}`, false] as [string, boolean]),
  ])('named %j: %s', async (name, allowed) => {
    const { states } = await start(wait(0));
    if (allowed) expect(states.start('Small-Machine', '{}', name)).toMatchObject({ name });
    else expect(() => states.start('Small-Machine', '{}', name)).toThrow(/Invalid Name/);
  });

  it('is refused for an input that is no JSON or too large', async () => {
    const { states } = await start(wait(0));
    expect(() => states.start('Small-Machine', '{')).toThrow(/Invalid State Machine Execution Input/);
    expect(() => states.start('Small-Machine', JSON.stringify('x'.repeat(262_143)))).toThrow(/262144/);
    expect(() => states.start('Nobody')).toThrow(/Does Not Exist/);
  });

  it('counts in the metrics of its machine, and an alarm hears of it', async () => {
    const Choices = [{ Condition: '{% $states.input.ok %}', Next: 'Good' }];
    const States = {
      Only: { Type: 'Choice', Choices, Default: 'Bad' },
      Good: { Type: 'Wait', Seconds: 10, End: true },
      Bad: { Type: 'Fail', Error: 'Bad' },
    };
    const account = await start({ StartAt: 'Only', States, TimeoutSeconds: 5 }, (template) => {
      template.Resources['Failed'] = {
        Type: 'AWS::CloudWatch::Alarm',
        Properties: {
          Namespace: 'AWS/States',
          MetricName: 'ExecutionsFailed',
          Dimensions: [{ Name: 'StateMachineArn', Value: { Ref: 'Machine' } }],
          Statistic: 'Sum',
          Period: 300,
          EvaluationPeriods: 1,
          Threshold: 0,
          ComparisonOperator: 'GreaterThanThreshold',
          TreatMissingData: 'notBreaching',
          AlarmActions: [{ Ref: 'Topic' }],
        },
      };
    });
    const arn = account.stack.getAtt('Machine', 'Arn');
    const sums = () =>
      Object.fromEntries(
        account
          .metrics({ namespace: 'AWS/States', dimensions: { StateMachineArn: arn } })
          .map(({ name, samples }) => [name, samples.length]),
      );
    account.states.start(arn, '{"ok":false}');
    account.states.start(arn, '{"ok":true}');
    account.states.stop(account.states.start(arn, '{"ok":true}').arn, 'Unwanted', 'by hand');
    await account.advanceTo(NOON + MINUTE);
    expect(account.states.executions().map(({ status, error }) => [status, error])).toEqual([
      ['FAILED', 'Bad'],
      ['TIMED_OUT', 'States.Timeout'],
      ['ABORTED', 'Unwanted'],
    ]);
    expect(sums()).toMatchObject({
      ExecutionsStarted: 3,
      ExecutionsFailed: 1,
      ExecutionsTimedOut: 1,
      ExecutionsAborted: 1,
    });
    expect(account.alarms.state('Small-Failed')).toBe('ALARM');
  });
});

describe('a template that cannot be imitated', () => {
  it.each([
    [
      'an express machine',
      (t: Template) => Object.assign(propertiesOf(t, 'Machine'), { StateMachineType: 'EXPRESS' }),
      /EXPRESS/,
    ],
    [
      'a definition that the interpreter refuses',
      (t: Template) => Object.assign(propertiesOf(t, 'Machine'), { DefinitionString: '{"StartAt":"A","States":{}}' }),
      /Machine: the definition\.QueryLanguage/,
    ],
    [
      'a definition elsewhere',
      (t: Template) =>
        Object.assign(propertiesOf(t, 'Machine'), { DefinitionString: undefined, DefinitionS3Location: {} }),
      /DefinitionString/,
    ],
    [
      'a substitution that is missing',
      (t: Template) => Object.assign(propertiesOf(t, 'Machine'), { DefinitionSubstitutions: {} }),
      /nothing is substituted for \$\{Worker\}/,
    ],
    [
      'a role that Step Functions may not assume',
      (t: Template) => {
        propertiesOf(t, 'MachineRole').AssumeRolePolicyDocument.Statement[0].Principal.Service = 'ec2.amazonaws.com';
      },
      /states\.amazonaws\.com may not assume/,
    ],
  ])('is refused: %s', async (_, change, message) => {
    await expect(start(single(work({})), change)).rejects.toThrow(message);
  });

  it('fails the test when an execution reaches it', async () => {
    const account = await start(single({ Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:sqs:sendMessage' }));
    account.states.start('Small-Machine');
    await expect(account.advanceTo(NOON)).rejects.toThrow(/does not imitate the integration aws-sdk:sqs:sendMessage/);
  });
});

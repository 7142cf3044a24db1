import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, NOON, propertiesOf, startAccount } from './fixture/start.ts';
import { removeStatement } from './fixture/template.ts';
import type { Template } from './template/assembly.ts';

describe('an event that fails', () => {
  const failing = (template: Template) => {
    propertiesOf(template, 'Daily').Target.Input = '{"do":"throw"}';
  };

  it('is retried twice under its request id, then dead-lettered, and the alarm is published to the topic', async () => {
    const account = await startAccount(failing);
    await account.advanceTo(NOON + DAY);
    const fired = Date.UTC(2026, 0, 11, 11);
    expect(account.lambda.runs.map((run) => run.time)).toEqual([fired, fired + MINUTE, fired + 3 * MINUTE]);
    expect(new Set(account.lambda.runs.map((run) => run.requestId)).size).toBe(1);
    expect(account.lambda.runs[0].error).toMatchObject({ errorType: 'RangeError' });
    const [message, ...more] = account.messages('DeadLetters');
    expect(more).toEqual([]);
    expect(message.body).toBe('{"do":"throw"}');
    expect(message.attributes.get('ErrorMessage')).toContain('failed');
    expect(account.alarms.state('Small-Buried')).toBe('ALARM');
    const mails = account.inbox('Topic', 'email').filter(({ subject }) => subject?.includes('Buried'));
    expect(mails.map(({ subject, time }) => ({ subject, time }))).toEqual([
      { subject: 'ALARM: "Small-Buried" in us-east-1', time: fired + 4 * MINUTE },
    ]);
  });

  it('is lost when its role may not write to the dead letters', async () => {
    const account = await startAccount((template) => {
      failing(template);
      removeStatement(template, 'WorkerRole', 'Bury');
    });
    await account.advanceTo(NOON + DAY);
    expect(account.messages('DeadLetters')).toEqual([]);
    expect(account.asynchronous.lost).toHaveLength(1);
    expect(account.denied()).toHaveLength(1);
  });

  it('is tried as often as its configuration says, and recorded at its destination', async () => {
    const account = await startAccount((template) => {
      failing(template);
      delete propertiesOf(template, 'Worker').DeadLetterConfig;
      template.Resources['Config'] = {
        Type: 'AWS::Lambda::EventInvokeConfig',
        Properties: {
          FunctionName: { Ref: 'Worker' },
          Qualifier: '$LATEST',
          MaximumRetryAttempts: 0,
          DestinationConfig: { OnFailure: { Destination: { 'Fn::GetAtt': ['DeadLetters', 'Arn'] } } },
        },
      };
    });
    await account.advanceTo(NOON + DAY);
    expect(account.lambda.runs).toHaveLength(1);
    const record = JSON.parse(account.messages('DeadLetters')[0].body);
    expect(record.requestContext).toMatchObject({ condition: 'RetriesExhausted', approximateInvokeCount: 1 });
    expect(record.requestPayload).toEqual({ do: 'throw' });
  });
});

describe('a crash', () => {
  it.each([
    ['after a request took effect', 'after', 2],
    ['before a request arrived', 'before', 1],
  ] as const)('%s is an error of the run, and the retry has the same request id', async (_, moment, writes) => {
    const account = await startAccount((template) => {
      const event = { do: 'put', bucket: 'small-bucket', key: 'a', body: 'x' };
      propertiesOf(template, 'Daily').Target.Input = JSON.stringify(event);
    });
    account.observe(({ number, phase, service, method }) => {
      if (number !== 1 || phase !== moment || service !== 's3' || method !== 'PUT') return undefined;
      account.lambda.crash('Small-Worker');
      return phase === 'before' ? 'lost' : undefined;
    });
    await account.advanceTo(NOON + DAY);
    const [first, second, ...more] = account.lambda.runs;
    expect(more).toEqual([]);
    expect(first.error).toEqual({
      errorType: 'Runtime.ExitError',
      errorMessage: 'Runtime exited with error: signal: SIGKILL',
    });
    expect(second.error).toBeUndefined();
    expect(second.requestId).toBe(first.requestId);
    expect(account.s3.bucket('small-bucket').versions('a')).toHaveLength(writes);
    expect(account.messages('DeadLetters')).toEqual([]);
  });
});

describe('a schedule', () => {
  it('keeps its local hour over the change of the clocks and names its own time', async () => {
    // New York goes from UTC-5 to UTC-4 on 8 March 2026.
    const account = await startAccount(undefined, Date.UTC(2026, 2, 6, 12));
    await account.advanceTo(Date.UTC(2026, 2, 9, 12));
    const times = ['2026-03-07T11:00:00Z', '2026-03-08T10:00:00Z', '2026-03-09T10:00:00Z'];
    expect(account.lambda.runs.map((run) => run.event)).toEqual(
      times.map((scheduledTime) => ({ do: 'time', scheduledTime, attempt: '1' })),
    );
    expect(account.lambda.runs.map((run) => run.time)).toEqual(times.map((time) => Date.parse(time)));
  });

  it('fires within its flexible window but names its own time', async () => {
    const account = await startAccount((template) => {
      propertiesOf(template, 'Daily').FlexibleTimeWindow = { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 30 };
    });
    await account.advanceTo(NOON + DAY);
    const [run] = account.lambda.runs;
    expect(run.time).toBe(Date.UTC(2026, 0, 11, 11, 15));
    expect(run.event).toMatchObject({ scheduledTime: '2026-01-11T11:00:00Z' });
  });

  it('tries a throttled function again, and buries the firing when the retries are used up', async () => {
    const account = await startAccount();
    account.lambda.throttleNext('Small-Worker', 2);
    await account.advanceTo(NOON + DAY);
    expect(account.lambda.runs.map((run) => run.event)).toMatchObject([
      { attempt: '3', scheduledTime: '2026-01-11T11:00:00Z' },
    ]);
    expect(account.messages('DeadLetters')).toEqual([]);
    account.lambda.throttleNext('Small-Worker', 3);
    await account.advanceTo(NOON + 2 * DAY);
    expect(account.lambda.runs).toHaveLength(1);
    const attributes = account.messages('DeadLetters')[0].attributes;
    expect(attributes.get('EXHAUSTED_RETRY_CONDITION')).toBe('MaximumRetryAttempts');
    expect(attributes.get('RETRY_ATTEMPTS')).toBe('2');
    expect(attributes.get('SCHEDULED_TIME')).toBe('2026-01-12T11:00:00.000Z');
  });

  it('without the permission to invoke is buried at once', async () => {
    const account = await startAccount((template) => removeStatement(template, 'ScheduleRole', 'Invoke'));
    await account.advanceTo(NOON + DAY);
    expect(account.lambda.runs).toEqual([]);
    expect(account.messages('DeadLetters')[0].attributes.get('ERROR_CODE')).toBe('AccessDenied');
    expect(account.scheduler.dropped).toHaveLength(1);
  });

  it('can be fired for an earlier scheduled time', async () => {
    const account = await startAccount();
    await account.scheduler.fire('Small-Daily', Date.UTC(2026, 0, 9, 11));
    expect(account.lambda.runs[0].event).toMatchObject({ scheduledTime: '2026-01-09T11:00:00Z' });
  });
});

describe('an alarm on missing data', () => {
  const measuring = (template: Template) => {
    propertiesOf(template, 'Daily').Target.Input = '{"do":"measure","namespace":"Small","name":"Runs","value":1}';
  };

  it('is quiet while the runs come and fires when they have stopped for 25 hours', async () => {
    const account = await startAccount(measuring);
    await account.advanceTo(NOON + DAY);
    // A new alarm on data that has never come fires at once, and recovers with the first run.
    expect(account.alarms.changes).toEqual([
      { alarm: 'Small-NoRun', from: 'INSUFFICIENT_DATA', to: 'ALARM', time: NOON + MINUTE },
      { alarm: 'Small-Buried', from: 'INSUFFICIENT_DATA', to: 'OK', time: NOON + MINUTE },
      { alarm: 'Small-NoRun', from: 'ALARM', to: 'OK', time: Date.UTC(2026, 0, 11, 11, 1) },
    ]);
    await account.advanceTo(NOON + 5 * DAY);
    expect(account.alarms.changes).toHaveLength(3);
    const last = Date.UTC(2026, 0, 15, 11);
    account.lambda.throttleNext('Small-Worker', 3);
    await account.advanceTo(NOON + 6 * DAY + HOUR);
    // The last point leaves the oldest of 25 one-hour periods at the first minute after 25 hours.
    expect(account.alarms.changes.at(3)).toMatchObject({ alarm: 'Small-Buried', to: 'ALARM' });
    const late = account.alarms.changes.filter((change) => change.alarm === 'Small-NoRun').at(-1);
    expect(late).toEqual({ alarm: 'Small-NoRun', from: 'OK', to: 'ALARM', time: last + 25 * HOUR + MINUTE });
    expect(account.inbox('Topic', 'email').at(-1)?.subject).toBe('ALARM: "Small-NoRun" in us-east-1');
  });

  it.each([
    {
      resource: 'TopicPolicy',
      what: 'the topic',
      change: (template: Template) => removeStatement(template, 'TopicPolicy', 'Alarms'),
    },
    {
      resource: 'Key',
      what: 'the key',
      change: (template: Template) => propertiesOf(template, 'Key').KeyPolicy.Statement.pop(),
    },
  ])('does not arrive when $what does not let CloudWatch in', async ({ change }) => {
    const account = await startAccount(change);
    await account.advanceTo(NOON + HOUR);
    expect(account.alarms.state('Small-NoRun')).toBe('ALARM');
    expect(account.inbox()).toEqual([]);
    expect(account.alarms.failedActions).toHaveLength(1);
  });
});

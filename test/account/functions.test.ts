import { describe, expect, it } from 'vitest';
import { MINUTE, NOON, propertiesOf, startAccount } from './fixture/start.ts';
import { removeStatement } from './fixture/template.ts';
import type { Template } from './template/assembly.ts';
import { listPermissions, removePermission } from './template/permissions.ts';

describe('a function', () => {
  it('writes to the bucket of its template, and one of several writers of a new key wins', async () => {
    const account = await startAccount();
    const bucket = account.nameOf('Bucket');
    const event = { do: 'put', bucket, key: 'state/a.json', body: 'first', ifNoneMatch: '*' };
    const runs = await Promise.all([1, 2, 3].map(() => account.invoke('Worker', event)));
    expect(runs.map((run) => run.error)).toEqual([undefined, undefined, undefined]);
    expect(runs.filter((run) => (run.result as { won: boolean }).won)).toHaveLength(1);
    expect(account.s3.text(bucket, 'state/a.json')).toBe('first');
    expect(account.s3.bucket(bucket).versions('state/a.json')).toHaveLength(1);
  });

  const permissions = [
    { sid: 'Write', event: { do: 'put', key: 'a', body: 'x' }, action: 's3:PutObject' },
    { sid: 'Tell', event: { do: 'publish', message: 'x' }, action: 'sns:Publish' },
    { sid: 'Encrypt', event: { do: 'publish', message: 'x' }, action: 'kms:GenerateDataKey' },
    {
      sid: 'Measure',
      event: { do: 'measure', namespace: 'Small', name: 'Runs', value: 1 },
      action: 'cloudwatch:PutMetricData',
    },
  ];
  it.each(permissions)('fails without the permission $sid', async ({ sid, event, action }) => {
    const whole = await startAccount();
    const less = await startAccount((template) => removeStatement(template, 'WorkerRole', sid));
    const full = { ...event, bucket: whole.nameOf('Bucket'), topic: whole.nameOf('Topic') };
    expect((await whole.invoke('Worker', full)).error).toBeUndefined();
    expect(whole.denied()).toEqual([]);
    expect((await less.invoke('Worker', full)).error?.errorMessage).toContain(`not authorized to perform: ${action}`);
    expect(less.denied().map((record) => record.action)).toEqual([action]);
  });

  it('may measure in its own namespace only', async () => {
    const account = await startAccount();
    const run = await account.invoke('Worker', { do: 'measure', namespace: 'Other', name: 'Runs', value: 1 });
    expect(run.error?.errorMessage).toContain('cloudwatch:PutMetricData');
    expect(account.metrics({ name: 'Runs' })).toEqual([]);
  });

  it('sees the virtual time and the environment of its template, nothing of this machine', async () => {
    const account = await startAccount();
    const { result } = await account.invoke('Worker', { do: 'time' });
    const { now, date, isDate } = result as { now: number; date: string; isDate: boolean };
    // Real time passes within an invocation, and no test waits for a minute.
    expect(now - NOON).toBeGreaterThanOrEqual(0);
    expect(now - NOON).toBeLessThan(MINUTE);
    expect(date.slice(0, 10)).toBe('2026-01-10');
    expect(isDate).toBe(true);
    const environment = (await account.invoke('Worker', { do: 'environment' })).result as Record<string, string>;
    expect(environment['BUCKET']).toBe('small-bucket');
    expect(environment['AWS_ENDPOINT_URL']).toBe(account.endpoint);
    expect(environment['HOME']).toBeUndefined();
    expect(environment['VITEST']).toBeUndefined();
  });

  it('is one process for invocations one after the other, and dies by timeout, memory or exit', async () => {
    const account = await startAccount((template) => {
      Object.assign(propertiesOf(template, 'Worker'), { Timeout: 2, MemorySize: 200 });
    });
    const cases = [
      {
        event: { do: 'sleep', milliseconds: 60_000 },
        type: 'Sandbox.Timedout',
        message: /timed out after 2.00 seconds/,
      },
      { event: { do: 'allocate', megabytes: 2000 }, type: 'Runtime.OutOfMemory', message: /signal: SIGKILL/ },
      { event: { do: 'exit', status: 7 }, type: 'Runtime.ExitError', message: /exit status 7/ },
    ];
    for (const { event, type, message } of cases) {
      const { error, processorTime } = await account.invoke('Worker', event);
      expect(error?.errorType).toBe(type);
      expect(error?.errorMessage).toMatch(message);
      expect(processorTime).toBeUndefined();
      const alive = await account.invoke('Worker', { alive: true });
      expect([alive.result, alive.processorTime]).toEqual([{ alive: true }, expect.any(Number)]);
    }
  });

  it('without its handler says so at every invocation', async () => {
    const account = await startAccount((template) => {
      propertiesOf(template, 'Worker').Handler = 'index.nobody';
    });
    for (let attempt = 0; attempt < 2; attempt++) {
      const { error } = await account.invoke('Worker', {});
      expect(error).toMatchObject({
        errorType: 'Runtime.HandlerNotFound',
        errorMessage: 'index.nobody is undefined or not exported',
      });
    }
  });

  it('keeps its logs, and their embedded metrics, only with the permission to write them', async () => {
    const embedded = {
      _aws: {
        Timestamp: NOON,
        CloudWatchMetrics: [{ Namespace: 'Small', Dimensions: [['m']], Metrics: [{ Name: 'Rows' }] }],
      },
      m: 'flights',
      Rows: 7,
    };
    const event = { do: 'log', line: JSON.stringify(embedded) };
    const whole = await startAccount();
    await whole.invoke('Worker', event);
    expect(whole.lambda.logs('Small-Worker')).toContain('"Rows":7');
    expect(whole.metrics({ name: 'Rows', dimensions: { m: 'flights' } })[0].samples[0]).toMatchObject({
      sum: 7,
      time: NOON,
    });
    for (const action of ['logs:CreateLogStream', 'logs:PutLogEvents']) {
      const less = await startAccount((template) => {
        removePermission(template, listPermissions(template).find((permission) => permission.action === action)!);
      });
      await less.invoke('Worker', event);
      expect(less.lambda.logs('Small-Worker')).toBe('');
      expect(less.metrics({ name: 'Rows' })).toEqual([]);
      expect(less.denied().map((record) => record.action)).toEqual([action]);
    }
  });
});

describe('a template that cannot be imitated', () => {
  it.each([
    [
      'a managed policy without text',
      (t: Template) => {
        propertiesOf(t, 'WorkerRole').ManagedPolicyArns = ['arn:aws:iam::aws:policy/AdministratorAccess'];
      },
      /no text of the policy/,
    ],
    [
      'an unknown condition',
      (t: Template) => {
        propertiesOf(t, 'WorkerRole').Policies[0].PolicyDocument.Statement[0].Condition = {
          IpAddress: { 'aws:SourceIp': '10.0.0.0/8' },
        };
      },
      /IpAddress/,
    ],
    [
      'a type of resource that lies still here',
      (t: Template) => {
        t.Resources['Rule'] = { Type: 'AWS::Events::Rule' };
      },
      /does not imitate AWS::Events::Rule/,
    ],
    [
      'another runtime',
      (t: Template) => {
        propertiesOf(t, 'Worker').Runtime = 'python3.13';
      },
      /python3.13/,
    ],
    [
      'an alarm longer than a week',
      (t: Template) => {
        propertiesOf(t, 'NoRun').EvaluationPeriods = 169;
      },
      /longer than CloudWatch looks back/,
    ],
    [
      'a role that Lambda may not assume',
      (t: Template) => {
        propertiesOf(t, 'WorkerRole').AssumeRolePolicyDocument.Statement[0].Principal.Service = 'ec2.amazonaws.com';
      },
      /may not assume/,
    ],
  ] as [string, (template: Template) => void, RegExp][])('is refused: %s', async (_, change, message) => {
    await expect(startAccount(change)).rejects.toThrow(message);
  });
});

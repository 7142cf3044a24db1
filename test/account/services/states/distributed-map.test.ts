import { GetExecutionHistoryCommand, SFNClient } from '@aws-sdk/client-sfn';
import { expect, it } from 'vitest';
import { addMachine, type Statement, single, work } from '../../fixture/machine.ts';
import { MINUTE, NOON, startAccount } from '../../fixture/start.ts';
import { removeStatement } from '../../fixture/template.ts';
import type { Template } from '../../template/assembly.ts';

const MACHINE = 'arn:aws:states:us-east-1:123456789012:stateMachine:Small-Machine';
const EXECUTIONS = 'arn:aws:states:us-east-1:123456789012:execution:Small-Machine:*';
const STATEMENTS: readonly Statement[] = [
  { Sid: 'Items', Action: 's3:GetObject', Resource: 'arn:aws:s3:::items/*' },
  { Sid: 'Start', Action: 'states:StartExecution', Resource: MACHINE },
  { Sid: 'Describe', Action: 'states:DescribeExecution', Resource: EXECUTIONS },
  { Sid: 'Stop', Action: 'states:StopExecution', Resource: EXECUTIONS },
];
const Retry = [{ ErrorEquals: ['Lambda.TooManyRequestsException'], IntervalSeconds: 60, MaxAttempts: 2 }];

function distributed(more: object = {}): object {
  const payload = { n: '{% $states.input.n %}', do: '{% $states.input.do %}' };
  return single({
    Type: 'Map',
    Label: 'Parts',
    ItemReader: {
      Resource: 'arn:aws:states:::s3:getObject',
      ReaderConfig: { InputType: 'JSON' },
      Arguments: { Bucket: 'items', Key: '{% $states.input.key %}' },
    },
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: 'Each',
      States: { Each: work(payload, { Retry, Output: '{% $states.result.Payload.n %}' }) },
    },
    ...more,
  });
}

async function start(definition = distributed(), change: (template: Template) => void = () => {}) {
  const account = await startAccount((template) => {
    addMachine(template, definition, STATEMENTS);
    change(template);
  });
  account.s3.createBucket('items');
  const put = (items: object[]) =>
    account.s3.put('items', 'one.json', JSON.stringify(items.map((item) => ({ do: 'echo', ...item }))));
  return { account, put, run: () => account.states.start('Machine', '{"key":"one.json"}') };
}

it('runs an execution for each item of an object, in the name of the machine’s role', async () => {
  const { account, put, run } = await start();
  put([{ n: 3 }, { n: 1 }]);
  const execution = run();
  await account.advanceTo(NOON);
  expect(execution).toMatchObject({ status: 'SUCCEEDED', output: [3, 1] });
  expect(account.states.executions()).toEqual([execution]);
  const children = account.states.children('Machine');
  expect(children.map(({ input }) => input)).toEqual([
    { do: 'echo', n: 3 },
    { do: 'echo', n: 1 },
  ]);
  for (const { id, mapRun, name } of children) {
    expect(id).toBe(`arn:aws:states:us-east-1:123456789012:execution:Small-Machine/Parts:${name}`);
    expect(mapRun).toMatch(/^arn:aws:states:us-east-1:123456789012:mapRun:Small-Machine\/Parts:[0-9a-f-]{36}$/);
  }
  expect(account.denied()).toEqual([]);
});

it('has its Map Run in the history', async () => {
  const { account, put, run } = await start(distributed({ ToleratedFailureCount: 1 }));
  put([{ n: 1, do: 'throw' }]);
  const { arn: executionArn } = run();
  await account.advanceTo(NOON);
  const credentials = account.access.assumeRole(account.stack.getAtt('WorkerRole', 'Arn'), 'lambda.amazonaws.com');
  const sfn = new SFNClient({ endpoint: account.endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  const typesOf = async (arn: string) => {
    const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn: arn }));
    return events.map(({ type }) => type);
  };
  expect(await typesOf(executionArn)).toEqual([
    'ExecutionStarted',
    'MapStateEntered',
    'MapRunStarted',
    'MapRunSucceeded',
    'MapStateExited',
    'ExecutionSucceeded',
  ]);
  put([
    { n: 1, do: 'throw' },
    { n: 1, do: 'throw' },
  ]);
  const failed = run();
  await account.advanceTo(NOON);
  expect(failed).toMatchObject({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' });
  expect(await typesOf(failed.arn)).toEqual([
    'ExecutionStarted',
    'MapStateEntered',
    'MapRunStarted',
    'MapRunFailed',
    'MapStateFailed',
    'ExecutionFailed',
  ]);
});

it('waits on the virtual clock for the retries of its executions', async () => {
  const { account, put, run } = await start();
  put([{ n: 1 }, { n: 2 }]);
  account.lambda.throttleNext('Small-Worker', 2);
  const execution = run();
  await account.advanceTo(NOON + MINUTE - 1);
  expect(execution).toMatchObject({ status: 'RUNNING' });
  await account.advanceTo(NOON + MINUTE);
  expect(execution).toMatchObject({ status: 'SUCCEEDED', output: [1, 2], stopDate: NOON + MINUTE });
});

it.each([
  ['Items', 's3:GetObject', 'States.ItemReaderFailed'],
  ['Start', 'states:StartExecution', 'States.Permissions'],
  ['Describe', 'states:DescribeExecution', 'States.Permissions'],
  ['Stop', 'states:StopExecution', 'States.Permissions'],
])('needs the permission %s', async (sid, action, error) => {
  const { account, put, run } = await start(distributed(), (template) => removeStatement(template, 'MachineRole', sid));
  put([{ n: 1 }]);
  const execution = run();
  await account.advanceTo(NOON);
  expect(execution).toMatchObject({ status: 'FAILED', error, cause: expect.stringContaining(action) });
  expect(account.denied().map((record) => record.action)).toEqual([action]);
});

it('fails without the object of its items', async () => {
  const { account, run } = await start(distributed(), () => {});
  const execution = run();
  await account.advanceTo(NOON);
  // Without permission to list the bucket, S3 answers 403.
  expect(execution).toMatchObject({
    error: 'States.ItemReaderFailed',
    cause: expect.stringMatching(/Service: S3; Status Code: 403/),
  });
});

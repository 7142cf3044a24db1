import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, describe, expect, it } from 'vitest';
import { addMachine, single, work } from '../../fixture/machine.ts';
import { type OpenAccount, openSmallAccount } from '../../fixture/open.ts';
import { removeStatement } from '../../fixture/template.ts';
import type { Template } from '../../template/assembly.ts';

const NOW = Date.UTC(2026, 0, 10, 12);
const MINUTE = 60_000;

const opened: OpenAccount[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

async function open(definition: object, change: (template: Template) => void = () => {}) {
  const one = await openSmallAccount(NOW, (template) => {
    addMachine(template, definition);
    change(template);
  });
  opened.push(one);
  const stateMachineArn = one.account.stack.getAtt('Machine', 'Arn');
  return { ...one, sfn: new SFNClient(one.client), stateMachineArn };
}

const fails = (name: string) => expect.objectContaining({ name });
const wait = single({ Type: 'Wait', Seconds: 60, Output: { waited: true } });

describe('executions over the wire', () => {
  it('start, are described and listed, and have their history', async () => {
    const { account, sfn, stateMachineArn } = await open(wait);
    const input = '{"a": 1}';
    const request = new StartExecutionCommand({ stateMachineArn, name: 'one', input });
    const { executionArn, startDate } = await sfn.send(request);
    expect(startDate).toEqual(new Date(NOW));
    expect((await sfn.send(request)).executionArn).toBe(executionArn);
    expect(await sfn.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
      name: 'one',
      status: 'RUNNING',
      stateMachineArn,
      input,
    });
    await account.advanceTo(NOW + MINUTE);
    expect(await sfn.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
      status: 'SUCCEEDED',
      output: '{"waited":true}',
      stopDate: new Date(NOW + MINUTE),
    });
    await expect(sfn.send(request)).rejects.toEqual(fails('ExecutionAlreadyExists'));
    await sfn.send(new StartExecutionCommand({ stateMachineArn, name: 'two' }));
    const list = async (more: object) => {
      const { executions = [], nextToken } = await sfn.send(new ListExecutionsCommand({ stateMachineArn, ...more }));
      return { names: executions.map(({ name }) => name), nextToken };
    };
    expect(await list({})).toEqual({ names: ['two', 'one'], nextToken: undefined });
    expect((await list({ statusFilter: 'RUNNING' })).names).toEqual(['two']);
    const first = await list({ maxResults: 1 });
    expect(first.names).toEqual(['two']);
    expect(await list({ maxResults: 1, nextToken: first.nextToken })).toEqual({ names: ['one'], nextToken: undefined });
    const { events = [] } = await sfn.send(new GetExecutionHistoryCommand({ executionArn }));
    expect(events).toMatchObject([
      { id: 1, previousEventId: 0, type: 'ExecutionStarted', executionStartedEventDetails: { input: '{"a":1}' } },
      { id: 2, type: 'WaitStateEntered', stateEnteredEventDetails: { name: 'Only' }, timestamp: new Date(NOW) },
      { id: 3, type: 'WaitStateExited', stateExitedEventDetails: { output: '{"waited":true}' } },
      { id: 4, type: 'ExecutionSucceeded', timestamp: new Date(NOW + MINUTE) },
    ]);
    const { events: reversed = [] } = await sfn.send(
      new GetExecutionHistoryCommand({ executionArn, reverseOrder: true }),
    );
    expect(reversed.map(({ id }) => id)).toEqual([4, 3, 2, 1]);
  });

  it('are stopped', async () => {
    const { account, sfn, stateMachineArn } = await open(wait);
    const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn }));
    await sfn.send(new StopExecutionCommand({ executionArn, error: 'Unwanted', cause: 'by hand' }));
    await account.advanceTo(NOW + MINUTE);
    expect(await sfn.send(new DescribeExecutionCommand({ executionArn }))).toMatchObject({
      status: 'ABORTED',
      error: 'Unwanted',
      cause: 'by hand',
      stopDate: new Date(NOW),
    });
  });

  it.each([
    ['a wrong name', { name: 'a b' }, 'InvalidName'],
    ['a wrong input', { input: '{' }, 'InvalidExecutionInput'],
    [
      'a machine that does not exist',
      { stateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:x' },
      'AccessDeniedException',
    ],
  ])('are refused for %s', async (_, more, name) => {
    const { sfn, stateMachineArn } = await open(wait);
    await expect(sfn.send(new StartExecutionCommand({ stateMachineArn, ...more }))).rejects.toEqual(fails(name));
  });

  it('need the permission', async () => {
    const { account, sfn, stateMachineArn } = await open(wait, (template) => {
      for (const sid of ['Start', 'Watch']) removeStatement(template, 'Starter', sid);
    });
    const { arn: executionArn } = account.states.start(stateMachineArn);
    const refused = fails('AccessDeniedException');
    await expect(sfn.send(new StartExecutionCommand({ stateMachineArn }))).rejects.toEqual(refused);
    await expect(sfn.send(new ListExecutionsCommand({ stateMachineArn }))).rejects.toEqual(refused);
    await expect(sfn.send(new DescribeExecutionCommand({ executionArn }))).rejects.toEqual(refused);
    await expect(sfn.send(new GetExecutionHistoryCommand({ executionArn }))).rejects.toEqual(refused);
    await expect(sfn.send(new StopExecutionCommand({ executionArn }))).rejects.toEqual(refused);
    expect(account.denied().map(({ action, resource }) => [action, resource])).toEqual([
      ['states:StartExecution', stateMachineArn],
      ['states:ListExecutions', stateMachineArn],
      ['states:DescribeExecution', executionArn],
      ['states:GetExecutionHistory', executionArn],
      ['states:StopExecution', executionArn],
    ]);
  });

  it('are the only imitated operations', async () => {
    const { account, sfn, stateMachineArn } = await open(wait);
    await expect(sfn.send(new UpdateStateMachineCommand({ stateMachineArn }))).rejects.toThrow(/UpdateStateMachine/);
    await expect(account.advanceTo(NOW)).rejects.toThrow(/UpdateStateMachine/);
  });
});

describe('a task that waits for its token', () => {
  const waiting = {
    StartAt: 'Ask',
    States: {
      Ask: {
        ...work({ token: '{% $states.context.Task.Token %}' }),
        Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
        TimeoutSeconds: 3600,
        HeartbeatSeconds: 600,
      },
    },
  };

  async function ask(change?: (template: Template) => void) {
    const account = await open(waiting, change);
    const execution = account.account.states.start(account.stateMachineArn);
    await account.account.advanceTo(NOW + MINUTE);
    const { token: taskToken } = account.account.lambda.runs[0].event as { token: string };
    return { ...account, execution, taskToken };
  }

  it('goes on with the answer', async () => {
    const { account, sfn, execution, taskToken } = await ask();
    await expect(sfn.send(new SendTaskSuccessCommand({ taskToken, output: '{' }))).rejects.toEqual(
      fails('InvalidOutput'),
    );
    await sfn.send(new SendTaskSuccessCommand({ taskToken, output: '{"approved":true}' }));
    await account.advanceTo(NOW + MINUTE);
    expect(execution).toMatchObject({ status: 'SUCCEEDED', output: { approved: true }, stopDate: NOW + MINUTE });
    const again = sfn.send(new SendTaskSuccessCommand({ taskToken, output: '1' }));
    await expect(again).rejects.toEqual(fails('TaskTimedOut'));
    const other = sfn.send(new SendTaskSuccessCommand({ taskToken: 'x', output: '1' }));
    await expect(other).rejects.toEqual(fails('InvalidToken'));
  });

  it('fails with the answer', async () => {
    const { account, sfn, execution, taskToken } = await ask();
    await sfn.send(new SendTaskFailureCommand({ taskToken, error: 'Rejected', cause: 'worse' }));
    await account.advanceTo(NOW + MINUTE);
    expect(execution).toMatchObject({ status: 'FAILED', error: 'Rejected', cause: 'worse' });
  });

  it('fails without heartbeat ten minutes after the last one', async () => {
    const { account, sfn, execution, taskToken } = await ask();
    await sfn.send(new SendTaskHeartbeatCommand({ taskToken }));
    await account.advanceTo(NOW + 60 * MINUTE);
    expect(execution).toMatchObject({ error: 'States.HeartbeatTimeout', stopDate: NOW + 11 * MINUTE });
  });

  it('is answered only by callers with the permission', async () => {
    const { account, sfn, stateMachineArn, taskToken } = await ask((template) =>
      removeStatement(template, 'Starter', 'Answer'),
    );
    const refused = fails('AccessDeniedException');
    await expect(sfn.send(new SendTaskSuccessCommand({ taskToken, output: '1' }))).rejects.toEqual(refused);
    await expect(sfn.send(new SendTaskFailureCommand({ taskToken }))).rejects.toEqual(refused);
    await expect(sfn.send(new SendTaskHeartbeatCommand({ taskToken }))).rejects.toEqual(refused);
    expect(new Set(account.denied().map(({ resource }) => resource))).toEqual(new Set([stateMachineArn]));
  });
});

import { SFNClient } from '@aws-sdk/client-sfn';
import { afterEach, describe, expect, it } from 'vitest';
import { StepFunctionsReading, StepFunctionsWorkflow } from '../../../lambdas/adapters/aws/step-functions.ts';
import { NoPendingApprovalError, type RetrainingInput } from '../../../lambdas/core/ports.ts';
import { addMachine, single, work } from '../../account/fixture/machine.ts';
import { type OpenAccount, openSmallAccount } from '../../account/fixture/open.ts';
import { removeStatement } from '../../account/fixture/template.ts';
import type { Template } from '../../account/template/assembly.ts';

const NOW = Date.UTC(2026, 0, 10, 12);
const MINUTE = 60_000;
const INPUT: RetrainingInput = { monitor: 'flights', id: 'retraining-1', action: 'retrain', reason: 'auc < 0.7' };

const asks = single({
  ...work({ token: '{% $states.context.Task.Token %}' }),
  Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
  TimeoutSeconds: 3600,
});

const opened: OpenAccount[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

/** A machine that asks and waits for the answer. */
async function open(change: (template: Template) => void = () => {}) {
  const one = await openSmallAccount(NOW, (template) => {
    addMachine(template, asks);
    change(template);
  });
  opened.push(one);
  const { account } = one;
  const client = new SFNClient(one.client);
  const workflow = new StepFunctionsWorkflow(client, account.stack.getAtt('Machine', 'Arn'));
  const token = () => (account.lambda.runs.at(-1)!.event as { token: string }).token;
  return { account, client, workflow, token, executions: () => account.states.executions() };
}

describe('the workflow of Step Functions', () => {
  it('starts an execution once, whether it runs or has ended', async () => {
    const { account, workflow, executions } = await open();

    await Promise.all([workflow.start('one', INPUT), workflow.start('one', INPUT)]);
    await workflow.start('one', { ...INPUT, reason: 'another' });
    await account.advanceTo(NOW + 61 * MINUTE);
    await workflow.start('one', INPUT);

    expect(executions().map(({ name, input, status }) => [name, input, status])).toEqual([['one', INPUT, 'FAILED']]);
  });

  it('starts an execution of the reading machine once', async () => {
    const { client, account, executions } = await open();
    const machine = new StepFunctionsReading(client, account.stack.getAtt('Machine', 'Arn'));
    const input = { monitor: 'flights', window: '2026-01-09', run: 'window_parts/flights/2026-01-09/0/', check: {} };

    await machine.start('one', input);
    await machine.start('one', input);

    expect(executions().map(({ name, input }) => [name, input])).toEqual([['one', input]]);
  });

  it.each([
    [true, { status: 'SUCCEEDED', output: { note: 'seen by Ann' } }],
    [false, { status: 'FAILED', error: 'Rejected', cause: 'seen by Ann' }],
  ])('passes an answer on, approved: %s', async (approved, outcome) => {
    const { account, workflow, token, executions } = await open();
    await workflow.start('one', INPUT);
    await account.states.settled();

    await workflow.answer(token(), { approved, note: 'seen by Ann' });

    await account.states.settled();
    expect(executions()).toMatchObject([outcome]);
  });

  it.each([true, false])('says that an answer is too late, approved: %s', async (approved) => {
    const { account, workflow, token } = await open();
    await workflow.start('given-before', INPUT);
    await account.states.settled();
    const given = token();
    await workflow.answer(given, { approved: true, note: '' });
    await workflow.start('timed-out', INPUT);
    await account.states.settled();
    const waited = token();
    await account.advanceTo(NOW + 61 * MINUTE);

    for (const late of [given, waited, 'no token of this account']) {
      const error = await workflow.answer(late, { approved, note: '' }).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(NoPendingApprovalError);
      expect((error as NoPendingApprovalError).message).toMatch(/^no approval is pending/);
      expect((error as NoPendingApprovalError).cause).toBeInstanceOf(Error);
    }
  });

  it('throws other failures', async () => {
    const forbidden = await open((template) => {
      removeStatement(template, 'Starter', 'Start');
      removeStatement(template, 'Starter', 'Answer');
    });
    await expect(forbidden.workflow.start('one', INPUT)).rejects.toMatchObject({ name: 'AccessDeniedException' });

    forbidden.account.states.start('Machine', JSON.stringify(INPUT), 'by-hand');
    await forbidden.account.states.settled();
    const answer = forbidden.workflow.answer(forbidden.token(), { approved: true, note: '' });
    await expect(answer).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});

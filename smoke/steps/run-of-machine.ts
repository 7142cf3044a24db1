import { GetExecutionHistoryCommand, type HistoryEvent, paginateGetExecutionHistory } from '@aws-sdk/client-sfn';
import type * as z from 'zod';
import type { retrainingRunSchema } from '../../lambdas/core/decision/retraining/state.ts';
import {
  approvalOutcomeSchema,
  requestOutcomeSchema,
  retrainingOverviewSchema,
} from '../../lambdas/core/retraining/operation-answers.ts';
import { invoke, operate } from '../aws/functions.ts';
import { expect, type Session, waitFor } from '../session.ts';
import type { Deployed } from './deployed.ts';
import { describeEndpoint } from './endpoint.ts';

const MINUTE = 60_000;
/** What the fleet of a deployment is called in the cost. */
const DEPLOYMENT_USAGE = 'second fleet while deploying';

type Run = z.infer<typeof retrainingRunSchema>;

export interface Operated {
  readonly operations: string;
  readonly machine: string;
  readonly monitor: string;
}

/** The functions and the machine of the live monitor. @throws SmokeError when the stack has none */
export function operated({ names }: Session, { outputs }: Deployed): Operated {
  const { RetrainingFunction: operations, RetrainingMachineArn: machine } = outputs;
  expect(operations !== undefined && machine !== undefined, 'the stack has no outputs for retraining');
  return { operations, machine, monitor: names.monitors.live };
}

/** Asks for a retraining or a rollback. @returns its id @throws SmokeError when it does not start */
export async function request(
  session: Session,
  { operations, monitor }: Operated,
  operation: 'retrain' | 'rollback',
): Promise<string> {
  const { id, starts, message } = await operate(session, operations, { operation, monitor }, requestOutcomeSchema);
  expect(starts, `${operation} does not start: ${message}`);
  return id;
}

export async function approve(session: Session, { operations, monitor }: Operated, id: string): Promise<void> {
  const event = { operation: 'approve', monitor, id, note: 'a test' } as const;
  await operate(session, operations, event, approvalOutcomeSchema);
}

/**
 * Waits for the end of an execution, and prints the states that it comes to.
 *
 * @param meanwhile Called at each look.
 */
export async function waitForEnd(
  session: Session,
  { operations, machine, monitor }: Operated,
  id: string,
  instanceType: string,
  meanwhile: () => Promise<void> = async () => {},
): Promise<Run> {
  const { meter, say, time } = session;
  let shown = '';
  const run = await waitFor(session, { what: `the end of ${id}`, every: 20_000, atMost: 120 * MINUTE }, async () => {
    await meanwhile();
    const event = { operation: 'list-retrainings', monitor };
    const { runs } = await invoke(session, operations, event, retrainingOverviewSchema);
    const own = runs.find((each) => each.id === id);
    if (own !== undefined) {
      const state = await latestState(session, executionArn(machine, own.execution));
      if (state !== shown) say(`  ${new Date(time.now()).toISOString().slice(11, 19)} ${state}`);
      shown = state;
    }
    // While it is updated, an endpoint has two fleets.
    const { status } = await describeEndpoint(session);
    if (status === 'Updating') meter.start(DEPLOYMENT_USAGE, instanceType, time.now());
    else meter.stop(DEPLOYMENT_USAGE, time.now());
    return own !== undefined && own.end !== null ? own : undefined;
  });
  meter.stop(DEPLOYMENT_USAGE, time.now());
  return run;
}

export function executionArn(machine: string, execution: string): string {
  return `${machine.replace(':stateMachine:', ':execution:')}:${execution}`;
}

/** The state that an execution has entered last. */
async function latestState({ clients }: Session, arn: string): Promise<string> {
  const latest = new GetExecutionHistoryCommand({ executionArn: arn, reverseOrder: true, maxResults: 20 });
  const { events = [] } = await clients.stepFunctions.send(latest);
  return events.find((event) => event.stateEnteredEventDetails)?.stateEnteredEventDetails?.name ?? 'started';
}

/** All events of an execution, oldest first. */
export async function historyOf({ clients }: Session, arn: string): Promise<HistoryEvent[]> {
  const events: HistoryEvent[] = [];
  const pages = paginateGetExecutionHistory({ client: clients.stepFunctions }, { executionArn: arn });
  for await (const page of pages) events.push(...(page.events ?? []));
  return events;
}

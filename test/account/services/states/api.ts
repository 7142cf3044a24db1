import { TaskTokenError } from '../../../../lambdas/states-language/task-tokens.ts';
import { AwsError } from '../../aws-error.ts';
import type { VirtualClock } from '../../clock.ts';
import { requireValid } from '../../constraints/refused.ts';
import type { Access } from '../../iam/access.ts';
import type { Principal } from '../../iam/evaluate.ts';
import { refuseAsJson, type Service, type ServiceRequest, type ServiceResponse } from '../request.ts';
import type { Execution } from './execution.ts';
import { historyOf } from './history.ts';
import type { States } from './states.ts';

interface Input {
  readonly stateMachineArn?: string;
  readonly executionArn?: string;
  readonly name?: string;
  readonly input?: string;
  readonly statusFilter?: string;
  readonly reverseOrder?: boolean;
  readonly maxResults?: number;
  readonly nextToken?: string;
  readonly taskToken?: string;
  readonly output?: string;
  readonly error?: string;
  readonly cause?: string;
}

const PAGE = 100;
const MAX_OUTPUT_BYTES = 262_144;

/** Step Functions' JSON protocol: executions and the answers of tasks that wait for a token. */
export class StatesApi implements Service {
  readonly #states: States;
  readonly #access: Access;
  readonly #clock: VirtualClock;

  constructor(states: States, access: Access, clock: VirtualClock) {
    this.#states = states;
    this.#access = access;
    this.#clock = clock;
  }

  handle({ principal, headers, body }: ServiceRequest): ServiceResponse {
    const operation = String(headers['x-amz-target']).replace('AWSStepFunctions.', '');
    const output = this.#answer(operation, principal, JSON.parse(body.toString() || '{}') as Input);
    const type = { 'content-type': 'application/x-amz-json-1.0' };
    return { status: 200, headers: type, body: JSON.stringify(output) };
  }

  refuse(error: AwsError): ServiceResponse {
    // Step Functions has its own name for a refusal, and answers every error of the caller with 400.
    const code = error.code === 'AccessDenied' ? 'AccessDeniedException' : error.code;
    return refuseAsJson(new AwsError(code, error.message, error.status === 501 ? 501 : 400));
  }

  #answer(operation: string, principal: Principal, input: Input): object {
    requireValid(operation, input);
    const { stateMachineArn = '', executionArn = '' } = input;
    const may = (resource: string) => this.#access.authorize(principal, `states:${operation}`, resource);
    switch (operation) {
      case 'StartExecution': {
        may(stateMachineArn);
        const started = this.#states.start(stateMachineArn, input.input, input.name);
        return { executionArn: started.arn, startDate: started.startDate / 1000 };
      }
      case 'DescribeExecution':
        may(executionArn);
        return describe(this.#states.execution(executionArn));
      case 'ListExecutions': {
        may(stateMachineArn);
        const newestFirst = this.#states.executions(stateMachineArn).toReversed();
        const { statusFilter } = input;
        const wanted = newestFirst.filter(({ status }) => statusFilter === undefined || status === statusFilter);
        const [executions, nextToken] = pageOf(wanted.map(summarize), input);
        return { executions, nextToken };
      }
      case 'GetExecutionHistory': {
        may(executionArn);
        const history = historyOf(this.#states.execution(executionArn));
        const [events, nextToken] = pageOf(input.reverseOrder ? history.reverse() : history, input);
        return { events, nextToken };
      }
      case 'StopExecution':
        may(executionArn);
        this.#states.stop(executionArn, input.error, input.cause);
        return { stopDate: this.#clock.now / 1000 };
      case 'SendTaskSuccess':
      case 'SendTaskFailure':
      case 'SendTaskHeartbeat':
        return this.#answerTask(operation, input, may);
      default:
        throw new AwsError('NotImplemented', `the test account does not imitate Step Functions ${operation}`, 501);
    }
  }

  #answerTask(operation: string, input: Input, may: (resource: string) => void): object {
    const { taskToken = '', output = '', error, cause } = input;
    const { arn, workflow } = this.#states.machineOfToken(taskToken);
    may(arn);
    try {
      if (operation === 'SendTaskSuccess') workflow.tokens.succeed(taskToken, parseOutput(output));
      else if (operation === 'SendTaskFailure') workflow.tokens.fail(taskToken, error, cause);
      else workflow.tokens.heartbeat(taskToken, this.#clock.now);
    } catch (refused) {
      if (refused instanceof TaskTokenError) throw new AwsError(refused.code, refused.message);
      throw refused;
    }
    return {};
  }
}

function parseOutput(text: string): unknown {
  try {
    if (Buffer.byteLength(text) <= MAX_OUTPUT_BYTES) return JSON.parse(text);
  } catch {}
  throw new AwsError('InvalidOutput', `the output is JSON of at most ${MAX_OUTPUT_BYTES} bytes`);
}

function summarize({ arn, machine, name, status, startDate, stopDate }: Execution): object {
  const dates = { startDate: startDate / 1000, stopDate: stopDate === undefined ? undefined : stopDate / 1000 };
  return { executionArn: arn, stateMachineArn: machine.arn, name, status, ...dates };
}

function describe(execution: Execution): object {
  const { inputText: input, output, error, cause } = execution;
  const text = output === undefined ? undefined : JSON.stringify(output);
  return { ...summarize(execution), input, output: text, error, cause };
}

/** The token of the next page is its position. */
function pageOf<T>(list: readonly T[], { maxResults, nextToken = '0' }: Input): [T[], string | undefined] {
  const start = Number(nextToken);
  const end = start + (maxResults || PAGE);
  return [list.slice(start, end), end < list.length ? String(end) : undefined];
}

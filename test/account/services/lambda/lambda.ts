import { randomUUID } from 'node:crypto';
import { AwsError } from '../../aws-error.ts';
import type { VirtualClock } from '../../clock.ts';
import type { Access, TemporaryCredentials } from '../../iam/access.ts';
import type { Principal } from '../../iam/evaluate.ts';
import type { Stack } from '../../template/stack.ts';
import { takeEmbeddedMetrics } from '../cloudwatch/embedded-metrics.ts';
import type { Metrics } from '../cloudwatch/metrics.ts';
import { environmentOf } from './environment.ts';
import { type LambdaFunction, readFunctions } from './function.ts';
import { type Outcome, Sandbox } from './sandbox.ts';

/** One invocation, for the tests. */
export interface Run extends Outcome {
  readonly function: string;
  readonly requestId: string;
  readonly event: unknown;
  /** Virtual time, UTC milliseconds. */
  readonly time: number;
  /** The result, parsed; undefined when it failed. */
  readonly result: unknown;
  readonly role: Principal;
}

interface Running {
  readonly of: LambdaFunction;
  readonly credentials: TemporaryCredentials;
  /** All processes, and those that wait for an event. */
  readonly sandboxes: Sandbox[];
  readonly idle: Sandbox[];
}

/** Called with an asynchronous event that ended in an error. */
export type OnFailure = (of: LambdaFunction, run: Run, attempt: number) => void;

/** The functions of the stack, each with as many processes as run at once. */
export class Lambda {
  readonly runs: Run[] = [];
  /** Invocations to refuse with a throttle, by function ARN. */
  readonly #throttled = new Map<string, number>();
  readonly #clock: VirtualClock;
  readonly #access: Access;
  readonly #metrics: Metrics;
  readonly #place: Stack['place'];
  readonly #logs = new Map<string, string>();
  readonly #functions = new Map<string, Running>();
  #endpoint = '';
  #onFailure: OnFailure = () => {};

  constructor(stack: Stack, clock: VirtualClock, access: Access, metrics: Metrics) {
    this.#clock = clock;
    this.#access = access;
    this.#metrics = metrics;
    this.#place = stack.place;
    for (const [arn, of] of readFunctions(stack)) {
      const context = new Map([['aws:sourcearn', [arn]]]);
      const credentials = access.assumeRole(of.roleArn, 'lambda.amazonaws.com', context, of.name);
      if (of.isInVpc) this.#requireInterfaces(credentials.principal);
      this.#functions.set(arn, { of, credentials, sandboxes: [], idle: [] });
    }
  }

  /** @param endpoint The account's front door, for the functions' environment. */
  open(endpoint: string, onFailure: OnFailure): void {
    this.#endpoint = endpoint;
    this.#onFailure = onFailure;
  }

  /** What a function has written to its log group. */
  logs(name: string): string {
    return this.#logs.get(this.#find(name).of.name) ?? '';
  }

  get functions(): LambdaFunction[] {
    return [...this.#functions.values()].map(({ of }) => of);
  }

  /** Refuses the next invocations of a function as Lambda does when it is overloaded. */
  throttleNext(name: string, count: number): void {
    this.#throttled.set(this.#find(name).of.arn, count);
  }

  /** Ends a function's processes in the middle of what they do. */
  crash(name: string): void {
    for (const sandbox of this.#find(name).sandboxes) sandbox.crash();
  }

  /** Invokes as the owner of the account and waits for the end. @param name Name or ARN */
  invoke(name: string, event: unknown): Promise<Run> {
    return this.#run(this.#find(name), event, randomUUID());
  }

  /** Hands over an event as the owner of the account; works it off at once. @param name Name or ARN */
  async invokeAsyncAsOwner(name: string, event: unknown): Promise<void> {
    await this.attempt(this.#find(name).of, event, randomUUID(), 1);
  }

  /** @throws AwsError when the caller may not, or the function is throttled */
  invokeAs(principal: Principal, name: string, payload: string): Promise<Run> {
    return this.#run(this.#admit(principal, name), JSON.parse(payload), randomUUID());
  }

  /**
   * Accepts an event and works it off at once; a failure of the function is not the caller's.
   *
   * @throws AwsError when the caller may not, or the function is throttled
   */
  async invokeAsync(principal: Principal, name: string, payload: string): Promise<void> {
    const running = this.#admit(principal, name);
    await this.attempt(running.of, JSON.parse(payload), randomUUID(), 1);
  }

  /** One attempt at an asynchronous event. */
  async attempt(of: LambdaFunction, event: unknown, requestId: string, attempt: number): Promise<void> {
    const running = this.#functions.get(of.arn)!;
    const run = await this.#run(running, event, requestId);
    if (run.error) this.#onFailure(of, run, attempt);
  }

  async close(): Promise<void> {
    for (const { sandboxes } of this.#functions.values())
      await Promise.all(sandboxes.map((sandbox) => sandbox.close()));
  }

  /** Lambda makes no function in a VPC whose role may not manage its interfaces. */
  #requireInterfaces(role: Principal): void {
    for (const action of ['CreateNetworkInterface', 'DescribeNetworkInterfaces', 'DeleteNetworkInterface']) {
      try {
        this.#access.authorize(role, `ec2:${action}`, '*');
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        const message = `The provided execution role does not have permissions to call ${action} on EC2`;
        throw new AwsError('InvalidParameterValueException', message, 400);
      }
    }
  }

  #admit(principal: Principal, name: string): Running {
    const running = this.#find(name);
    const { arn, reservedConcurrency = Number.POSITIVE_INFINITY } = running.of;
    this.#access.authorize(principal, 'lambda:InvokeFunction', arn);
    const throttled = this.#throttled.get(arn) ?? 0;
    if (throttled > 0 || running.sandboxes.length - running.idle.length >= reservedConcurrency) {
      this.#throttled.set(arn, Math.max(0, throttled - 1));
      this.#count(running.of, 'Throttles', 1);
      throw new AwsError('TooManyRequestsException', 'Rate Exceeded.', 429);
    }
    return running;
  }

  #find(name: string): Running {
    for (const running of this.#functions.values())
      if (running.of.arn === name || running.of.name === name) return running;
    throw new AwsError('ResourceNotFoundException', `Function not found: ${name}`, 404);
  }

  async #run(running: Running, event: unknown, requestId: string): Promise<Run> {
    const { of, credentials } = running;
    const time = this.#clock.now;
    const sandbox = running.idle.pop() ?? (await this.#openSandbox(running));
    const outcome = await sandbox.invoke(requestId, JSON.stringify(event), time);
    running.idle.push(sandbox);
    this.#takeLogs(running, outcome.logs);
    const result = outcome.payload === undefined ? undefined : JSON.parse(outcome.payload);
    const run: Run = { ...outcome, function: of.name, requestId, event, time, result, role: credentials.principal };
    this.runs.push(run);
    this.#count(of, 'Invocations', 1);
    this.#count(of, 'Errors', run.error ? 1 : 0);
    this.#count(of, 'Duration', run.duration, 'Milliseconds');
    return run;
  }

  async #openSandbox(running: Running): Promise<Sandbox> {
    const sandbox = await Sandbox.open(running.of, environmentOf(running.of, running.credentials, this.#endpoint));
    running.sandboxes.push(sandbox);
    return sandbox;
  }

  /** Logs reach CloudWatch, and their embedded metrics count, only if the function's role may write them. */
  #takeLogs({ of, credentials }: Running, logs: string): void {
    if (logs === '') return;
    const { region, account } = this.#place;
    const resource = `arn:aws:logs:${region}:${account}:log-group:${of.logGroup}:log-stream:1`;
    try {
      for (const action of ['logs:CreateLogStream', 'logs:PutLogEvents'])
        this.#access.authorize(credentials.principal, action, resource);
    } catch (error) {
      if (error instanceof AwsError) return;
      throw error;
    }
    for (const line of logs.split('\n')) takeEmbeddedMetrics(line, this.#clock.now, this.#metrics);
    this.#logs.set(of.name, (this.#logs.get(of.name) ?? '') + logs);
  }

  #count({ name: functionName }: LambdaFunction, name: string, value: number, unit = 'Count'): void {
    for (const dimensions of [[], [['FunctionName', functionName]]] as [string, string][][])
      this.#metrics.addValue({ namespace: 'AWS/Lambda', name, dimensions }, value, this.#clock.now, unit);
  }
}

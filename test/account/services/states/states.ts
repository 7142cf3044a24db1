import { randomUUID } from 'node:crypto';
import { SeededRandom } from '../../../../lambdas/core/statistics/random.ts';
import { StatesError } from '../../../../lambdas/states-language/errors.ts';
import type { WorkflowEvent } from '../../../../lambdas/states-language/events.ts';
import { AwsError, UnsupportedError } from '../../aws-error.ts';
import type { VirtualClock } from '../../clock.ts';
import type { Access } from '../../iam/access.ts';
import type { Principal } from '../../iam/evaluate.ts';
import type { Place } from '../../template/identity.ts';
import type { Stack } from '../../template/stack.ts';
import type { CloudWatchActions } from '../cloudwatch/actions.ts';
import type { Metrics } from '../cloudwatch/metrics.ts';
import type { Lambda } from '../lambda/lambda.ts';
import type { RoleFiles } from '../sagemaker/role-files.ts';
import { Activity } from './activity.ts';
import { ClockHost, type RunTask } from './clock-host.ts';
import { callCloudWatch, isCloudWatch } from './cloudwatch-task.ts';
import { checkExecutionName, type Execution, parseInput } from './execution.ts';
import { invokeFunction } from './lambda-task.ts';
import { type Machine, readMachine } from './machine.ts';
import { type Child, MapRuns } from './map-runs.ts';
import { callSageMaker, type SageMakerCalls } from './sagemaker-task.ts';

/** How long a name stays taken after its execution has ended. */
const NAME_KEPT = 90 * 86_400_000;

const METRICS = {
  SUCCEEDED: 'ExecutionsSucceeded',
  FAILED: 'ExecutionsFailed',
  TIMED_OUT: 'ExecutionsTimedOut',
  ABORTED: 'ExecutionsAborted',
};

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
interface Running extends Mutable<Omit<Execution, 'events'>> {
  readonly events: WorkflowEvent[];
  readonly abort: AbortController;
}

/** The state machines of the stack and their executions, on the virtual clock. */
export class States {
  /** Where SageMaker's tasks go. */
  sageMaker: SageMakerCalls | undefined;
  /** Where CloudWatch's tasks go. */
  cloudWatch: CloudWatchActions | undefined;
  /** S3 as a role may use it: where Distributed Maps read their items. */
  filesOf: (role: Principal) => RoleFiles = () => {
    throw new UnsupportedError('nothing reads the items of Distributed Maps here');
  };
  /** Called with what an execution met that is no outcome of it, such as something that is not imitated. */
  onFault: (fault: Error) => void = () => {};
  readonly #clock: VirtualClock;
  readonly #access: Access;
  readonly #lambda: Lambda;
  readonly #metrics: Metrics;
  readonly #place: Place;
  readonly #activity = new Activity();
  readonly #machines: Machine[];
  /** In the order of their start. */
  readonly #executions: Running[] = [];

  constructor(stack: Stack, clock: VirtualClock, access: Access, lambda: Lambda, metrics: Metrics) {
    this.#clock = clock;
    this.#access = access;
    this.#lambda = lambda;
    this.#metrics = metrics;
    this.#place = stack.place;
    const random = new SeededRandom(1);
    const around = { access, activity: this.#activity, filesOf: (role: Principal) => this.filesOf(role) };
    const contextOf = (role: Principal, arn: string) =>
      new ClockHost(clock, () => random.uniform(), this.#taskRunner(role), new MapRuns(arn, role, around));
    const resources = stack.resources('AWS::StepFunctions::StateMachine');
    this.#machines = resources.map((resource) => readMachine(resource, access, contextOf));
    clock.waitFor(() => this.settled());
  }

  /** Resolves when no execution can go on before the clock does, or a task is answered. */
  settled(): Promise<void> {
    return this.#activity.settled();
  }

  /** Executions in the order of their start. @param machine ARN, name or logical id; those of all machines without it */
  executions(machine?: string): Execution[] {
    const of = machine === undefined ? undefined : this.machine(machine);
    return this.#executions.filter((execution) => of === undefined || execution.machine === of);
  }

  /** The executions that the Map Runs of a machine have started, in the order of their start. @param machine ARN, name or logical id */
  children(machine: string): readonly Child[] {
    return this.machine(machine).mapRuns.children;
  }

  /** @param name ARN, name or logical id. @throws AwsError StateMachineDoesNotExist */
  machine(name: string): Machine {
    const found = this.#machines.find((machine) => [machine.arn, machine.name, machine.id].includes(name));
    if (found === undefined) throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${name}'`);
    return found;
  }

  /** The machine whose task has this token. @throws AwsError InvalidToken */
  machineOfToken(token: string): Machine {
    const found = this.#machines.find(({ workflow }) => workflow.tokens.knows(token));
    if (found === undefined) throw new AwsError('InvalidToken', `Invalid Token: '${token}'`);
    return found;
  }

  /** The newest execution of an ARN. @throws AwsError ExecutionDoesNotExist */
  execution(arn: string): Execution {
    return this.#find(arn);
  }

  /**
   * Starts an execution as the owner of the account. The same name with the same input gives the execution that runs.
   *
   * @param machine ARN, name or logical id.
   * @throws AwsError InvalidName, InvalidExecutionInput, ExecutionAlreadyExists
   */
  start(machine: string, inputText = '{}', name: string = randomUUID()): Execution {
    const of = this.machine(machine);
    checkExecutionName(name);
    const input = parseInput(inputText);
    const arn = `${of.arn.replace(':stateMachine:', ':execution:')}:${name}`;
    const known = this.#executions.findLast((execution) => execution.arn === arn);
    if (known?.status === 'RUNNING' && known.inputText === inputText) return known;
    if (known !== undefined && this.#clock.now < (known.stopDate ?? this.#clock.now) + NAME_KEPT)
      throw new AwsError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
    const execution: Running = {
      arn,
      name,
      machine: of,
      inputText,
      input,
      startDate: this.#clock.now,
      stopDate: undefined,
      status: 'RUNNING',
      output: undefined,
      error: undefined,
      cause: undefined,
      events: [],
      abort: new AbortController(),
    };
    this.#executions.push(execution);
    this.#count('ExecutionsStarted', of, 1);
    this.#activity.running++;
    void this.#run(execution);
    return execution;
  }

  /** Stops an execution as the owner of the account; one that has ended stays as it is. @throws AwsError */
  stop(arn: string, error?: string, cause?: string): void {
    this.#find(arn).abort.abort(new StatesError(error ?? '', cause));
  }

  async #run(execution: Running): Promise<void> {
    const { machine, arn, name, input, abort, events } = execution;
    const request = { input, name, id: arn, roleArn: machine.roleArn, signal: abort.signal };
    try {
      const outcome = await machine.workflow.run({ ...request, listener: (event) => void events.push(event) });
      Object.assign(execution, outcome);
    } catch (fault) {
      Object.assign(execution, { status: 'FAILED', error: 'States.Runtime', cause: String(fault) });
      this.onFault(fault as Error);
    }
    execution.stopDate = this.#clock.now;
    this.#activity.running--;
    if (execution.status !== 'RUNNING') this.#count(METRICS[execution.status], machine, 1);
    this.#count('ExecutionTime', machine, execution.stopDate - execution.startDate, 'Milliseconds');
  }

  #taskRunner(role: Principal): RunTask {
    return (resource, args, { signal, executionName }) => {
      const integration = resource.replace('arn:aws:states:::', '');
      if (/^lambda:invoke(\.waitForTaskToken)?$/.test(integration))
        return this.#activity.during(invokeFunction(this.#lambda, role, args));
      if (this.cloudWatch !== undefined && isCloudWatch(integration))
        return this.#activity.during(callCloudWatch(integration, args, { cloudWatch: this.cloudWatch, role }));
      if (this.sageMaker === undefined)
        throw new UnsupportedError(`the test account does not imitate the integration ${integration}`);
      const account = { access: this.#access, activity: this.#activity, place: this.#place };
      const running = this.#executions.findLast(({ name, machine }) => name === executionName && machine.role === role);
      const execution = running?.arn ?? executionName;
      return callSageMaker(integration, args, { ...account, sageMaker: this.sageMaker, role, execution, signal });
    };
  }

  #find(arn: string): Running {
    const found = this.#executions.findLast((execution) => execution.arn === arn);
    if (found === undefined) throw new AwsError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
    return found;
  }

  #count(name: string, { arn }: Machine, value: number, unit = 'Count'): void {
    const metric = { namespace: 'AWS/States', name, dimensions: [['StateMachineArn', arn]] as [string, string][] };
    this.#metrics.addValue(metric, value, this.#clock.now, unit);
  }
}

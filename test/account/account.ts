import { VirtualClock } from './clock.ts';
import { FrontDoor, type Observer } from './front-door.ts';
import { Access, type AccessRecord } from './iam/access.ts';
import { CloudWatchActions } from './services/cloudwatch/actions.ts';
import { Alarms } from './services/cloudwatch/alarms.ts';
import { CloudWatchApi } from './services/cloudwatch/api.ts';
import { Metrics, type Series } from './services/cloudwatch/metrics.ts';
import { KeyRing } from './services/kms.ts';
import { LambdaApi } from './services/lambda/api.ts';
import { AsynchronousEvents } from './services/lambda/asynchronous.ts';
import { Lambda, type Run } from './services/lambda/lambda.ts';
import { checkLogKeys } from './services/log-groups.ts';
import type { Service } from './services/request.ts';
import { S3Api } from './services/s3/api.ts';
import { S3 } from './services/s3/s3.ts';
import { SageMakerApi } from './services/sagemaker/api.ts';
import { RoleFiles } from './services/sagemaker/role-files.ts';
import { SageMaker } from './services/sagemaker/sagemaker.ts';
import { Scheduler } from './services/scheduler/scheduler.ts';
import { SecretsApi } from './services/secrets/api.ts';
import { Secrets } from './services/secrets/secrets.ts';
import { SnsApi } from './services/sns/api.ts';
import { type Delivery, Sns } from './services/sns/sns.ts';
import { SqsApi } from './services/sqs/api.ts';
import { type QueueMessage, Sqs } from './services/sqs/sqs.ts';
import { StatesApi } from './services/states/api.ts';
import { States } from './services/states/states.ts';
import { StsApi } from './services/sts/api.ts';
import { type Assembly, readAssembly, type Template } from './template/assembly.ts';
import { checkResourceTypes } from './template/resource-types.ts';
import { Stack } from './template/stack.ts';

export interface TestAccountOptions {
  /** The folder that `cdk synth` wrote. */
  readonly cdkOut: string;
  /** Where the virtual clock starts, UTC milliseconds. */
  readonly now: number;
  /** @default the only stack of the folder */
  readonly stackName?: string;
  /** @default 123456789012 */
  readonly account?: string;
  /** @default us-east-1 */
  readonly region?: string;
  /** Types of resources that the test account need not imitate in this test. @default none */
  readonly inert?: readonly string[];
  /** Policies of keys that are there before the stack is deployed, by their ARNs. @default none */
  readonly keys?: Readonly<Record<string, unknown>>;
  /** Edits a copy of the template before it is deployed, to take a permission away for example. */
  readonly change?: (template: Template) => void;
}

/**
 * An AWS account on loopback in which a synthesized stack runs: its functions in processes of their own, its schedules
 * and alarms on a virtual clock, every request checked against the template's policies.
 */
export class TestAccount {
  readonly stack: Stack;
  readonly clock: VirtualClock;
  readonly access: Access;
  readonly keys: KeyRing;
  readonly s3: S3;
  readonly sqs: Sqs;
  readonly sns: Sns;
  readonly secrets: Secrets;
  readonly lambda: Lambda;
  readonly alarms: Alarms;
  readonly scheduler: Scheduler;
  readonly asynchronous: AsynchronousEvents;
  readonly sagemaker: SageMaker;
  readonly states: States;
  readonly #metrics = new Metrics();
  readonly #door: FrontDoor;
  readonly #assembly: Assembly;
  #endpoint = '';

  private constructor(stack: Stack, assembly: Assembly, now: number, keyPolicies: Readonly<Record<string, unknown>>) {
    this.#assembly = assembly;
    const clock = new VirtualClock(now);
    const access = new Access(stack);
    const keys = new KeyRing(stack, access);
    for (const [arn, policy] of Object.entries(keyPolicies)) keys.createKey(arn, policy);
    checkLogKeys(stack, access);
    this.keys = keys;
    this.stack = stack;
    this.clock = clock;
    this.access = access;
    this.s3 = new S3(stack, clock);
    this.sqs = new Sqs(stack, clock, access, keys);
    this.sns = new Sns(stack, clock, access, keys, this.sqs, this.#metrics);
    this.lambda = new Lambda(stack, clock, access, this.#metrics);
    this.secrets = new Secrets(stack.place);
    // A message reaches a function when the clock goes on: its publisher does not wait for it.
    this.sns.onInvoke = (name, event) => clock.at(clock.now, () => this.lambda.invokeAsyncAsOwner(name, event));
    this.asynchronous = new AsynchronousEvents(clock, this.lambda, this.sqs, this.sns);
    this.scheduler = new Scheduler(stack, clock, access, this.lambda, this.sqs, this.#metrics);
    this.states = new States(stack, clock, access, this.lambda, this.#metrics);
    this.alarms = new Alarms(stack, this.#metrics, this.sns);
    clock.follow(this.alarms);
    clock.follow(this.s3.lifecycle);
    this.sqs.onCount = (queue, count) => this.#countMessages(queue, count);
    const s3Api = new S3Api(this.s3, access, keys, clock);
    const around = { place: stack.place, clock, access, keys, s3: this.s3, s3Api, metrics: this.#metrics };
    this.sagemaker = new SageMaker({ ...around, alarms: () => this.alarms.states() });
    this.states.sageMaker = this.sagemaker;
    this.states.filesOf = (role) => new RoleFiles(this.s3, s3Api, access, keys, role);
    this.states.cloudWatch = new CloudWatchActions({
      metrics: this.#metrics,
      alarms: this.alarms,
      access,
      place: stack.place,
    });
    const services = new Map<string, Service>([
      ['s3', s3Api],
      ['sns', new SnsApi(this.sns)],
      ['sqs', new SqsApi(this.sqs, access)],
      ['secretsmanager', new SecretsApi(this.secrets, access, keys)],
      ['monitoring', new CloudWatchApi(this.#metrics, access, clock, this.alarms)],
      ['lambda', new LambdaApi(this.lambda)],
      ['sagemaker', new SageMakerApi(this.sagemaker)],
      ['states', new StatesApi(this.states, access, clock)],
      ['sts', new StsApi(access, clock, stack.place.region)],
    ]);
    this.#door = new FrontDoor(services, access, clock);
    this.states.onFault = (fault) => void this.#door.faults.push(fault);
  }

  /** Deploys the stack of a cdk.out folder. @throws AssemblyError, UnsupportedError when it holds what cannot be imitated */
  static async start(options: TestAccountOptions): Promise<TestAccount> {
    const {
      cdkOut,
      now,
      stackName,
      account = '123456789012',
      region = 'us-east-1',
      inert,
      change,
      keys = {},
    } = options;
    const assembly = readAssembly(cdkOut, stackName);
    change?.(assembly.template);
    const stack = new Stack(assembly, { account, region });
    checkResourceTypes(stack.types(), inert);
    const started = new TestAccount(stack, assembly, now, keys);
    started.#endpoint = await started.#door.open();
    started.lambda.open(started.#endpoint, (of, run, attempt) => started.asynchronous.onFailure(of, run, attempt));
    return started;
  }

  /** The front door: what `AWS_ENDPOINT_URL` is in the functions. */
  get endpoint(): string {
    return this.#endpoint;
  }

  get now(): number {
    return this.clock.now;
  }

  /** Runs everything that falls due up to `time`. @throws what the test account could not imitate on the way */
  async advanceTo(time: number): Promise<void> {
    await this.clock.advanceTo(time);
    this.#reportFaults();
  }

  /** Invokes a function as the owner of the account; executions it starts go on until they wait. @param name Logical id, name or ARN */
  async invoke(name: string, event: unknown): Promise<Run> {
    const run = await this.lambda.invoke(this.nameOf(name), event);
    await this.states.settled();
    this.#reportFaults();
    return run;
  }

  /** Hands a function an event as the owner of the account; failures are tried again as the clock is advanced. @param name Logical id, name or ARN */
  async invokeAsync(name: string, event: unknown): Promise<void> {
    await this.lambda.invokeAsyncAsOwner(this.nameOf(name), event);
    this.#reportFaults();
  }

  /** Physical name (what `Ref` gives) of a logical id; anything else stays as it is. */
  nameOf(id: string): string {
    return this.stack.has(id) ? String(this.stack.ref(id)) : id;
  }

  /** What a topic's receivers got, in order. @param topic Logical id or ARN; all topics without it */
  inbox(topic?: string, protocol?: string): Delivery[] {
    const arn = topic === undefined ? undefined : this.nameOf(topic);
    return this.sns.deliveries.filter(
      (delivery) =>
        (arn === undefined || delivery.topicArn === arn) && (protocol === undefined || delivery.protocol === protocol),
    );
  }

  /** @param queue Logical id, name, URL or ARN */
  messages(queue: string): readonly QueueMessage[] {
    return this.sqs.queue(this.nameOf(queue)).messages;
  }

  /** Metrics by name and by some of their dimensions. */
  metrics(wanted: { namespace?: string; name?: string; dimensions?: Readonly<Record<string, string>> } = {}): Series[] {
    const dimensions = Object.entries(wanted.dimensions ?? {});
    return [...this.#metrics.all()].filter(
      (series) =>
        (wanted.namespace === undefined || series.namespace === wanted.namespace) &&
        (wanted.name === undefined || series.name === wanted.name) &&
        dimensions.every(([key, value]) => series.dimensions.some((own) => own[0] === key && own[1] === value)),
    );
  }

  /** Calls `observer` before and after every request that the functions make; it may end their processes. */
  observe(observer: Observer): void {
    this.#door.observer = observer;
  }

  /** Requests that the policies refused. */
  denied(): AccessRecord[] {
    return this.access.records.filter(({ allowed }) => !allowed);
  }

  /**
   * Deploys other roles and policies: those of the template as it was deployed, edited. Nothing else of it is looked at. What is taken
   * out of the template is gone, unless its DeletionPolicy is Retain.
   */
  changePolicies(change: (template: Template) => void = () => {}): void {
    const template = structuredClone(this.#assembly.template);
    change(template);
    this.access.read(new Stack({ ...this.#assembly, template }, this.stack.place));
  }

  async stop(): Promise<void> {
    await this.lambda.close();
    await this.#door.close();
  }

  #countMessages(queue: string, count: number): void {
    const dimensions: [string, string][] = [['QueueName', queue]];
    const metric = { namespace: 'AWS/SQS', name: 'ApproximateNumberOfMessagesVisible', dimensions };
    this.#metrics.addValue(metric, count, this.clock.now, 'Count', true);
  }

  #reportFaults(): void {
    const [fault] = this.#door.faults.splice(0);
    if (fault) throw fault;
  }
}

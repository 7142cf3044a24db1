import type { RetrainingRun } from '../../../lambdas/core/decision/retraining/state.ts';
import type { MonitorState } from '../../../lambdas/core/decision/state.ts';
import type { TestAccount } from '../../account/account.ts';
import type { Container } from '../../account/services/sagemaker/container.ts';
import type { Execution } from '../../account/services/states/execution.ts';
import { DAY, FIRST_DAY, HOUR } from '../../core/stories/story-fixture.ts';
import { Deployment, type Files, type Mail, type Synthesized } from './deployment.ts';
import { dueTime } from './parcels.ts';
import { executionsOf, recordOf, retrainingMails, stateOf, Team } from './retraining-account.ts';
import { DATA, FAR, HEAVY, labelFile, PARCELS } from './retraining-parcels.ts';

const MINUTE = 60_000;
/** The third bad day, whose accuracy check asks for a retraining. */
const ASKING_DAY = 3;
const WINDOW = '2001-02-04';
/** Longer than the longest lease. */
const LONGEST = 3 * DAY;

/** What became of a retraining, as people and later runs see it. */
export interface Ending {
  readonly run: RetrainingRun | undefined;
  readonly executions: readonly Execution[];
  /** E-mails about it. */
  readonly mails: readonly Mail[];
  /** The record in the bucket. */
  readonly record: unknown;
  readonly isFree: boolean;
  /** What the endpoint answers by: what it did before, a copy of that, the candidate, or the name of another configuration. */
  readonly serves: string;
  readonly captured: boolean;
  readonly jobs: number;
  /** Alarms on its candidates that are left. */
  readonly alarms: readonly string[];
  /** Transform jobs: one for the candidate, and one for a live model that has not answered the rows yet. */
  readonly transforms: number;
}

export interface StageOptions {
  /** ARN of a key that the data is encrypted with. */
  readonly dataKey?: string;
  /** ARN of a key that the disks of the endpoints are encrypted with. */
  readonly endpointKey?: string;
  /** Policies of keys that are there before the stack, by their ARNs. */
  readonly keys?: Readonly<Record<string, unknown>>;
  /** Makes what is there before the stack is. */
  before?(account: TestAccount): void;
}

/**
 * Monitors right before their retraining: three bad days have passed and are checked, but for the accuracy of the last one.
 * Each retraining that is begun on a stage has an id of its own, as if the monitor had been retrained before; what names in
 * an account are taken by the earlier ones stays taken.
 */
export class Stage {
  readonly deployment: Deployment;
  readonly team: Team;
  /** What the first monitor has in the state bucket. */
  readonly #prepared: Files;
  readonly #name: string;
  #begun = 0;
  #before = { transforms: 0, config: '', mails: 0, executions: 0, jobs: 0 };

  private constructor(deployment: Deployment, team: Team, name: string) {
    this.deployment = deployment;
    this.team = team;
    this.#name = name;
    this.#prepared = deployment.stored();
  }

  /** @param monitors Monitors of the stack, each of which has an endpoint of its name, and captures of the same requests. */
  static async open(
    synthesized: Synthesized,
    monitors: readonly string[],
    { dataKey, endpointKey, keys, before }: StageOptions = {},
  ): Promise<Stage> {
    const deployment = await Deployment.start(synthesized, { now: FIRST_DAY + 11 * HOUR, ...(keys && { keys }) });
    before?.(deployment.account);
    const team = new Team(deployment, dataKey);
    if (endpointKey !== undefined) deployment.account.keys.createKey(endpointKey);
    for (const endpoint of new Set([PARCELS, ...monitors])) await team.createEndpoint(endpoint, endpointKey);
    const truth = [HEAVY, FAR, FAR, FAR, FAR];
    for (const [day, rule] of truth.entries()) deployment.upload(DATA, labelFile(day, rule));
    const [first] = monitors;
    await deployment.buildBaseline(first);
    for (const day of truth.keys()) await team.serveDay(day);
    for (const monitor of monitors) team.copyCaptures(PARCELS, monitor);
    await deployment.account.advanceTo(dueTime('accuracy', ASKING_DAY + 1));
    for (const day of [1, 2, 3]) await deployment.fire(first, 'drift', dueTime('drift', day));
    for (const day of [1, 2]) await deployment.fire(first, 'accuracy', dueTime('accuracy', day + 1));
    return new Stage(deployment, team, first);
  }

  /** Id of the retraining for which a monitor was prepared. */
  get id(): string {
    return idOf(this.#begun);
  }

  /** Puts a monitor before its retraining. @param changedAt What is different in its state, at the time when it is ready. */
  async prepare(monitor: string, changedAt: (now: number) => Partial<MonitorState> = () => ({})): Promise<void> {
    const { deployment, team } = this;
    const { account, stateBucket } = deployment;
    team.ownWork();
    this.#begun++;
    await team.restoreEndpoint(monitor);
    for (const [key, bytes] of this.#prepared) {
      const text = Buffer.from(bytes).toString().replaceAll(this.#name, monitor);
      account.s3.put(stateBucket, key.replace(this.#name, monitor), text);
    }
    const state = stateOf(deployment, monitor);
    const retrainings = Array.from({ length: this.#begun - 1 }, (_, i) => earlierRun(i + 1));
    account.s3.put(
      stateBucket,
      `${monitor}/state.json`,
      JSON.stringify({ ...state, retrainings, ...changedAt(account.now) }),
    );
    this.#before = {
      transforms: account.sagemaker.transform.jobs.length,
      config: (await team.serving(monitor)).config,
      mails: retrainingMails(deployment, monitor).length,
      executions: executionsOf(deployment, monitor).length,
      jobs: account.sagemaker.training.jobs.length,
    };
  }

  /** Fires the accuracy check of the third bad day. */
  async ask(monitor: string): Promise<void> {
    await this.deployment.fire(monitor, 'accuracy', dueTime('accuracy', ASKING_DAY + 1));
  }

  /** A check of the day after. */
  async checkNextDay(monitor: string): Promise<void> {
    await this.deployment.fire(monitor, 'drift', dueTime('drift', ASKING_DAY + 1));
  }

  /** As if a check had just found broken data of the day after. */
  breakData(monitor: string): void {
    const { account, stateBucket } = this.deployment;
    const state = stateOf(this.deployment, monitor);
    const window = '2001-02-05';
    const incident: MonitorState['incidents'][number] = {
      id: `data-quality-${window}`,
      kind: 'data-quality',
      state: 'open',
      since: window,
      openedAt: account.now,
      lastWindow: window,
      notifiedAt: account.now,
      notifiedWindow: window,
      recoveredWindow: null,
      acknowledged: null,
      resolved: null,
    };
    const broken = { ...state, incidents: [...state.incidents, incident] };
    account.s3.put(stateBucket, `${monitor}/state.json`, JSON.stringify(broken));
  }

  /** The executions that have begun since the monitor was prepared. */
  executions(monitor: string): Execution[] {
    return executionsOf(this.deployment, monitor).slice(this.#before.executions);
  }

  /** Advances minute by minute until the execution is in a state. @throws Error when it ends without it */
  async until(monitor: string, state: string): Promise<void> {
    const [execution] = this.executions(monitor);
    const isIn = () => execution.events.some((event) => event.type === 'stateEntered' && event.state === state);
    while (!isIn() && execution.status === 'RUNNING') await this.advance(1);
    if (!isIn()) throw new Error(`the execution has not come to ${state}`);
  }

  /** Advances until the execution is in a state, and what happens there has happened, or until it has ended. */
  async settleAt(monitor: string, state: string): Promise<void> {
    const [execution] = this.executions(monitor);
    const isIn = () => execution.events.some((event) => event.type === 'stateEntered' && event.state === state);
    while (!isIn() && execution.status === 'RUNNING') await this.advance(1);
    await this.advance(2);
  }

  /** Advances until no execution runs any more, with `each` before every step of that many minutes. @param each A request */
  async settle(monitor: string, each: () => void = () => this.request(monitor), minutes = 10): Promise<void> {
    const { account } = this.deployment;
    const end = account.now + LONGEST;
    while (this.executions(monitor).some(({ status }) => status === 'RUNNING') && account.now < end) {
      each();
      await this.advance(minutes);
    }
  }

  /** What the candidate's container does with requests, once it serves. */
  serveCandidate(container: Container): void {
    const { serving } = this.deployment.account.sagemaker.endpoints;
    const { predictor } = serving;
    const { id } = this;
    serving.predictor = (model, request) => (model.name.endsWith(id) ? container : predictor)(model, request);
  }

  /** How long the candidate takes to answer, in microseconds. */
  slowCandidate(latency: number): void {
    const { id } = this;
    this.deployment.account.sagemaker.endpoints.serving.latency = (model) => (model.endsWith(id) ? latency : 1000);
  }

  /** Twenty requests at once: two of them reach a canary of a tenth. */
  traffic(endpoint: string): void {
    for (let i = 0; i < 20; i++) this.request(endpoint);
  }

  request(endpoint: string): void {
    this.deployment.account.sagemaker.endpoints.invoke(endpoint, { body: '1,2,north' });
  }

  async ending(monitor: string): Promise<Ending> {
    const { deployment, team } = this;
    const { lock, retrainings, retraining } = stateOf(deployment, monitor);
    const { config, captured } = await team.serving(monitor);
    return {
      run: retrainings.find(({ id }) => id === this.id),
      executions: this.executions(monitor),
      mails: retrainingMails(deployment, monitor).slice(this.#before.mails),
      record: recordOf(deployment, monitor, this.id),
      isFree: lock === null && retraining === null,
      serves:
        new Map([
          [this.#before.config, 'before'],
          [`driftwarden-${monitor}-${this.id}`, 'candidate'],
          [`driftwarden-${monitor}-${this.id}-previous`, 'copy'],
        ]).get(config) ?? config,
      captured,
      alarms: [...deployment.account.alarms.states().keys()].filter(
        (name) => name.endsWith('-of-candidate') && name.includes(`-${monitor}-`),
      ),
      jobs: deployment.account.sagemaker.training.jobs.length - this.#before.jobs,
      transforms: deployment.account.sagemaker.transform.jobs.length - this.#before.transforms,
    };
  }

  async advance(minutes: number): Promise<void> {
    await this.deployment.account.advanceTo(this.deployment.account.now + minutes * MINUTE);
  }
}

function idOf(number: number): string {
  return number === 1 ? `retraining-${WINDOW}` : `retraining-${WINDOW}-${number}`;
}

/** A retraining of long ago. */
function earlierRun(number: number): RetrainingRun {
  return {
    id: idOf(number),
    action: 'retrain',
    execution: `earlier-${number}`,
    reason: 'accuracy < 0.8',
    since: WINDOW,
    baseline: null,
    startedAt: 0,
    endedAt: 1,
    end: 'kept-live',
    message: 'long ago',
  };
}

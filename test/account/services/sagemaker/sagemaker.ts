import { UnsupportedError } from '../../aws-error.ts';
import { requireValid } from '../../constraints/refused.ts';
import type { Principal } from '../../iam/evaluate.ts';
import type { AlarmState } from '../cloudwatch/alarm.ts';
import type { Metrics } from '../cloudwatch/metrics.ts';
import { Account, type AccountDependencies } from './account.ts';
import type { Action } from './action.ts';
import { EndpointConfigs } from './endpoint-configs.ts';
import { Endpoints } from './endpoints.ts';
import { ModelPackages } from './model-packages.ts';
import { Models } from './models.ts';
import { Refusals } from './refusals.ts';
import { TrainingJobs } from './training.ts';
import { TransformJobs } from './transform.ts';

/** What SageMaker needs of the account around it. */
export interface SageMakerDependencies extends AccountDependencies {
  readonly metrics: Metrics;
  /** States of the alarms that may roll an update back. */
  readonly alarms: () => ReadonlyMap<string, AlarmState>;
}

/** Training, models, batch transform, endpoints and the model registry, on the virtual clock. */
export class SageMaker {
  readonly refusals = new Refusals();
  readonly training: TrainingJobs;
  readonly models: Models;
  readonly transform: TransformJobs;
  readonly endpointConfigs: EndpointConfigs;
  readonly endpoints: Endpoints;
  readonly packages: ModelPackages;
  readonly #actions: ReadonlyMap<string, Action>;

  constructor({ metrics, alarms, ...around }: SageMakerDependencies) {
    const account = new Account(around);
    this.training = new TrainingJobs(account);
    this.models = new Models(account);
    this.transform = new TransformJobs(account, this.models);
    this.endpointConfigs = new EndpointConfigs(account, this.models);
    this.endpoints = new Endpoints(account, this.models, this.endpointConfigs, alarms, metrics);
    this.packages = new ModelPackages(account);
    this.#actions = new Map([
      ...this.training.actions(),
      ...this.models.actions(),
      ...this.transform.actions(),
      ...this.endpointConfigs.actions(),
      ...this.endpoints.actions(),
      ...this.packages.actions(),
      ...account.tags.actions(account),
    ]);
  }

  /**
   * One call of the API.
   *
   * @param action Such as `CreateTrainingJob`.
   * @returns The output as on the wire: times in seconds since the epoch.
   * @throws AwsError with SageMaker's codes
   * @throws UnsupportedError for actions and parameters that are not imitated
   */
  async call(action: string, input: unknown, principal: Principal): Promise<Record<string, unknown>> {
    const run = this.#actions.get(action);
    if (run === undefined) throw new UnsupportedError(`the test account does not imitate SageMaker ${action}`);
    requireValid(action, input);
    this.refusals.take(action);
    return structuredClone(await run(input, principal));
  }

  /**
   * The description of a job once it has completed, failed or been stopped.
   *
   * The clock waits for one turn of the event loop at that instant: code that continues then should set a timer for `clock.now`.
   *
   * @throws AwsError ValidationException when there is no such job
   */
  async jobEnded(kind: 'training' | 'transform', name: string): Promise<Record<string, unknown>> {
    return structuredClone(await (kind === 'training' ? this.training : this.transform).ended(name));
  }
}

import { AwsError } from '../../aws-error.ts';
import type { Account } from './account.ts';
import type { TrafficPlan } from './deployment.ts';
import type { Endpoint, Fleet, Update } from './endpoint.ts';
import type { DataCapture, EndpointConfig } from './endpoint-configs.ts';
import type { Models } from './models.ts';

/** How long machines take to come and go, and what goes wrong with them. */
export interface DeploymentPlan {
  /** Milliseconds until the new fleet is there. @default four minutes */
  readonly provisioning?: number;
  /** The fleet never comes: the endpoint ends as Failed with this reason. An endpoint that served goes on serving. */
  readonly fails?: string;
  /** The fleet never comes: the endpoint rolls back to the old one, in service, with this reason. */
  readonly rollsBack?: string;
}

/** What an update keeps of the old fleet instead of taking it from the new configuration. */
export type Retained = ReadonlySet<'DesiredInstanceCount' | 'DesiredWeight' | 'DataCaptureConfig'>;

const DEFAULT_PROVISIONING = 4 * 60_000;
const ROLLBACK = 60_000;
const TICK = 60_000;

/** Brings fleets into service on the virtual clock: provisioning, shifting traffic, baking under alarms, rolling back. */
export class Deployments {
  /** Time and trouble of bringing a configuration into service. */
  plan: (endpoint: Endpoint, config: EndpointConfig) => DeploymentPlan = () => ({});
  readonly #account: Account;
  readonly #models: Models;
  /** Whether one of these alarms is in ALARM. */
  readonly #inAlarm: (names: readonly string[]) => boolean;

  constructor(account: Account, models: Models, inAlarm: (names: readonly string[]) => boolean) {
    this.#account = account;
    this.#models = models;
    this.#inAlarm = inAlarm;
  }

  create(endpoint: Endpoint): void {
    const { provisioning = DEFAULT_PROVISIONING, fails, rollsBack } = this.plan(endpoint, endpoint.config);
    this.#after(provisioning, async () => {
      const fleet = await this.#provision(endpoint.config);
      const failure = fails ?? rollsBack ?? (typeof fleet === 'string' ? fleet : undefined);
      if (failure !== undefined) this.#fail(endpoint, failure);
      else {
        endpoint.fleet = fleet as Fleet;
        this.#settle(endpoint);
      }
    });
  }

  update(endpoint: Endpoint, config: EndpointConfig, traffic: TrafficPlan, retained: Retained): void {
    const update: Update = { config, started: this.#account.clock.now, share: 0 };
    Object.assign(endpoint, { status: 'Updating', update, failureReason: undefined, modified: update.started });
    const { provisioning = DEFAULT_PROVISIONING, fails, rollsBack } = this.plan(endpoint, config);
    if (Number.isFinite(traffic.timeout)) this.#after(traffic.timeout, async () => this.#rollBack(endpoint, update));
    this.#after(provisioning, async () => {
      if (!isUnderWay(endpoint, update)) return;
      if (rollsBack !== undefined) return this.#rollBack(endpoint, update, rollsBack);
      const fleet = await this.#provision(config, endpoint.fleet, retained);
      const failure = fails ?? (typeof fleet === 'string' ? fleet : undefined);
      if (failure !== undefined) return this.#fail(endpoint, failure);
      update.fleet = fleet as Fleet;
      this.#bake(endpoint, update, traffic, this.#account.clock.now);
    });
  }

  /** Looks at the alarms at every shift and every minute until the last baking is over. */
  #bake(endpoint: Endpoint, update: Update, traffic: TrafficPlan, start: number): void {
    if (!isUnderWay(endpoint, update)) return;
    if (this.#inAlarm(traffic.alarms)) {
      this.#rollBack(endpoint, update);
      return;
    }
    const elapsed = this.#account.clock.now - start;
    update.share = traffic.shifts.findLast(({ at }) => at <= elapsed)!.share;
    if (elapsed >= traffic.bakedAt) this.#after(traffic.terminationWait, async () => this.#complete(endpoint, update));
    else {
      const shift = traffic.shifts.find(({ at }) => at > elapsed)?.at ?? traffic.bakedAt;
      this.#after(Math.min(shift - elapsed, TICK), async () => this.#bake(endpoint, update, traffic, start));
    }
  }

  #complete(endpoint: Endpoint, update: Update): void {
    if (!isUnderWay(endpoint, update)) return;
    endpoint.fleet = update.fleet;
    this.#settle(endpoint);
  }

  /** Ends in service with the old configuration, as if there had been no update. */
  #rollBack(endpoint: Endpoint, update: Update, reason?: string): void {
    if (!isUnderWay(endpoint, update)) return;
    endpoint.status = 'RollingBack';
    update.share = 0;
    this.#after(ROLLBACK, async () => this.#settle(endpoint, reason));
  }

  #fail(endpoint: Endpoint, failureReason: string): void {
    Object.assign(endpoint, { status: 'Failed', update: undefined, failureReason, modified: this.#account.clock.now });
  }

  #settle(endpoint: Endpoint, failureReason?: string): void {
    const { config } = endpoint.fleet!;
    const modified = this.#account.clock.now;
    Object.assign(endpoint, { status: 'InService', update: undefined, config, failureReason, modified });
  }

  /** @returns the fleet, or why there is none */
  async #provision(config: EndpointConfig, old?: Fleet, retained: Retained = new Set()): Promise<Fleet | string> {
    const variants: Fleet['variants'][number][] = [];
    for (const variant of config.variants) {
      const model = this.#models.find(variant.ModelName);
      if (model === undefined) return `Could not find model "${this.#account.arn('model', variant.ModelName)}".`;
      try {
        await this.#models.load(model);
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        return error.message;
      }
      const before = old?.variants.find(({ VariantName }) => VariantName === variant.VariantName) ?? variant;
      variants.push({
        ...variant,
        model,
        InitialInstanceCount: (retained.has('DesiredInstanceCount') ? before : variant).InitialInstanceCount,
        InitialVariantWeight: (retained.has('DesiredWeight') ? before : variant).InitialVariantWeight,
      });
    }
    const keeps = old !== undefined && retained.has('DataCaptureConfig');
    const capture: DataCapture | undefined = keeps ? old.capture : config.capture;
    return { config, variants, capture };
  }

  #after(wait: number, run: () => Promise<void>): void {
    this.#account.clock.at(this.#account.clock.now + wait, run);
  }
}

function isUnderWay(endpoint: Endpoint, update: Update): boolean {
  return endpoint.update === update && endpoint.status === 'Updating';
}

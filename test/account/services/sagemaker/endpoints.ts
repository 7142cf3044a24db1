import * as z from 'zod';
import { AwsError } from '../../aws-error.ts';
import type { Principal } from '../../iam/evaluate.ts';
import type { AlarmState } from '../cloudwatch/alarm.ts';
import type { Metrics } from '../cloudwatch/metrics.ts';
import type { Account } from './account.ts';
import type { Action } from './action.ts';
import { DEPLOYMENT_CONFIG, type DeploymentConfig, planTraffic } from './deployment.ts';
import { Deployments, type Retained } from './deployments.ts';
import { Endpoint } from './endpoint.ts';
import type { EndpointConfig, EndpointConfigs } from './endpoint-configs.ts';
import { invalid, NAME, readInput, TAGS } from './input.ts';
import type { InvokeAnswer, InvokeRequest } from './invoke.ts';
import type { Models } from './models.ts';
import { SAGEMAKER_SERVICE } from './permissions.ts';
import { Serving } from './serving.ts';

const CREATE_ENDPOINT = z.strictObject({ EndpointName: NAME, EndpointConfigName: NAME, Tags: TAGS });
const ENDPOINT = z.strictObject({ EndpointName: NAME });
const PROPERTIES = ['DesiredInstanceCount', 'DesiredWeight', 'DataCaptureConfig'] as const;
const UPDATE_ENDPOINT = z.strictObject({
  EndpointName: NAME,
  EndpointConfigName: NAME,
  DeploymentConfig: DEPLOYMENT_CONFIG.optional(),
  RetainDeploymentConfig: z.boolean().optional(),
  RetainAllVariantProperties: z.boolean().optional(),
  ExcludeRetainedVariantProperties: z
    .array(z.strictObject({ VariantPropertyType: z.enum(PROPERTIES) }))
    .max(3)
    .optional(),
});

/** Real-time endpoints by name, without regard to case. */
export class Endpoints {
  readonly deployments: Deployments;
  readonly serving: Serving;
  readonly #account: Account;
  readonly #models: Models;
  readonly #configs: EndpointConfigs;
  readonly #alarms: () => ReadonlyMap<string, AlarmState>;
  readonly #endpoints = new Map<string, Endpoint>();

  constructor(
    account: Account,
    models: Models,
    configs: EndpointConfigs,
    alarms: () => ReadonlyMap<string, AlarmState>,
    metrics: Metrics,
  ) {
    this.#account = account;
    this.#models = models;
    this.#configs = configs;
    this.#alarms = alarms;
    const inAlarm = (names: readonly string[]) => names.some((name) => alarms().get(name) === 'ALARM');
    this.deployments = new Deployments(account, models, inAlarm);
    this.serving = new Serving(account, metrics);
  }

  actions(): [string, Action][] {
    return [
      ['CreateEndpoint', (given, principal) => this.#create(given, principal)],
      ['DescribeEndpoint', (given, principal) => this.#find('DescribeEndpoint', given, principal).describe()],
      ['UpdateEndpoint', (given, principal) => this.#update(given, principal)],
      ['DeleteEndpoint', (given, principal) => this.#delete(this.#find('DeleteEndpoint', given, principal))],
    ];
  }

  /** @throws AwsError ValidationException */
  get(name: string): Endpoint {
    const endpoint = this.#endpoints.get(name.toLowerCase());
    if (endpoint === undefined) throw invalid(`Could not find endpoint "${this.#account.arn('endpoint', name)}".`);
    return endpoint;
  }

  /** Asks the endpoint for a prediction, as a client that may. @throws AwsError ValidationError when it is not in service */
  invoke(name: string, request: InvokeRequest): InvokeAnswer {
    return this.serving.invoke(this.get(name), request);
  }

  /** @throws AwsError AccessDeniedException */
  authorizeInvocation(principal: Principal, name: string): void {
    this.#account.permissions.check(principal, 'InvokeEndpoint', [this.#account.arn('endpoint', name)]);
  }

  #create(given: unknown, principal: Principal): Record<string, unknown> {
    const input = readInput('CreateEndpoint', CREATE_ENDPOINT, given);
    const { EndpointName: name, EndpointConfigName: configName, Tags: tags } = input;
    const arn = this.#account.arn('endpoint', name);
    const resources = [arn, this.#account.arn('endpoint-config', configName)];
    const volumeKey = this.#configs.find(configName)?.volumeKey;
    this.#account.permissions.check(principal, 'CreateEndpoint', resources, { tags, volumeKey });
    if (this.#endpoints.has(name.toLowerCase())) throw invalid(`Cannot create already existing endpoint "${arn}".`);
    const endpoint = new Endpoint(name, arn, this.#configs.get(configName), this.#account.clock.now);
    this.#endpoints.set(name.toLowerCase(), endpoint);
    this.#account.tags.create(arn, tags);
    this.deployments.create(endpoint);
    return { EndpointArn: arn };
  }

  #update(given: unknown, principal: Principal): Record<string, unknown> {
    const input = readInput('UpdateEndpoint', UPDATE_ENDPOINT, given);
    const { EndpointName: name, EndpointConfigName: configName } = input;
    const resources = [this.#account.arn('endpoint', name), this.#account.arn('endpoint-config', configName)];
    const volumeKey = this.#configs.find(configName)?.volumeKey;
    this.#account.permissions.check(principal, 'UpdateEndpoint', resources, { volumeKey });
    const endpoint = this.get(name);
    const config = this.#configs.get(configName);
    if (endpoint.status === 'Failed')
      throw invalid(`Cannot update failed endpoint "${endpoint.arn}": it can only be deleted.`);
    if (endpoint.status !== 'InService') throw invalid(`Cannot update in-progress endpoint "${endpoint.arn}".`);
    const retained = input.RetainDeploymentConfig ? endpoint.lastDeployment : undefined;
    const deployment = input.DeploymentConfig ?? retained;
    const instances = Math.min(...config.variants.map(({ InitialInstanceCount }) => InitialInstanceCount));
    const traffic = planTraffic(deployment, instances);
    if (deployment !== undefined) this.#checkGuardrails(endpoint, config, traffic.alarms);
    endpoint.lastDeployment = deployment as DeploymentConfig | undefined;
    const excluded =
      input.ExcludeRetainedVariantProperties?.map(({ VariantPropertyType }) => VariantPropertyType) ?? [];
    const kept: Retained = new Set(
      input.RetainAllVariantProperties ? PROPERTIES.filter((property) => !excluded.includes(property)) : [],
    );
    this.deployments.update(endpoint, config, traffic, kept);
    return { EndpointArn: endpoint.arn };
  }

  /** What traffic shifting and rollback rest on: the variants' names, the alarms, and the role that may read them. */
  #checkGuardrails(endpoint: Endpoint, config: EndpointConfig, alarms: readonly string[]): void {
    const names = (of: EndpointConfig) => of.variants.map(({ VariantName }) => VariantName).sort();
    if (names(endpoint.config).join() !== names(config).join())
      throw invalid(
        `Deployment guardrails need the same variants: ${names(endpoint.config)} in service, ${names(config)} requested`,
      );
    const { account, region } = this.#account.place;
    for (const alarm of alarms) {
      if (!this.#alarms().has(alarm)) throw invalid(`The alarm ${alarm} does not exist.`);
      for (const { ModelName } of config.variants) {
        const model = this.#models.find(ModelName);
        if (model === undefined) continue;
        const { roleArn } = model;
        try {
          const { principal } = this.#account.access.assumeRole(roleArn, SAGEMAKER_SERVICE);
          const arn = `arn:aws:cloudwatch:${region}:${account}:alarm:${alarm}`;
          this.#account.access.authorize(principal, 'cloudwatch:DescribeAlarms', arn);
        } catch (error) {
          if (!(error instanceof AwsError)) throw error;
          throw invalid(`${roleArn} cannot read the alarm ${alarm}: ${error.message}`);
        }
      }
    }
  }

  #delete(endpoint: Endpoint): Record<string, unknown> {
    if (endpoint.status !== 'InService' && endpoint.status !== 'Failed')
      throw invalid(`Cannot update in-progress endpoint "${endpoint.arn}".`);
    this.#endpoints.delete(endpoint.name.toLowerCase());
    this.#account.tags.delete(endpoint.arn);
    return {};
  }

  #find(action: string, given: unknown, principal: Principal): Endpoint {
    const { EndpointName: name } = readInput(action, ENDPOINT, given);
    this.#account.permissions.check(principal, action, [this.#account.arn('endpoint', name)]);
    return this.get(name);
  }
}

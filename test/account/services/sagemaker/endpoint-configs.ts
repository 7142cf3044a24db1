import * as z from 'zod';
import type { Principal } from '../../iam/evaluate.ts';
import { type Account, output, seconds } from './account.ts';
import type { Action } from './action.ts';
import { imitated, invalid, KMS_KEY, NAME, POSITIVE, readInput, S3_URI, TAGS } from './input.ts';
import type { Models } from './models.ts';

const VARIANT = z.strictObject({
  VariantName: NAME,
  ModelName: NAME,
  InitialInstanceCount: POSITIVE,
  InstanceType: z.string().startsWith('ml.'),
  InitialVariantWeight: z.number().min(0).default(1),
});

const DATA_CAPTURE = z.strictObject({
  EnableCapture: z.boolean().default(false),
  InitialSamplingPercentage: z.number().int().min(0).max(100),
  DestinationS3Uri: S3_URI,
  CaptureOptions: z
    .array(z.strictObject({ CaptureMode: imitated('Input', 'Output', 'InputAndOutput') }))
    .min(1)
    .max(32),
  CaptureContentTypeHeader: z
    .strictObject({
      CsvContentTypes: z.array(z.string()).min(1).max(10).optional(),
      JsonContentTypes: z.array(z.string()).min(1).max(10).optional(),
    })
    .optional(),
});

const CREATE_ENDPOINT_CONFIG = z.strictObject({
  EndpointConfigName: NAME,
  ProductionVariants: z.array(VARIANT).min(1).max(10),
  DataCaptureConfig: DATA_CAPTURE.optional(),
  KmsKeyId: KMS_KEY.optional(),
  EnableNetworkIsolation: z.boolean().default(false),
  Tags: TAGS,
});
const ENDPOINT_CONFIG = z.strictObject({ EndpointConfigName: NAME });

export type Variant = z.infer<typeof VARIANT>;
export type DataCapture = z.infer<typeof DATA_CAPTURE>;

export interface EndpointConfig {
  readonly name: string;
  readonly arn: string;
  readonly variants: readonly Variant[];
  readonly capture: DataCapture | undefined;
  readonly isolated: boolean;
  /** KMS key of the disks. */
  readonly volumeKey: string | undefined;
  /** UTC milliseconds. */
  readonly created: number;
}

/** Endpoint configurations by name: they never change. */
export class EndpointConfigs {
  readonly #account: Account;
  readonly #models: Models;
  readonly #configs = new Map<string, EndpointConfig>();

  constructor(account: Account, models: Models) {
    this.#account = account;
    this.#models = models;
  }

  get names(): string[] {
    return [...this.#configs.keys()];
  }

  actions(): [string, Action][] {
    return [
      ['CreateEndpointConfig', (given, principal) => this.#create(given, principal)],
      [
        'DescribeEndpointConfig',
        (given, principal) => describe(this.get(this.#named('DescribeEndpointConfig', given, principal))),
      ],
      [
        'DeleteEndpointConfig',
        (given, principal) => {
          const { name, arn } = this.get(this.#named('DeleteEndpointConfig', given, principal));
          this.#configs.delete(name);
          this.#account.tags.delete(arn);
          return {};
        },
      ],
    ];
  }

  find(name: string): EndpointConfig | undefined {
    return this.#configs.get(name);
  }

  /** @throws AwsError ValidationException */
  get(name: string): EndpointConfig {
    const config = this.find(name);
    if (config === undefined)
      throw invalid(`Could not find endpoint configuration "${this.#account.arn('endpoint-config', name)}".`);
    return config;
  }

  #create(given: unknown, principal: Principal): Record<string, unknown> {
    const input = readInput('CreateEndpointConfig', CREATE_ENDPOINT_CONFIG, given);
    const { EndpointConfigName: name, ProductionVariants: variants, DataCaptureConfig: capture, Tags: tags } = input;
    const { EnableNetworkIsolation: isolated, KmsKeyId: volumeKey } = input;
    const arn = this.#account.arn('endpoint-config', name);
    this.#account.permissions.check(principal, 'CreateEndpointConfig', [arn], { tags, volumeKey });
    if (this.#configs.has(name)) throw invalid(`Cannot create already existing endpoint configuration "${arn}".`);
    for (const { ModelName: model } of variants) this.#models.get(model);
    if (new Set(variants.map(({ VariantName }) => VariantName)).size < variants.length)
      throw invalid('The production variants need different names');
    this.#configs.set(name, { name, arn, variants, capture, isolated, volumeKey, created: this.#account.clock.now });
    this.#account.tags.create(arn, tags);
    return { EndpointConfigArn: arn };
  }

  #named(action: string, given: unknown, principal: Principal): string {
    const { EndpointConfigName: name } = readInput(action, ENDPOINT_CONFIG, given);
    this.#account.permissions.check(principal, action, [this.#account.arn('endpoint-config', name)]);
    return name;
  }
}

function describe({
  name,
  arn,
  variants,
  capture,
  isolated,
  volumeKey,
  created,
}: EndpointConfig): Record<string, unknown> {
  return output({
    EndpointConfigName: name,
    EndpointConfigArn: arn,
    ProductionVariants: variants,
    DataCaptureConfig: capture,
    KmsKeyId: volumeKey,
    CreationTime: seconds(created),
    EnableNetworkIsolation: isolated,
  });
}

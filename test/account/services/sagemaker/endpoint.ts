import { output, seconds } from './account.ts';
import type { DeploymentConfig } from './deployment.ts';
import type { DataCapture, EndpointConfig, Variant } from './endpoint-configs.ts';
import type { Model } from './models.ts';

export type EndpointStatus = 'Creating' | 'Updating' | 'InService' | 'RollingBack' | 'Failed';

/** The machines of one configuration: what it says, or what was retained of the fleet before. */
export interface Fleet {
  readonly config: EndpointConfig;
  readonly variants: readonly (Variant & { readonly model: Model })[];
  readonly capture: DataCapture | undefined;
}

/** An update on its way. */
export interface Update {
  readonly config: EndpointConfig;
  /** UTC milliseconds. */
  readonly started: number;
  /** The new fleet, once it is there. */
  fleet?: Fleet;
  /** Its share of the traffic. */
  share: number;
}

/** An endpoint: the fleet that serves, and the one that may replace it. */
export class Endpoint {
  readonly name: string;
  readonly arn: string;
  readonly created: number;
  status: EndpointStatus = 'Creating';
  /** The configuration that DescribeEndpoint names: of the fleet that serves, or of the first one until it does. */
  config: EndpointConfig;
  fleet: Fleet | undefined;
  update: Update | undefined;
  failureReason: string | undefined;
  lastDeployment: DeploymentConfig | undefined;
  modified: number;

  constructor(name: string, arn: string, config: EndpointConfig, now: number) {
    this.name = name;
    this.arn = arn;
    this.config = config;
    this.created = now;
    this.modified = now;
  }

  describe(): Record<string, unknown> {
    const { fleet, update } = this;
    return output({
      EndpointName: this.name,
      EndpointArn: this.arn,
      EndpointConfigName: this.config.name,
      EndpointStatus: this.status,
      FailureReason: this.failureReason,
      ProductionVariants: fleet?.variants.map(variantSummary),
      DataCaptureConfig: fleet?.capture && {
        EnableCapture: fleet.capture.EnableCapture,
        CaptureStatus: fleet.capture.EnableCapture ? 'Started' : 'Stopped',
        CurrentSamplingPercentage: fleet.capture.InitialSamplingPercentage,
        DestinationS3Uri: fleet.capture.DestinationS3Uri,
        KmsKeyId: '',
      },
      LastDeploymentConfig: this.lastDeployment,
      PendingDeploymentSummary: update && {
        EndpointConfigName: update.config.name,
        ProductionVariants: (update.fleet?.variants ?? []).map(variantSummary),
        StartTime: seconds(update.started),
      },
      CreationTime: seconds(this.created),
      LastModifiedTime: seconds(this.modified),
    });
  }
}

function variantSummary({ VariantName, InitialVariantWeight, InitialInstanceCount, model }: Fleet['variants'][number]) {
  return {
    VariantName,
    DeployedImages: [{ SpecifiedImage: model.image, ResolvedImage: model.image }],
    CurrentWeight: InitialVariantWeight,
    DesiredWeight: InitialVariantWeight,
    CurrentInstanceCount: InitialInstanceCount,
    DesiredInstanceCount: InitialInstanceCount,
  };
}

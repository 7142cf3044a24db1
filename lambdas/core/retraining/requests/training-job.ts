import type { RetrainingKeys } from '../../decision/retraining/keys.ts';
import { jobName } from '../../decision/retraining/names.ts';
import type { Monitor, RetrainingSettings } from '../../monitor/monitor.ts';
import type { SageMakerRequest } from '../contract.ts';
import { longestTraining } from '../lease.ts';
import { ROW_FORMATS } from '../rows/registry.ts';
import { type Tag, tagged } from './tags.ts';

/** A retraining whose requests are built, and the location of its data. */
export interface Retraining {
  readonly monitor: Pick<Monitor, 'name'>;
  readonly id: string;
  readonly settings: Pick<RetrainingSettings, 'data' | 'role' | 'scoring' | 'trainingJob'>;
  readonly keys: RetrainingKeys;
  /** URI of the results store; ends in `/`. */
  readonly resultsUri: string;
  /** ARN of the KMS key that encrypts what jobs write there; null: S3's own key. */
  readonly outputKey: string | null;
  /** Tags of everything that it creates. */
  readonly tags: readonly Tag[];
}

/**
 * CreateTrainingJob, without the number of the attempt in its name. Without `trainingJob` it has only the names and locations, which
 * a command on a laptop needs.
 */
export function trainingJobRequest({
  monitor,
  id,
  settings,
  keys,
  resultsUri,
  outputKey,
  tags,
}: Retraining): SageMakerRequest {
  const { trainingJob: job, role } = settings;
  return {
    TrainingJobName: jobName(monitor.name, id),
    InputDataConfig: [
      {
        ChannelName: 'train',
        ContentType: ROW_FORMATS[settings.data.format].contentType,
        DataSource: {
          S3DataSource: {
            S3DataType: 'S3Prefix',
            S3Uri: resultsUri + keys.training(),
            S3DataDistributionType: 'FullyReplicated',
          },
        },
      },
    ],
    OutputDataConfig: { S3OutputPath: resultsUri + keys.model, ...encryptedWith(outputKey) },
    ...(role !== undefined && { RoleArn: role }),
    ...(job !== undefined && {
      AlgorithmSpecification: { TrainingImage: job.image, TrainingInputMode: 'File' },
      // Own properties whatever their names, even `__proto__`.
      HyperParameters: Object.fromEntries(job.hyperParameters),
      ResourceConfig: {
        InstanceType: job.instanceType,
        InstanceCount: job.instanceCount,
        VolumeSizeInGB: job.volumeGigabytes,
        ...(job.volumeKey !== undefined && { VolumeKmsKeyId: job.volumeKey }),
      },
      EnableNetworkIsolation: job.isolated,
      EnableManagedSpotTraining: job.spot,
      StoppingCondition: {
        MaxRuntimeInSeconds: seconds(job.maxRuntime),
        ...(job.spot && { MaxWaitTimeInSeconds: seconds(longestTraining(settings)) }),
      },
    }),
    ...tagged(tags),
  };
}

/** Without it, SageMaker would use the account's default key for S3, not the bucket's. */
export function encryptedWith(outputKey: string | null): { KmsKeyId?: string } {
  return outputKey === null ? {} : { KmsKeyId: outputKey };
}

/** Whole seconds, at least one. */
function seconds(milliseconds: number): number {
  return Math.ceil(milliseconds / 1000);
}

import { jobName } from '../../decision/retraining/names.ts';
import type { SageMakerRequest } from '../contract.ts';
import { ROW_FORMATS } from '../rows/registry.ts';
import { tagged } from './tags.ts';
import { encryptedWith, type Retraining } from './training-job.ts';

/**
 * CreateTransformJob of a model on the held-out requests, without the number of the attempt in its name. Each request has one row:
 * containers differ in how they answer several rows, but answer one row as an endpoint does.
 *
 * @param model The model's name.
 */
export function transformJobRequest(
  { monitor, id, settings, keys, resultsUri, outputKey, tags }: Retraining,
  whose: 'candidate' | 'live',
  model: string,
): SageMakerRequest {
  const VolumeKmsKeyId = settings.trainingJob?.volumeKey;
  const instanceType = settings.scoring.instanceType ?? settings.trainingJob?.instanceType;
  return {
    TransformJobName: jobName(monitor.name, `${id}-${whose}`),
    ModelName: model,
    BatchStrategy: 'SingleRecord',
    TransformInput: {
      ContentType: ROW_FORMATS[settings.data.format].contentType,
      SplitType: 'Line',
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: resultsUri + keys.heldOut() } },
    },
    TransformOutput: {
      S3OutputPath: resultsUri + keys.answers(whose),
      AssembleWith: 'Line',
      ...encryptedWith(outputKey),
    },
    ...(instanceType !== undefined && {
      TransformResources: {
        InstanceType: instanceType,
        InstanceCount: 1,
        ...(VolumeKmsKeyId !== undefined && { VolumeKmsKeyId }),
      },
    }),
    ...tagged(tags),
  };
}

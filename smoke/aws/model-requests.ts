import type { CreateEndpointConfigInput, CreateModelInput, CreateTrainingJobRequest } from '@aws-sdk/client-sagemaker';
import { KEYS } from '../data/files.ts';
import { HYPER_PARAMETERS } from '../monitors.ts';
import { type Names, TAG } from '../names.ts';
import type { RetrainingOptions } from '../options.ts';

/** Seconds. */
const MAX_RUNTIME = 900;

/** Training of the first model, with the container and the rows of a retraining. */
export function trainingRequest(
  names: Names,
  bucket: string,
  { role, image, instanceType }: RetrainingOptions,
): CreateTrainingJobRequest {
  return {
    TrainingJobName: names.first,
    AlgorithmSpecification: { TrainingImage: image, TrainingInputMode: 'File' },
    RoleArn: role,
    HyperParameters: { ...HYPER_PARAMETERS },
    InputDataConfig: [
      {
        ChannelName: 'train',
        ContentType: 'text/csv',
        DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://${bucket}/${KEYS.firstTraining}` } },
      },
    ],
    OutputDataConfig: { S3OutputPath: `s3://${bucket}/${KEYS.models}` },
    ResourceConfig: { InstanceType: instanceType as never, InstanceCount: 1, VolumeSizeInGB: 10 },
    StoppingCondition: { MaxRuntimeInSeconds: MAX_RUNTIME },
    EnableNetworkIsolation: true,
    Tags: tagsOf(names),
  };
}

/** @param artifacts URI of the model.tar.gz. */
export function modelRequest(names: Names, artifacts: string, { role, image }: RetrainingOptions): CreateModelInput {
  return {
    ModelName: names.first,
    ExecutionRoleArn: role,
    EnableNetworkIsolation: true,
    PrimaryContainer: { Image: image, ModelDataUrl: artifacts },
    Tags: tagsOf(names),
  };
}

/** One instance that captures every request. */
export function endpointConfigRequest(
  names: Names,
  bucket: string,
  { instanceType }: RetrainingOptions,
): CreateEndpointConfigInput {
  return {
    EndpointConfigName: names.first,
    ProductionVariants: [
      {
        VariantName: KEYS.variant,
        ModelName: names.first,
        InstanceType: instanceType as never,
        InitialInstanceCount: 1,
      },
    ],
    DataCaptureConfig: {
      EnableCapture: true,
      InitialSamplingPercentage: 100,
      DestinationS3Uri: `s3://${bucket}/${KEYS.captures}`,
      CaptureOptions: [{ CaptureMode: 'Input' }, { CaptureMode: 'Output' }],
      CaptureContentTypeHeader: { CsvContentTypes: ['text/csv'] },
    },
    Tags: tagsOf(names),
  };
}

export function tagsOf({ run }: Names): { Key: string; Value: string }[] {
  return [{ Key: TAG, Value: run }];
}

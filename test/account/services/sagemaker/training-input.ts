import * as z from 'zod';
import { ENVIRONMENT, imitated, KMS_KEY, NAME, POSITIVE, ROLE_ARN, S3_URI, TAGS } from './input.ts';
import { PAGE } from './page.ts';

const CHANNEL = z.strictObject({
  ChannelName: z
    .string()
    .max(64)
    .regex(/^[A-Za-z0-9.\-_]+$/),
  DataSource: z.strictObject({
    S3DataSource: z.strictObject({
      S3DataType: imitated('S3Prefix', 'ManifestFile'),
      S3Uri: S3_URI,
      S3DataDistributionType: imitated('FullyReplicated').optional(),
    }),
  }),
  ContentType: z.string().max(256).optional(),
  CompressionType: imitated('None').optional(),
  RecordWrapperType: imitated('None').optional(),
  InputMode: imitated('File', 'FastFile').optional(),
});

export const CREATE_TRAINING_JOB = z.strictObject({
  TrainingJobName: NAME,
  AlgorithmSpecification: z.strictObject({
    TrainingImage: z.string().min(1).max(255),
    TrainingInputMode: imitated('File', 'FastFile'),
    ContainerEntrypoint: z.array(z.string()).optional(),
    ContainerArguments: z.array(z.string()).optional(),
  }),
  RoleArn: ROLE_ARN,
  HyperParameters: z.record(z.string().max(256), z.string().max(2500)).optional(),
  Environment: ENVIRONMENT,
  InputDataConfig: z.array(CHANNEL).min(1).max(20),
  OutputDataConfig: z.strictObject({
    S3OutputPath: S3_URI,
    KmsKeyId: KMS_KEY.optional(),
    CompressionType: imitated('GZIP').optional(),
  }),
  ResourceConfig: z.strictObject({
    InstanceType: z.string().startsWith('ml.'),
    InstanceCount: POSITIVE,
    VolumeSizeInGB: POSITIVE,
    VolumeKmsKeyId: KMS_KEY.optional(),
  }),
  StoppingCondition: z.strictObject({
    MaxRuntimeInSeconds: POSITIVE.optional(),
    MaxWaitTimeInSeconds: POSITIVE.optional(),
  }),
  EnableManagedSpotTraining: z.boolean().optional(),
  EnableNetworkIsolation: z.boolean().optional(),
  EnableInterContainerTrafficEncryption: z.boolean().optional(),
  ProfilerConfig: z.strictObject({ DisableProfiler: z.literal(true) }).optional(),
  Tags: TAGS,
});

export type TrainingInput = z.infer<typeof CREATE_TRAINING_JOB>;

export const TRAINING_JOB = z.strictObject({ TrainingJobName: NAME });

export const LIST_TRAINING_JOBS = z.strictObject({
  NameContains: z.string().optional(),
  StatusEquals: z.enum(['InProgress', 'Completed', 'Failed', 'Stopping', 'Stopped']).optional(),
  SortBy: z.enum(['Name', 'CreationTime', 'Status']).default('CreationTime'),
  ...PAGE,
});

import * as z from 'zod';
import { ENVIRONMENT, imitated, KMS_KEY, NAME, POSITIVE, S3_URI, TAGS } from './input.ts';

export const CREATE_TRANSFORM_JOB = z.strictObject({
  TransformJobName: NAME,
  ModelName: NAME,
  MaxConcurrentTransforms: z.number().int().min(0).optional(),
  MaxPayloadInMB: POSITIVE.max(100).optional(),
  BatchStrategy: z.enum(['MultiRecord', 'SingleRecord']).optional(),
  Environment: ENVIRONMENT,
  TransformInput: z.strictObject({
    DataSource: z.strictObject({
      S3DataSource: z.strictObject({ S3DataType: imitated('S3Prefix'), S3Uri: S3_URI }),
    }),
    ContentType: z.string().max(256).optional(),
    CompressionType: z.enum(['None', 'Gzip']).optional(),
    SplitType: imitated('None', 'Line').optional(),
  }),
  TransformOutput: z.strictObject({
    S3OutputPath: S3_URI,
    KmsKeyId: KMS_KEY.optional(),
    Accept: z.string().max(256).optional(),
    AssembleWith: imitated('None', 'Line').optional(),
  }),
  TransformResources: z.strictObject({
    InstanceType: z.string().startsWith('ml.'),
    InstanceCount: POSITIVE,
    VolumeKmsKeyId: KMS_KEY.optional(),
  }),
  // Only what leaves the data as they are.
  DataProcessing: z
    .strictObject({
      InputFilter: imitated('$').optional(),
      OutputFilter: imitated('$').optional(),
      JoinSource: imitated('None').optional(),
    })
    .optional(),
  Tags: TAGS,
});

export type TransformInput = z.infer<typeof CREATE_TRANSFORM_JOB>;

export const TRANSFORM_JOB = z.strictObject({ TransformJobName: NAME });

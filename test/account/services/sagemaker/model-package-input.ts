import * as z from 'zod';
import { ENVIRONMENT, NAME, S3_URI, TAGS } from './input.ts';
import { PAGE } from './page.ts';

const SOURCE = z
  .strictObject({ ContentType: z.string().max(256), S3Uri: S3_URI, ContentDigest: z.string().max(72).optional() })
  .optional();
const FILE = z
  .strictObject({ S3Uri: S3_URI, ContentType: z.string().optional(), ContentDigest: z.string().optional() })
  .optional();
const QUALITY = z.strictObject({ Statistics: SOURCE, Constraints: SOURCE }).optional();

const MODEL_METRICS = z.strictObject({
  ModelQuality: QUALITY,
  ModelDataQuality: QUALITY,
  Bias: z.strictObject({ Report: SOURCE, PreTrainingReport: SOURCE, PostTrainingReport: SOURCE }).optional(),
  Explainability: z.strictObject({ Report: SOURCE }).optional(),
});

const DRIFT_CHECK_BASELINES = z.strictObject({
  ModelQuality: QUALITY,
  ModelDataQuality: QUALITY,
  Bias: z
    .strictObject({ ConfigFile: FILE, PreTrainingConstraints: SOURCE, PostTrainingConstraints: SOURCE })
    .optional(),
  Explainability: z.strictObject({ Constraints: SOURCE, ConfigFile: FILE }).optional(),
});

const APPROVAL = z.enum(['Approved', 'Rejected', 'PendingManualApproval']);
const METADATA = z.record(z.string().max(128), z.string().max(256)).optional();
const TEXTS = z.array(z.string()).optional();

export const CREATE_MODEL_PACKAGE = z.strictObject({
  ModelPackageGroupName: NAME,
  ModelPackageDescription: z.string().max(1024).optional(),
  InferenceSpecification: z
    .strictObject({
      Containers: z
        .array(
          z.strictObject({
            Image: z.string().max(255),
            ModelDataUrl: S3_URI.optional(),
            Environment: ENVIRONMENT,
            ContainerHostname: z.string().optional(),
            Framework: z.string().optional(),
            FrameworkVersion: z.string().optional(),
          }),
        )
        .min(1)
        .max(15),
      SupportedContentTypes: TEXTS,
      SupportedResponseMIMETypes: TEXTS,
      SupportedTransformInstanceTypes: TEXTS,
      SupportedRealtimeInferenceInstanceTypes: TEXTS,
    })
    .optional(),
  ModelApprovalStatus: APPROVAL.optional(),
  ModelMetrics: MODEL_METRICS.optional(),
  DriftCheckBaselines: DRIFT_CHECK_BASELINES.optional(),
  CustomerMetadataProperties: METADATA,
  Domain: z.string().optional(),
  Task: z.string().optional(),
  ClientToken: z
    .string()
    .max(36)
    .regex(/^[a-zA-Z0-9-]+$/)
    .optional(),
  Tags: TAGS,
});

export type ModelPackageInput = z.infer<typeof CREATE_MODEL_PACKAGE>;

export const UPDATE_MODEL_PACKAGE = z.strictObject({
  ModelPackageArn: z.string(),
  ModelApprovalStatus: APPROVAL.optional(),
  ApprovalDescription: z.string().max(1024).optional(),
  CustomerMetadataProperties: METADATA,
});

export const MODEL_PACKAGE = z.strictObject({ ModelPackageName: z.string() });

export const LIST_MODEL_PACKAGES = z.strictObject({
  ModelPackageGroupName: NAME,
  ModelApprovalStatus: APPROVAL.optional(),
  ModelPackageType: z.literal('Versioned').optional(),
  SortBy: z.literal('CreationTime').optional(),
  ...PAGE,
});

export const CREATE_MODEL_PACKAGE_GROUP = z.strictObject({
  ModelPackageGroupName: NAME,
  ModelPackageGroupDescription: z.string().max(1024).optional(),
  Tags: TAGS,
});

export const MODEL_PACKAGE_GROUP = z.strictObject({ ModelPackageGroupName: NAME });

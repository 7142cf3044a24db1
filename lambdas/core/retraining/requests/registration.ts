import { hash } from 'node:crypto';
import { packageGroupName } from '../../decision/retraining/names.ts';
import type { Monitor, RetrainingSettings } from '../../monitor/monitor.ts';
import type { SageMakerRequest } from '../contract.ts';
import { ROW_FORMATS } from '../rows/registry.ts';
import { type Tag, tagged } from './tags.ts';

/** URIs of the model and of the documents about it. */
export interface Registered {
  readonly id: string;
  readonly artifacts: string;
  readonly comparison: string;
  readonly baseline: string;
  readonly reason: string;
}

/** CreateModelPackageGroup: one for each monitor. Its packages have its tags, and may have none of their own. */
export function packageGroupRequest({ name, model }: Monitor, tags: readonly Tag[]): SageMakerRequest {
  return {
    ModelPackageGroupName: packageGroupName(name),
    ModelPackageGroupDescription: describable(`Models retrained by Driftwarden for ${model}`),
    ...tagged(tags),
  };
}

/**
 * CreateModelPackage: the model with the comparison that it won and its baseline. The client token belongs to the retraining, so
 * that a repeated call registers nothing twice.
 */
export function modelPackageRequest(
  monitor: Monitor,
  settings: RetrainingSettings,
  registered: Registered,
): SageMakerRequest {
  const { id, artifacts, comparison, baseline, reason } = registered;
  const type = ROW_FORMATS[settings.data.format].contentType;
  const json = (S3Uri: string) => ({ ContentType: 'application/json', S3Uri });
  const Image = settings.scoring.image ?? settings.trainingJob?.image ?? 'local';
  return {
    ModelPackageGroupName: packageGroupName(monitor.name),
    ModelPackageDescription: describable(`${id}: ${reason}`),
    ClientToken: hash('sha256', `${monitor.name}/${id}`).slice(0, 36),
    ModelApprovalStatus: settings.promote.approval === 'automatic' ? 'Approved' : 'PendingManualApproval',
    InferenceSpecification: {
      Containers: [{ Image, ModelDataUrl: artifacts, Environment: Object.fromEntries(settings.scoring.environment) }],
      SupportedContentTypes: [type],
      SupportedResponseMIMETypes: [type],
    },
    ModelMetrics: { ModelQuality: { Statistics: json(comparison) } },
    DriftCheckBaselines: { ModelDataQuality: { Statistics: json(baseline) } },
    CustomerMetadataProperties: { monitor: monitor.name, retraining: id },
  };
}

/** The most characters of a description. */
const MAX_DESCRIPTION = 1024;

/** A text as SageMaker accepts it in descriptions: letters, marks, spaces, symbols, digits and punctuation, none of them halved. */
function describable(text: string): string {
  const cut = text.slice(0, MAX_DESCRIPTION).toWellFormed();
  return cut.replaceAll(/[^\p{L}\p{M}\p{Z}\p{S}\p{N}\p{P}]/gu, '').replaceAll('\ufffd', '');
}

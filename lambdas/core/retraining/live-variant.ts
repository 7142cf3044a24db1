import * as z from 'zod';
import { RetrainingError } from '../decision/retraining/errors.ts';
import type { CaptureSettings } from '../monitor/monitor.ts';
import type { LiveEndpoint } from './contract.ts';

const variantSchema = z.looseObject({ VariantName: z.string(), ModelName: z.string().optional() });
const configSchema = z.looseObject({ ProductionVariants: z.array(variantSchema).min(1) });

/** A production variant as DescribeEndpointConfig returns it. */
export type LiveVariant = z.infer<typeof variantSchema>;

/** All of them. @throws RetrainingError when the configuration has none */
export function liveVariants({ config }: Pick<LiveEndpoint, 'config'>): readonly LiveVariant[] {
  const parsed = configSchema.safeParse(config);
  if (!parsed.success) throw new RetrainingError('the endpoint configuration has no production variants');
  return parsed.data.ProductionVariants;
}

/**
 * The variant that the monitor watches and that a candidate replaces: the only one, or of several the one whose name is the last
 * segment of `capture.uri`, where SageMaker puts it.
 *
 * @throws RetrainingError when none of several matches
 */
export function liveVariant(live: Pick<LiveEndpoint, 'config'>, captureUri: string): LiveVariant {
  const variants = liveVariants(live);
  if (variants.length === 1) return variants[0];
  const wanted = lastSegment(captureUri);
  const found = variants.find(({ VariantName }) => VariantName === wanted);
  if (found !== undefined) return found;
  const names = variants.map(({ VariantName }) => VariantName).join(', ');
  throw new RetrainingError(
    `the endpoint has the variants ${names}: capture.uri ${captureUri} has to end in the name of the watched one`,
  );
}

/** SageMaker's default name of an endpoint's only variant. */
const USUAL_VARIANT = 'AllTraffic';

/** The name of the variant that a monitor watches: the last segment of `capture.uri`, where SageMaker puts it. */
export function watchedVariant({ format, uri }: Pick<CaptureSettings, 'format' | 'uri'>): string {
  return format === 'sagemaker-data-capture' ? lastSegment(uri) : USUAL_VARIANT;
}

function lastSegment(uri: string): string {
  return uri.replace(/\/+$/, '').split('/').at(-1)!;
}

/** The name of the model that the variant serves. @throws RetrainingError for a variant without a single model */
export function modelOf({ VariantName, ModelName }: LiveVariant): string {
  if (ModelName === undefined) throw new RetrainingError(`the variant ${VariantName} of the endpoint has no model`);
  return ModelName;
}

import * as z from 'zod';
import type { CaptureSettings } from '../monitor/monitor.ts';
import type { LiveEndpoint } from './contract.ts';

/** The data capture of an endpoint, in the answer of DescribeEndpoint (what is in force) or of DescribeEndpointConfig (what was requested). */
const captureSchema = z.object({
  EnableCapture: z.boolean().optional(),
  DestinationS3Uri: z.string().optional(),
  CurrentSamplingPercentage: z.number().optional(),
  InitialSamplingPercentage: z.number().optional(),
});
const describedSchema = z.object({ DataCaptureConfig: captureSchema.nullish() });

export type LiveCapture = z.infer<typeof captureSchema>;

/** The data capture of the configuration that serves; null: nothing is captured. */
export function liveCapture({ config }: Pick<LiveEndpoint, 'config'>): LiveCapture | null {
  return enabled(config);
}

/**
 * Percentage of its requests that the endpoint captures where the monitor reads; null: the monitor reads from elsewhere, or nothing
 * is captured.
 */
export function watchedSampling(
  { endpoint, config }: LiveEndpoint,
  variant: string,
  { format, uri }: Pick<CaptureSettings, 'format' | 'uri'>,
): number | null {
  const capture = enabled(endpoint) ?? enabled(config);
  if (format !== 'sagemaker-data-capture' || capture?.DestinationS3Uri === undefined) return null;
  const place = `${withoutSlash(capture.DestinationS3Uri)}/${String(endpoint.EndpointName)}/${variant}`;
  if (withoutSlash(uri) !== place) return null;
  return capture.CurrentSamplingPercentage ?? capture.InitialSamplingPercentage ?? null;
}

function enabled(described: LiveEndpoint['config']): LiveCapture | null {
  const { DataCaptureConfig: capture } = describedSchema.parse(described);
  return capture?.EnableCapture === true ? capture : null;
}

function withoutSlash(uri: string): string {
  return uri.replace(/\/+$/, '');
}

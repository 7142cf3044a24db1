import {
  type DataCaptureConfigSummary,
  DescribeEndpointCommand,
  DescribeEndpointConfigCommand,
  type DescribeEndpointOutput,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { parseS3Uri } from '../../lambdas/adapters/aws/s3-uri.ts';
import { errorMessage } from '../../lambdas/core/text/error-message.ts';
import { printable } from '../../lambdas/core/text/printable.ts';
import type { Finding } from '../output/doctor.ts';
import { failed, note, ok } from './finding.ts';

const QUOTED = 500;

/** An endpoint and the place where SageMaker puts its captures: `s3://bucket/…/ENDPOINT/VARIANT`. */
export interface CapturedEndpoint {
  readonly endpoint: string;
  readonly variant: string;
  /** The location of its captures, without a slash at the end. */
  readonly uri: string;
}

/** The endpoint whose captures a location has, by its path; null for a location that is none of SageMaker's. */
export function endpointOf(uri: string): CapturedEndpoint | null {
  if (!uri.startsWith('s3://')) return null;
  const { bucket, path } = parseS3Uri(uri);
  const parts = path.split('/').filter((part) => part !== '');
  const [endpoint, variant] = parts.slice(-2);
  if (variant === undefined) return null;
  return { endpoint, variant, uri: ['s3:/', bucket, ...parts].join('/') };
}

/** Whether the endpoint serves, and captures requests and answers where the monitor looks for them. */
export async function examineEndpoint(expected: CapturedEndpoint, client: SageMakerClient): Promise<Finding[]> {
  let endpoint: DescribeEndpointOutput;
  try {
    endpoint = await client.send(new DescribeEndpointCommand({ EndpointName: expected.endpoint }));
  } catch (error) {
    const mend = `capture.uri has to end in ENDPOINT/VARIANT, and you need sagemaker:DescribeEndpoint; --endpoint names another one`;
    return [failed('endpoint', `${expected.endpoint}: ${printable(errorMessage(error), QUOTED)}`, mend)];
  }
  const status = endpoint.EndpointStatus ?? 'unknown';
  const serves =
    status === 'InService'
      ? ok('endpoint', `${expected.endpoint} is in service`)
      : note('endpoint', `${expected.endpoint} has the status ${status}`);
  return [serves, ...captureFindings(expected, endpoint), ...(await optionFindings(endpoint, client))];
}

function captureFindings(expected: CapturedEndpoint, endpoint: DescribeEndpointOutput): Finding[] {
  const { DataCaptureConfig: capture, ProductionVariants = [] } = endpoint;
  const switchOn = `update ${expected.endpoint} with an endpoint configuration that has a DataCaptureConfig with EnableCapture: true`;
  if (capture === undefined || capture.EnableCapture !== true) {
    return [failed('data capture', 'is switched off', switchOn)];
  }
  if (capture.CaptureStatus === 'Stopped') return [failed('data capture', 'has stopped', switchOn)];
  return [
    samplingFinding(capture, switchOn),
    placeFinding(expected, capture),
    variantFinding(expected, ProductionVariants),
  ];
}

function samplingFinding({ CurrentSamplingPercentage: share }: DataCaptureConfigSummary, mend: string): Finding {
  return share === 0
    ? failed('data capture', 'captures 0 % of the requests', mend)
    : ok('data capture', `captures ${share} % of the requests`);
}

function placeFinding({ uri, endpoint, variant }: CapturedEndpoint, capture: DataCaptureConfigSummary): Finding {
  const destination = (capture.DestinationS3Uri ?? '').replace(/\/+$/, '');
  const actual = `${destination}/${endpoint}/${variant}`;
  return actual === uri
    ? ok('place', `captures go to ${actual}`)
    : failed('place', `captures go to ${actual}, which is not capture.uri`, `set capture.uri: ${actual}`);
}

function variantFinding(
  { variant }: CapturedEndpoint,
  variants: readonly { readonly VariantName?: string | undefined }[],
): Finding {
  const names = variants.map(({ VariantName = '' }) => VariantName);
  return names.includes(variant)
    ? ok(
        'variant',
        `${variant} serves${names.length > 1 ? `, and so do ${names.filter((name) => name !== variant).join(', ')}` : ''}`,
      )
    : failed(
        'variant',
        `${variant} is no variant of the endpoint; it has ${names.join(', ')}`,
        'set the last folder of capture.uri to a variant',
      );
}

/** What of a request is captured, and with which key. */
async function optionFindings(
  { EndpointConfigName, DataCaptureConfig: summary }: DescribeEndpointOutput,
  client: SageMakerClient,
): Promise<Finding[]> {
  if (summary?.EnableCapture !== true) return [];
  try {
    const { DataCaptureConfig: config } = await client.send(new DescribeEndpointConfigCommand({ EndpointConfigName }));
    const modes = new Set((config?.CaptureOptions ?? []).map(({ CaptureMode }) => CaptureMode));
    const lacking = (['Input', 'Output'] as const).filter((mode) => !modes.has(mode) && !modes.has('InputAndOutput'));
    const both =
      lacking.length === 0
        ? ok('captured', 'requests and answers')
        : failed(
            'captured',
            `${lacking.join(' and ')} is not captured`,
            `add { CaptureMode: ${lacking[0]} } to DataCaptureConfig.CaptureOptions`,
          );
    const key = config?.KmsKeyId;
    return key === undefined || key === ''
      ? [both]
      : [both, note('key', `captures are encrypted with ${key}: deploy with -c dataKeys=ARN`)];
  } catch (error) {
    return [
      note(
        'captured',
        `not known: ${printable(errorMessage(error), QUOTED)}; it needs sagemaker:DescribeEndpointConfig`,
      ),
    ];
  }
}

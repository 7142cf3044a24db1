import { CloudWatchClient, type CloudWatchClientConfig } from '@aws-sdk/client-cloudwatch';
import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';

export interface AwsClients {
  readonly s3: S3Client;
  readonly cloudWatch: CloudWatchClient;
  readonly sns: SNSClient;
}

export interface AwsClientsOptions extends Pick<CloudWatchClientConfig, 'region' | 'endpoint' | 'credentials'> {
  /**
   * How long S3, CloudWatch or SNS may take to begin an answer before the request is sent again, milliseconds.
   * @default 30000
   */
  readonly requestTimeout?: number | undefined;
}

/** How often a request is sent before its failure is thrown. */
const MAX_ATTEMPTS = 5;
/** How long a connection may take, milliseconds. */
const CONNECTION_TIMEOUT = 5000;

/**
 * The clients of an {@link awsWorld}: they wait for nothing without end, so that a lost answer costs a retry and not the
 * function's whole time. Region, endpoint and credentials are the SDK's where not given.
 */
export function awsClients({ requestTimeout = 30_000, ...given }: AwsClientsOptions = {}): AwsClients {
  const settings = {
    ...given,
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: { connectionTimeout: CONNECTION_TIMEOUT, requestTimeout, throwOnRequestTimeout: true },
  };
  return { s3: new S3Client(settings), cloudWatch: new CloudWatchClient(settings), sns: new SNSClient(settings) };
}
